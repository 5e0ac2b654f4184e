// Training: from a tenant's closed records to weights; the same records, seed and moment give the same bytes.
import type { FeatureSource } from '#analyze/feature.ts';
import { mostMissing } from '#analyze/gaps.ts';
import type { Report } from '#analyze/report.ts';
import { sigmoid } from '#analyze/score-row.ts';
import type { Target } from '#analyze/target.ts';
import type { LeftOut, Weights } from '#analyze/weights.ts';
import { calibrationTable } from './calibration.ts';
import { bagCountFor, bestFitted, leastClosed, leastOfEach, triedLearners } from './candidates.ts';
import { type ClosedRecord, type ClosedTable, closedTable, pickFeatures } from './closed-records.ts';
import { decilesOf } from './deciles.ts';
import type { Fitted } from './fitted.ts';
import { foldsOf } from './folds.ts';
import { type Frame, frameOf, type Monotone } from './frame.ts';
import { frozenModel } from './freeze.ts';
import { guessOf } from './guess.ts';
import { importancesOf } from './importance.ts';
import { type Guarded, guardLeaks, type Kept } from './leak-guard.ts';
import { measuresOf } from './metrics.ts';
import { judgeNewest, type Newest, placesWithout } from './newest.ts';
import { type Prior, shrunkRate } from './prior.ts';
import { seededRandom } from './random.ts';
import { slicesOf } from './slices.ts';
import { tideOf, withTide } from './tide.ts';
import { usualOf } from './usual.ts';

/**
 * `sources`: the features that may be used. `records`: closed ones only. `now` (ms) dates the weights. `prior`:
 * what is assumed of the base rate before anything is known.
 */
export type TrainRequest = {
  readonly target: Target;
  readonly sources: readonly FeatureSource[];
  readonly records: readonly ClosedRecord[];
  readonly now: number;
  readonly seed: number;
  readonly prior?: Prior;
  readonly monotone?: Monotone;
  /** Features that are used whatever the leak finder says of them. */
  readonly keep?: Kept;
};

/**
 * Learns weights. With fewer than 50 closed records, or 10 of the rarer outcome, or where nothing learned beats
 * the base rate on unseen records, the weights are a prior and say so. Throws TRAINING_DATA_INVALID.
 */
export function train(request: TrainRequest): Weights {
  const table = closedTable(request.sources, request.records);
  const needed = neededFor(table);
  if (needed > 0)
    return weightsOf(
      request,
      table,
      needed,
      nothingLearned(request, table, { leftOut: [], suspects: [] }, []),
    );

  const guard = guardLeaks(table, request.keep);
  const usable = pickFeatures(table, guard.used);
  const bagCount = bagCountFor(usable.at.length);
  const { keep = [] } = request;
  const isKept = (name: string) => keep !== 'all' && keep.includes(name);
  const newest = judgeNewest(usable, request.seed, request.monotone, isKept);
  const used = pickFeatures(usable, placesWithout(usable, newest?.outlived ?? []));
  const folds = foldsOf(seededRandom(request.seed), used.outcomes, bagCount, used.groups);
  const frame = frameOf(used, folds, request.monotone);
  const all = triedLearners(frame, folds, bagCount, request.seed, newest?.survivor === 'ridge');
  const survivors = all.filter(({ learner }) => learner === newest?.survivor);
  const { fitted, candidates } = bestFitted(
    frame,
    folds,
    survivors.length > 0 ? survivors : all,
    used.groups,
  );
  if (fitted === null || !isProved(request, fitted, candidates, newest))
    return weightsOf(request, table, 0, nothingLearned(request, table, guard, candidates, newest));
  const leftOut = [...guard.leftOut, ...outlivedIn(usable, newest)];
  const looked = { leftOut, suspects: guard.suspects };
  const weights = weightsOf(
    request,
    table,
    0,
    learned(request, used, frame, fitted, newest, looked, candidates),
  );
  // Where times do not part the records there is no newest, and nothing that could have moved.
  const tide = newest === null ? null : tideOf({ ...used, logOdds: fitted.heldOut });
  return tide === null ? weights : withTide(weights, tide);
}

/** One standard error is enough to choose a learner; to tell a rep that a customer leaves it takes more. */
const errorsToForetell = 2;

/**
 * Of customers that leave it is not enough to tell apart those of the same time a little: pictures of one another's past
 * flatter, and customers are few. It must be beyond chance, and what was learned of the older ones must say more of the newest
 * than their share of leavers does, and promise as many as left; where too few left lately to tell, nothing is proved.
 */
function isProved(
  { target }: TrainRequest,
  { learner }: Fitted,
  candidates: Report['candidates'],
  newest: Newest | null,
): boolean {
  if (target !== 'churn') return true;
  const chosen = candidates.find((one) => one.learner === learner);
  return chosen !== undefined && chosen.gain > errorsToForetell * chosen.gainError && newest?.holds === true;
}

function outlivedIn({ features }: ClosedTable, newest: Newest | null): LeftOut[] {
  return (newest?.outlived ?? []).map(({ name, psi }) => {
    const label = features.find((feature) => feature.name === name)?.label;
    return { name, ...(label === undefined ? {} : { label }), why: 'outlived', measure: psi };
  });
}

/** How many more closed records it takes at the least; 0 where there are enough. */
function neededFor(table: ClosedTable): number {
  const { closed, won } = countsOf(table);
  return Math.max(0, leastClosed - closed, leastOfEach - Math.min(won, closed - won));
}

