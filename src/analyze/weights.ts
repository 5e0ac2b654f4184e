// Weights: what learning produced, frozen so that scoring depends on nothing else: one JSON artefact per version.
import { z } from 'zod';
import { fail } from '#errors.ts';
import { bins } from './bins.ts';
import { feature } from './feature.ts';
import { input } from './input.ts';
import { leak, leakWhys } from './leak.ts';
import { pace } from './pace.ts';
import { report } from './report.ts';
import { target } from './target.ts';
import { tree } from './tree.ts';

const scalar = z.union([z.string(), z.number(), z.null()]);
const bag = z.array(z.int());

/**
 * The part of one input. `points[bin]` is its log-odds, centred so that its mean over the closed records is 0;
 * `support[bin]` how many of them lie in that bin; `bags[b][bin]` by how many thousandths of log-odds bag `b`
 * differs from `points`.
 */
const term = z.strictObject({
  input,
  bins,
  points: z.array(z.number()),
  support: z.array(z.int()),
  bags: z.array(bag),
});

/**
 * What two inputs say together, beyond each alone. `groups` sends the bins of each input to coarser groups;
 * the cell is `left * rightCount + right`.
 */
const pair = z.strictObject({
  left: z.int(),
  right: z.int(),
  leftGroups: z.array(z.int()),
  rightGroups: z.array(z.int()),
  rightCount: z.int(),
  points: z.array(z.number()),
  support: z.array(z.int()),
  bags: z.array(bag),
});

/**
 * A sum: log-odds = intercept + one point of each term + one cell of each pair + one leaf of each tree. Exactly
 * explained: what trees say is shared out among the terms that they ask about.
 */
const additiveModel = z.strictObject({
  form: z.literal('additive'),
  intercept: z.number(),
  interceptBags: bag,
  /** By how much the spread between the bags is widened: what all bags get wrong together does not show in it. */
  widen: z.number().min(1),
  /** Standard deviation of what nothing learned so far tells of a record, in log-odds; absent in old weights. */
  spread: z.number().min(0).optional(),
  terms: z.array(term),
  pairs: z.array(pair),
  /** How much is not known of the closed records of which most is not known (`gaps.ts`); absent in old weights. */
  gaps: z.array(z.number()).optional(),
  /** Absent in weights that were made before there were trees. */
  trees: z.array(tree).optional(),
});

/** A feature with what is usual: among those that converted, and its mean absolute log-odds (`importance`). */
const weighedFeature = feature.extend({
  usual: scalar,
  usualMissing: z.number().min(0).max(1),
  importance: z.number().min(0),
});

/** A feature that was not used: why, and the number that decided it. */
const leftOut = leak.extend({
  why: z
    // `outlived`: its values moved on with time, by this stability index, and newer records are ranked better without it.
    // Nobody looked at the last three: what tells who somebody is, what nobody should be judged by, what the admin forbade.
    .enum(['identifier', 'constant', 'empty', 'outlived', ...leakWhys, 'personal', 'protected', 'permission'])
    .exclude(['doubtful']),
});

export const weights = z.strictObject({
  format: z.literal(1),
  target,
  /** `prior`: too little history, or nothing to be learned from it; then the model has no terms. */
  learner: z.enum(['prior', 'ridge', 'blend', 'additive', 'trees']),
  trainedAt: z.iso.datetime(),
  seed: z.int(),
  /** SHA-256 over the closed records in their fixed order, and over the features with their kinds. */
  dataHash: z.string(),
  schemaHash: z.string(),
  /** SHA-256 over the tenant's choices that training hangs on; absent where nobody chose. */
  choices: z.string().optional(),
  /** In which one direction a field was allowed to move it (`TenantSettings.directions`); absent where nobody could demand. */
  directions: z.record(z.string(), z.enum(['rising', 'falling'])).optional(),
  /** Learned before the CRM's histories were read: they are learned again then, and scores may move. */
  early: z.boolean().optional(),
  history: z.strictObject({
    closed: z.int(),
    won: z.int(),
    /** How many more closed records are needed before a model can be learned; 0 where one was tried. */
    needed: z.int(),
    from: z.iso.datetime().nullable(),
    to: z.iso.datetime().nullable(),
  }),
  /** Share won, shrunk towards the prior; with the 80 % interval of what is known of it. */
  baseRate: z.number().gt(0).lt(1),
  baseInterval: z.tuple([z.number(), z.number()]),
  features: z.array(weighedFeature),
  leftOut: z.array(leftOut),
  /** Features that are used though worth a look, or kept by somebody though they give the outcome away; absent in old ones. */
  suspects: z.array(leak).optional(),
  model: z.discriminatedUnion('form', [additiveModel]),
  /** Least probability for grade A, B and C; null while nothing is learned. */
  grades: z.tuple([z.number(), z.number(), z.number()]).nullable(),
  /** Of deals: how long those that were won took. */
  pace: pace.optional(),
  report,
});
export type Weights = Readonly<z.infer<typeof weights>>;
export type Term = Weights['model']['terms'][number];
export type Pair = Weights['model']['pairs'][number];
export type LeftOut = Weights['leftOut'][number];

/** Reads kept weights; WEIGHTS_INVALID where they are not of a format this version of Revloop knows. */
export function toWeights(body: unknown): Weights {
  const read = weights.safeParse(body);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  return fail(
    'WEIGHTS_INVALID',
    { problem: `${issue?.path.join('.')}: ${issue?.message}` },
    { cause: read.error },
  );
}
