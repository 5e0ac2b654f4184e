// Training: from a tenant's closed records to weights; the same records, seed and moment give the same bytes.
import type { FeatureSource } from '#analyze/feature.ts';
import type { Report } from '#analyze/report.ts';
import { sigmoid } from '#analyze/score-row.ts';
import type { Weights } from '#analyze/weights.ts';
import { calibrationTable } from './calibration.ts';
import { bagCountFor, bestFitted, leastClosed, leastOfEach, triedLearners } from './candidates.ts';
import { type ClosedRecord, type ClosedTable, closedTable, pickFeatures } from './closed-records.ts';
import type { Fitted } from './fitted.ts';
import { foldsOf } from './folds.ts';
import { type Frame, frameOf, type Monotone } from './frame.ts';
import { frozenModel } from './freeze.ts';
import { importancesOf } from './importance.ts';
import { guardLeaks } from './leak-guard.ts';
import { measuresOf } from './metrics.ts';
import { judgeNewest, type Newest } from './newest.ts';
import { type Prior, shrunkRate } from './prior.ts';
import { seededRandom } from './random.ts';
import { usualOf } from './usual.ts';

/**
 * `sources`: the features that may be used. `records`: closed ones only. `now` (ms) dates the weights. `prior`:
 * what is assumed of the base rate before anything is known.
 */
export type TrainRequest = {
  readonly target: string;
  readonly sources: readonly FeatureSource[];
  readonly records: readonly ClosedRecord[];
  readonly now: number;
  readonly seed: number;
  readonly prior?: Prior;
  readonly monotone?: Monotone;
  /** Features that are used whatever the leak guard says of them. */
  readonly keep?: readonly string[];
};

/**
 * Learns weights. With fewer than 50 closed records, or 10 of the rarer outcome, or where nothing learned beats
 * the base rate on unseen records, the weights are a prior and say so. Throws TRAINING_DATA_INVALID.
 */
export function train(request: TrainRequest): Weights {
  const table = closedTable(request.sources, request.records);
  const needed = neededFor(table.outcomes);
  if (needed > 0) return weightsOf(request, table, needed, nothingLearned([], []));

  const guard = guardLeaks(table, request.keep);
  const used = pickFeatures(table, guard.used);
  const bagCount = bagCountFor(used.at.length);
  const newest = judgeNewest(used, request.seed, request.monotone);
  const folds = foldsOf(seededRandom(request.seed), used.outcomes, bagCount);
  const frame = frameOf(used, folds, request.monotone);
  const all = triedLearners(frame, folds, bagCount, request.seed, newest?.survivor === 'ridge');
  const survivors = all.filter(({ learner }) => learner === newest?.survivor);
  const { fitted, candidates } = bestFitted(frame, folds, survivors.length > 0 ? survivors : all);
  if (fitted === null) return weightsOf(request, table, 0, nothingLearned(guard.leftOut, candidates));
  return weightsOf(
    request,
    table,
    0,
    learned(request, used, frame, fitted, newest, guard.leftOut, candidates),
  );
}

/** How many more closed records it takes at the least; 0 where there are enough. */
function neededFor(outcomes: Uint8Array): number {
  const won = outcomes.reduce((sum, outcome) => sum + outcome, 0);
  const rarer = Math.min(won, outcomes.length - won);
  return Math.max(0, leastClosed - outcomes.length, leastOfEach - rarer);
}

type Learned = Pick<Weights, 'learner' | 'features' | 'leftOut' | 'grades' | 'report'> & {
  readonly model: Weights['model'] | null;
};

function nothingLearned(leftOut: Weights['leftOut'], candidates: Report['candidates']): Learned {
  const report = { crossValidated: null, newest: null, calibration: [], candidates };
  return { learner: 'prior', features: [], leftOut, grades: null, report, model: null };
}

function learned(
  request: TrainRequest,
  table: ClosedTable,
  frame: Frame,
  fitted: Fitted,
  newest: Newest | null,
  leftOut: Weights['leftOut'],
  candidates: Report['candidates'],
): Learned {
  const random = seededRandom(request.seed + 1);
  const model = frozenModel(frame, fitted);
  const probabilities = fitted.heldOut.map(sigmoid);
  const report = {
    crossValidated: measuresOf(random, table.outcomes, probabilities),
    newest: newest?.measures ?? null,
    calibration: calibrationTable(table.outcomes, probabilities),
    candidates,
  };
  const importances = importancesOf(model, table);
  const features = table.features.map((feature, place) => ({
    ...feature,
    ...usualOf(feature, table.columns[place] ?? [], table),
    importance: importances[place] ?? 0,
  }));
  return { learner: fitted.learner, features, leftOut, grades: gradesOf(probabilities), report, model };
}

/** The best fifth of the closed records, as an unseeing bag would have judged them, are A, then 30 % B, 30 % C. */
function gradesOf(probabilities: Float64Array): [number, number, number] {
  const rising = Float64Array.from(probabilities).sort();
  const at = (share: number) => Math.round((rising[Math.floor(share * rising.length)] ?? 0) * 1e6) / 1e6;
  return [at(0.8), at(0.5), at(0.2)];
}

function weightsOf(request: TrainRequest, table: ClosedTable, needed: number, result: Learned): Weights {
  const closed = table.outcomes.length;
  const won = table.outcomes.reduce((sum, outcome) => sum + outcome, 0);
  const base = shrunkRate(won, closed, request.prior);
  const dates = Float64Array.from(table.closedAt).sort();
  const dateAt = (place: number) => {
    const moment = dates[place];
    return moment === undefined ? null : new Date(moment).toISOString();
  };
  const intercept = Math.log(base.rate / (1 - base.rate));
  return {
    format: 1,
    target: request.target,
    trainedAt: new Date(request.now).toISOString(),
    seed: request.seed,
    dataHash: table.dataHash,
    schemaHash: table.schemaHash,
    history: { closed, won, needed, from: dateAt(0), to: dateAt(closed - 1) },
    baseRate: base.rate,
    baseInterval: [...base.interval],
    ...result,
    model: result.model ?? { form: 'additive', intercept, interceptBags: [], widen: 1, terms: [], pairs: [] },
  };
}