/** Several pictures of one subject are one closed record, and it is won where one of them is. */
function countsOf({ outcomes, groups }: ClosedTable): { readonly closed: number; readonly won: number } {
  const won = new Set(groups.filter((_, row) => outcomes[row] === 1));
  return { closed: new Set(groups).size, won: won.size };
}

type Looked = Pick<Guarded, 'leftOut' | 'suspects'>;
type Learned = Pick<Weights, 'learner' | 'features' | 'leftOut' | 'suspects' | 'grades' | 'report' | 'model'>;

function nothingLearned(
  request: TrainRequest,
  table: ClosedTable,
  { leftOut, suspects }: Looked,
  candidates: Report['candidates'],
  newest: Newest | null = null,
): Learned {
  const report = { crossValidated: null, newest: newest?.measures ?? null, calibration: [], candidates };
  const { rate } = baseRateOf(request, table);
  const { seed, keep, monotone, target } = request;
  const guess = guessOf(table, { seed, keep, monotone, rate, withCard: target === 'lead' });
  return { learner: 'prior', ...guess, leftOut, suspects, grades: null, report };
}

/** Of a subject with several pictures the share of them that is won counts, not how many there are. */
function baseRateOf({ prior }: TrainRequest, table: ClosedTable): ReturnType<typeof shrunkRate> {
  const { closed } = countsOf(table);
  const { outcomes } = table;
  const won = outcomes.reduce((sum, outcome) => sum + outcome, 0);
  return shrunkRate(won * (closed / Math.max(1, outcomes.length)), closed, prior);
}

function learned(
  request: TrainRequest,
  table: ClosedTable,
  frame: Frame,
  fitted: Fitted,
  newest: Newest | null,
  { leftOut, suspects }: Looked,
  candidates: Report['candidates'],
): Learned {
  const random = seededRandom(request.seed + 1);
  const frozen = frozenModel(frame, fitted);
  const probabilities = fitted.heldOut.map(sigmoid);
  const grades = gradesOf(probabilities);
  const { outcomes, groups } = table;
  const slices = slicesOf({ outcomes, groups, probabilities, top: grades[0] }, table.slices);
  const report = {
    ...(slices.length === 0 ? {} : { slices }),
    crossValidated: measuresOf(random, table.outcomes, probabilities),
    newest: newest?.measures ?? null,
    calibration: calibrationTable(table.outcomes, probabilities),
    deciles: decilesOf(probabilities),
    ...pastOf(request.records, table),
    candidates,
  };
  const importances = importancesOf(frozen, table);
  const model = { ...frozen, gaps: mostMissing(importances, table.columns, table.at.length) };
  const features = table.features.map((feature, place) => ({
    ...feature,
    ...usualOf(feature, table.columns[place] ?? [], table, request.target === 'churn' ? 0 : 1),
    importance: importances[place] ?? 0,
  }));
  return {
    learner: fitted.learner,
    features,
    leftOut,
    suspects,
    grades,
    report,
    model,
  };
}

/** How well it is known that the values were so at the moments pictured; nothing where nobody looked. */
function pastOf(records: readonly ClosedRecord[], { features }: ClosedTable): Pick<Report, 'past'> {
  if (records.every((record) => record.assumed === undefined)) return {};
  const assumed = records.map((record) => new Set(record.assumed));
  const past = Object.fromEntries(
    features.map(({ name }) => {
      const known = records.flatMap(({ values }, row) => ((values[name] ?? null) === null ? [] : [row]));
      const told = known.filter((row) => assumed[row]?.has(name) !== true);
      return [name, known.length === 0 ? 1 : Math.round((1000 * told.length) / known.length) / 1000];
    }),
  );
  return { past };
}

/** The best fifth of the closed records, as an unseeing bag would have judged them, are A, then 30 % B, 30 % C. */
function gradesOf(probabilities: Float64Array): [number, number, number] {
  const rising = Float64Array.from(probabilities).sort();
  const at = (share: number) => Math.round((rising[Math.floor(share * rising.length)] ?? 0) * 1e6) / 1e6;
  return [at(0.8), at(0.5), at(0.2)];
}

function weightsOf(request: TrainRequest, table: ClosedTable, needed: number, result: Learned): Weights {
  const { closed, won } = countsOf(table);
  const rows = table.outcomes.length;
  const base = baseRateOf(request, table);
  const dates = Float64Array.from(table.closedAt).sort();
  const dateAt = (place: number) => {
    const moment = dates[place];
    return moment === undefined ? null : new Date(moment).toISOString();
  };
  return {
    format: 1,
    target: request.target,
    trainedAt: new Date(request.now).toISOString(),
    seed: request.seed,
    dataHash: table.dataHash,
    schemaHash: table.schemaHash,
    history: { closed, won, needed, from: dateAt(0), to: dateAt(rows - 1) },
    baseRate: base.rate,
    baseInterval: [...base.interval],
    ...demandedOf(request),
    ...result,
  };
}

function demandedOf({ monotone }: TrainRequest): Pick<Weights, 'directions'> {
  if (monotone === undefined) return {};
  const ways = Object.entries(monotone).sort(([one], [other]) => (one < other ? -1 : 1));
  return {
    directions: Object.fromEntries(ways.map(([name, way]) => [name, way === 1 ? 'rising' : 'falling'])),
  };
}
