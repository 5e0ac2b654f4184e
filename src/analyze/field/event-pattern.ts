// A pattern of event names: `*` stands for any signs, `|` parts alternatives, capitals do not matter.

/** Looks for the pieces one after the other; no regular expression, so that no pattern can take long. */
export function patternOf(pattern: string): (name: string) => boolean {
  const alternatives = pattern.split('|').map((one) => one.trim().toLowerCase().split('*'));
  return (name) => {
    const plain = name.toLowerCase();
    return alternatives.some((pieces) => fits(plain, pieces));
  };
}

function fits(name: string, pieces: readonly string[]): boolean {
  const [first = '', ...rest] = pieces;
  const last = rest.pop();
  if (last === undefined) return name === first;
  if (!name.startsWith(first)) return false;
  let from = first.length;
  for (const piece of rest) {
    const found = name.indexOf(piece, from);
    if (found < 0) return false;
    from = found + piece.length;
  }
  return name.length - last.length >= from && name.endsWith(last);
}
