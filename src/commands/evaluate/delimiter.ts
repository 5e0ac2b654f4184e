// Which mark parts the cells of a CSV: the one that parts its first lines most evenly.

const marks = [',', ';', '\t', '|'] as const;
const mostLines = 30;

export function delimiterOf(start: string): string {
  const counts = marks.map((mark) => ({ mark, perLine: countsOf(start, mark) }));
  const titles = titleLines(counts.map(({ perLine }) => perLine));
  const scored = counts.map(({ mark, perLine }) => {
    const [head = 0, ...rest] = perLine.slice(titles);
    const same = rest.filter((count) => count === head).length;
    return { mark, head, even: head === 0 ? -1 : rest.length === 0 ? 1 : same / rest.length };
  });
  scored.sort((a, b) => b.even - a.even || b.head - a.head);
  const [best] = scored;
  return best === undefined || best.head === 0 ? ',' : best.mark;
}

/** Lines before the header that no mark parts; none where that is so of all lines. */
function titleLines(counts: readonly (readonly number[])[]): number {
  const [one = []] = counts;
  const first = one.findIndex((_, line) => counts.some((perLine) => (perLine[line] ?? 0) > 0));
  return Math.max(0, first);
}

/** How often the mark stands outside of quotes, by line. */
function countsOf(text: string, mark: string): number[] {
  const counts: number[] = [];
  let quoted = false;
  let count = 0;
  let filled = false;
  for (const letter of text) {
    if (letter === '"') quoted = !quoted;
    else if (letter === mark && !quoted) count++;
    if ((letter === '\n' || letter === '\r') && !quoted) {
      if (filled) counts.push(count);
      if (counts.length >= mostLines) return counts;
      count = 0;
      filled = false;
    } else filled = true;
  }
  if (counts.length === 0) counts.push(count);
  return counts;
}
