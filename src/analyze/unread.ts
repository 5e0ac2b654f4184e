// What is not known of a customer's mails, calls and meetings: what may not be read, and whose the mails were; not the same as none.
import type { EngagementKind } from '#sense/signal.ts';
import type { Twin } from '#twin/twin.ts';

/** By connection, the kinds that it may not read, or has not read through. */
export type Unread = ReadonlyMap<string, ReadonlySet<EngagementKind>>;

const nothing: ReadonlySet<EngagementKind> = new Set();

/** Of the CRMs that know the subject: what one of them does not show may be all that there is. */
export function unreadOf({ records }: Pick<Twin, 'records'>, unread: Unread): ReadonlySet<EngagementKind> {
  if (unread.size === 0) return nothing;
  const kinds = Object.keys(records).flatMap((name) => [...(unread.get(name.split(':')[0] ?? '') ?? [])]);
  return kinds.length === 0 ? nothing : new Set(kinds);
}

/** Mails of which the CRM does not say who sent them, as those of Salesforce. */
export const unsided = 'email';

/** Whether such a mail may be one of these: then none counted is not none. */
export function mayBeUnsided(names: readonly string[]): boolean {
  return !names.includes(unsided) && names.some((name) => name.startsWith(`${unsided}.`));
}

/** How many of this name `count` counted; null where that is not known. */
export function countKnown(
  look: { readonly unread?: ReadonlySet<EngagementKind> },
  name: string,
  count: (name: string) => number,
): number | null {
  if (isUnread(look, [name]) || (mayBeUnsided([name]) && count(unsided) > 0)) return null;
  return count(name);
}

/** Whether any of these is not read; named as twins count them: `email.in` is a mail. */
export function isUnread(
  { unread = nothing }: { readonly unread?: ReadonlySet<EngagementKind> },
  names: readonly string[],
): boolean {
  return names.some((name) => [...unread].some((kind) => name === kind || name.startsWith(`${kind}.`)));
}
