// A twin: our present picture of a subject, folded from its signals.
import { z } from 'zod';
import { subjectKinds } from '#sense/signal.ts';

const stamp = z.string();

/** A value with the time it is known from and the key of the signal that said so: the later one wins. */
const known = z.strictObject({ value: z.string().nullable(), at: z.iso.datetime(), by: stamp });

/** Events of one name: first and last time ever, and how often on each of the newest UTC days, as day-counts.ts writes it. */
const activity = z.strictObject({ first: z.iso.datetime(), last: z.iso.datetime(), days: z.string() });
export type Activity = z.infer<typeof activity>;

export const twin = z.strictObject({
  kind: z.enum(subjectKinds),
  /** By name; what a record of another kind than the twin's says has its type before the name, such as `lead.Title`. */
  properties: z.record(z.string(), known),
  createdAt: z.iso.datetime().nullable(),
  /** The subject as a whole: archived once all of its records are. */
  archived: z.strictObject({ value: z.boolean(), at: z.iso.datetime(), by: stamp }).nullable(),
  erased: z.boolean(),
  /** The records that tell of it, as `origin:type:id`, and whether each is archived. */
  records: z
    .record(z.string(), z.strictObject({ value: z.boolean(), at: z.iso.datetime(), by: stamp }))
    .default({}),
  /** Those of them that are leads which became a contact: they say how it came in, and nothing of today. */
  converted: z.array(z.string()).default([]),
  /** Ids of linked records by `origin:kind`, and again with the type of the record where that is another than the twin's. */
  links: z.record(z.string(), z.strictObject({ ids: z.array(z.string()), at: z.iso.datetime(), by: stamp })),
  /** `call`, `email.in`, `email.out`, `meeting`, `note`, `task`. */
  engagements: z.record(z.string(), activity),
  /** Product events by name. */
  events: z.record(z.string(), activity),
  /** When each feature of the product was used for the first time (`feature-of.ts`). */
  tried: z.record(z.string(), z.iso.datetime()).default({}),
  /** Users seen, and on which days, as seen-users.ts writes it. */
  users: z.record(z.string(), z.string()),
  /** Newest fact by source. */
  asOf: z.strictObject({ crm: z.iso.datetime().nullable(), product: z.iso.datetime().nullable() }),
  signals: z.number().int(),
});
export type Twin = z.infer<typeof twin>;

/** The twin of a subject of which nothing is known yet. */
export function emptyTwin(kind: Twin['kind']): Twin {
  return {
    kind,
    properties: {},
    createdAt: null,
    archived: null,
    erased: false,
    records: {},
    converted: [],
    links: {},
    engagements: {},
    events: {},
    tried: {},
    users: {},
    asOf: { crm: null, product: null },
    signals: 0,
  };
}
