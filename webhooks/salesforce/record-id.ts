// Ids of Salesforce in their one form inside Revloop: 18 characters, of which the last three tell the capitals apart.

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
const blocks = [0, 5, 10] as const;

/** Null when it is no id. */
export function recordId(text: string): string | null {
  if (!/^[A-Za-z0-9]{15}(?:[A-Z0-5]{3})?$/.test(text)) return null;
  const short = text.slice(0, 15);
  const checks = blocks.map((from) => {
    const capitals = [...short.slice(from, from + 5)].map((char) => char >= 'A' && char <= 'Z');
    return letters.charAt(capitals.reduce((sum, is, place) => (is ? sum + 2 ** place : sum), 0));
  });
  return short + checks.join('');
}
