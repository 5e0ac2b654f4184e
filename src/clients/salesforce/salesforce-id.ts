// Ids of Salesforce: 15 characters that differ by case, or the same with a checksum of 3 that does not.

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
const shape = /^[A-Za-z0-9]{15}(?:[A-Z0-5]{3})?$/;

export function isId(text: string): boolean {
  return shape.test(text);
}

/** The form of 18 characters, which is the only one inside Revloop. Text of another shape stays as it is. */
export function toId18(id: string): string {
  if (!/^[A-Za-z0-9]{15}$/.test(id)) return id;
  const checks = [0, 5, 10].map((from) => {
    const bits = [...id.slice(from, from + 5)].reduce(
      (sum, char, at) => (char >= 'A' && char <= 'Z' ? sum + 2 ** at : sum),
      0,
    );
    return letters[bits] ?? '';
  });
  return id + checks.join('');
}
