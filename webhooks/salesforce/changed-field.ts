// The fields that a change event names, as the record itself calls them; and which of them are ours, or only stamps.

/** Move with every change, whoever made it. */
const stamps = new Set(['LastModifiedDate', 'LastModifiedById', 'SystemModstamp']);
const ours = /^(?:\w+?__)?Revloop_\w+__c$/i;
/** A bitmap that the feed could not read stays as it came. */
const bitmap = /^(?:\d+-)?0x/i;

/**
 * `null`: it is not known which fields changed. Otherwise without stamps: `FirstName` for `Name.FirstName`,
 * `MailingCity` for `MailingAddress.City`.
 */
export function changedFields(names: readonly string[]): string[] | null {
  if (names.some((name) => bitmap.test(name))) return null;
  return names.map(fieldOf).filter((name) => !stamps.has(name));
}

export function isOurs(field: string): boolean {
  return ours.test(field);
}

function fieldOf(name: string): string {
  const [compound = '', part] = name.split('.');
  if (part === undefined) return compound;
  return compound.endsWith('Address') ? compound.slice(0, -'Address'.length) + part : part;
}
