// The bitmaps in the header of a change event, read into names of fields.

/** A field of the event's schema in its order, the header being the first; `parts`: the fields of a compound one. */
export type NamedField = { readonly name: string; readonly parts: readonly string[] };

const bitmap = /^(?:(\d+)-)?0x([0-9a-f]+)$/i;

/**
 * Names of the fields whose bit is set, `Name.FirstName` for a part of a compound one. Null when an entry is no bitmap
 * or speaks of a field that the schema does not have: then nothing is known of what changed.
 */
export function fieldsOf(bitmaps: readonly string[], fields: readonly NamedField[]): string[] | null {
  const names: string[] = [];
  for (const text of bitmaps) {
    const [, parent, hex] = bitmap.exec(text) ?? [];
    if (hex === undefined) return null;
    const compound = parent === undefined ? null : fields[Number(parent)];
    if (compound === undefined) return null;
    const among =
      compound === null
        ? fields.map(({ name }) => name)
        : compound.parts.map((part) => `${compound.name}.${part}`);
    const found = namesAt(BigInt(`0x${hex}`), among);
    if (found === null) return null;
    names.push(...found);
  }
  return names;
}

function namesAt(bits: bigint, among: readonly string[]): string[] | null {
  if (bits >> BigInt(among.length) !== 0n) return null;
  return among.filter((_, place) => (bits >> BigInt(place)) % 2n === 1n);
}
