// Stagnation weights: what a tenant's own past customers teach of how long nothing new may last, as a versioned artefact.
import { z } from 'zod';

/** Ages of a customer in the product, in days from its first event on: each band begins here. */
export const ageBands = [0, 30, 60, 120, 240] as const;

const like = z.strictObject({
  /** Moments of customers whose evidence was at least this, and of how many of them the customer left within 90 days. */
  evidence: z.number(),
  seen: z.number().int(),
  left: z.number().int(),
});

export const stagnationWeights = z.strictObject({
  kind: z.literal('stagnation'),
  /** False: too few customers left so far; the preset of days counts. */
  learned: z.boolean(),
  /** The preset: nothing new for so many days. */
  presetDays: z.number().positive(),
  /** Learned: so much evidence (things that usually would have happened and did not) is a stagnation. */
  least: z.number().positive(),
  /** New things that a person tries in a day, by age of the customer (`ageBands`). */
  rates: z.array(z.number().positive()).length(ageBands.length),
  /** Features that several customers use: whoever knows them all has nothing new to try. Empty: not known. */
  features: z.array(z.string()),
  /** Days on which all customers were quieter than usual, and how much of a usual day each was: holidays. */
  quiet: z.record(z.iso.date(), z.number().min(0).max(1)),
  /** People seen on a usual day, by weekday: tells quiet days from `from` on, which learning has not seen to their end. */
  usual: z
    .strictObject({ from: z.iso.date(), people: z.array(z.number().min(0)).length(7) })
    .nullable()
    .default(null),
  likes: z.array(like),
  history: z.strictObject({ left: z.number().int(), stayed: z.number().int(), needed: z.number().int() }),
  /** How the threshold did on those customers; null while it is the preset. */
  report: z
    .strictObject({ caught: z.number().int(), early: z.number().int(), inVain: z.number().int() })
    .nullable(),
});
export type StagnationWeights = Readonly<z.infer<typeof stagnationWeights>>;

/** Until enough customers have left: typically curiosity has ended around the 45th day. */
export const presetStagnation: StagnationWeights = {
  kind: 'stagnation',
  learned: false,
  presetDays: 45,
  least: 7,
  rates: [0.2, 0.1, 0.06, 0.05, 0.04],
  features: [],
  quiet: {},
  usual: null,
  likes: [],
  history: { left: 0, stayed: 0, needed: 10 },
  report: null,
};

/** What was kept; the preset where it is of another shape. */
export function toStagnationWeights(body: unknown): StagnationWeights {
  const read = stagnationWeights.safeParse(body);
  return read.success ? read.data : presetStagnation;
}
