// Words of SOQL: literals that nothing can escape from, and lists cut so that a question stays short enough.

export function quoted(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "\\'")
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r');
  return `'${escaped}'`;
}

/** A time in SOQL: UTC, without quotes. */
export function instant(at: Date): string {
  return at.toISOString();
}

export function oneOf(field: string, values: readonly string[]): string {
  return `${field} IN (${values.map(quoted).join(',')})`;
}

export function chunks<T>(list: readonly T[], size: number): T[][] {
  const made: T[][] = [];
  for (let at = 0; at < list.length; at += size) made.push(list.slice(at, at + size));
  return made;
}
