// Collection: what a tenant lets us keep of what is done in its product, and since when.
import { createHmac, type KeyObject } from 'node:crypto';
import { z } from 'zod';

/**
 * none: nothing. company: what companies do, and nobody knows by how many. counted: the same, with users counted under
 * pseudonyms. person: what each person does, by name.
 */
export const collectionLevels = ['none', 'company', 'counted', 'person'] as const;
export type CollectionLevel = (typeof collectionLevels)[number];

/** Whether less is kept at `one` than at `other`. */
export function levelIsBelow(one: CollectionLevel, other: CollectionLevel): boolean {
  return collectionLevels.indexOf(one) < collectionLevels.indexOf(other);
}

/**
 * A name that tells nothing of a user, always the same for the same one; the key is the event source's. From bytes Node makes
 * a key anew each time, which takes longer than all the rest.
 */
export function pseudonymOf(key: KeyObject, user: string): string {
  return `p-${createHmac('sha256', key).update(user).digest('base64url').slice(0, 16)}`;
}

export const collectionSettings = z.strictObject({
  /** As much as health needs, and about no person: more is for the admin to allow. */
  level: z.enum(collectionLevels).default('counted'),
  /** Names of properties that are kept with an event; `*` stands for all. Which feature it was tells nothing of a person. */
  properties: z
    .array(z.string().trim().min(1).max(200))
    .max(200)
    .default(['feature', 'feature_name', 'featureName']),
  /** Levels that it was on before, oldest first, and until when: what was not kept then is not known, today either. */
  past: z
    .array(z.strictObject({ level: z.enum(collectionLevels), until: z.iso.datetime() }))
    .max(200)
    .default([]),
});
export type Collection = z.infer<typeof collectionSettings>;

/** The same with a change noted: whoever changes the dial cannot change what it was. */
export function turned(before: Collection, after: Collection, now: Date): Collection {
  const { past } = before;
  if (before.level === after.level) return { ...after, past };
  return { ...after, past: [...past, { level: before.level, until: now.toISOString() }].slice(-200) };
}

/** The same once nothing is left that was kept at a higher level: what was known then is known no more. */
export function withoutSurplus(collection: Collection): Collection {
  const { level, past } = collection;
  return {
    ...collection,
    past: past.map((one) => (levelIsBelow(level, one.level) ? { ...one, level } : one)),
  };
}

/** Times in which something was not kept, in ms since 1970. */
export type Dark = readonly { readonly from: number; readonly until: number }[];

/**
 * When no events were kept, and when no users were. Before the first change it was as it was at first. `ofPerson`: of what
 * one person does, which is kept at one level only; where it never was, nothing was heard of it that could fall silent.
 */
export function darkTimes({ level, past }: Collection, ofPerson = false): { events: Dark; users: Dark } {
  const spans = [...past, { level, until: null }].map((one, place) => ({
    level: one.level,
    from: place === 0 ? Number.NEGATIVE_INFINITY : Date.parse(past[place - 1]?.until ?? ''),
    until: one.until === null ? Number.POSITIVE_INFINITY : Date.parse(one.until),
  }));
  const at = (levels: readonly CollectionLevel[]) => spans.filter((one) => levels.includes(one.level));
  const unheard = at(['none', 'company', 'counted']);
  if (ofPerson && unheard.length < spans.length) return { events: unheard, users: unheard };
  return { events: at(['none']), users: at(['none', 'company']) };
}

/** Whether any of the time after `from` up to `until` was dark. */
export function isDark(dark: Dark, from: number, until: number): boolean {
  return dark.some((one) => one.from < until && one.until > from);
}
