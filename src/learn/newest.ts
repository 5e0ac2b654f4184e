// The check against time: models of the older 70 % of the closed records judge the newest 30 %.
import type { Measures } from '#analyze/report.ts';
import { scoreColumns } from '#analyze/score-columns.ts';
import { sigmoid } from '#analyze/score-row.ts';
import { bestFitted, triedLearners } from './candidates.ts';
import { type ClosedTable, pickFeatures, pickRows } from './closed-records.ts';
import { type Evidence, evidenceOf, holds } from './evidence.ts';
import { firstMoment } from './filled-late.ts';
import type { Fitted } from './fitted.ts';
import { foldsOf } from './folds.ts';
import { type Frame, frameOf, type Monotone } from './frame.ts';
import { frozenModel } from './freeze.ts';
import { measuresOf } from './metrics.ts';
import { movedOn, type Outlived, outlivedOf } from './outlived.ts';
import { seededRandom } from './random.ts';
import { lineOf, tideOf } from './tide.ts';

/**
 * `survivor`: the learner that does clearly better on the newest records than what was best on the older ones, the base rate
 * apart; null where that is none, because what was learned still holds. `outlived`: features without which it does so.
 * `measures`, of what the weights are then made of, learned from the older records alone: that learner, without those features.
 * `holds`: it says more of the newest than their share won, beyond chance, and promises as much as came.
 */
export type Newest = {
  readonly measures: Measures;
  readonly holds: boolean;
  readonly survivor: Fitted['learner'] | null;
  readonly outlived: readonly Outlived[];
};

const oldShare = 0.7;
const leastNewest = 50;
const leastOfEach = 10;
// These models are thrown away, so a wide band is no loss.
const bagCount = 4;
// Less than this in log loss is no reason to give up what is best on all records.
const leastGain = 0.005;
const leastToSwitch = 500;

/**
 * Null where too few closed lately, where one outcome is missing there, or where the dates do not part them. `kept`: features
 * that somebody wants used whatever becomes of them.
 */
export function judgeNewest(
  table: ClosedTable,
  seed: number,
  monotone: Monotone = {},
  kept: (name: string) => boolean = () => false,
): Newest | null {
  const dates = Float64Array.from(table.closedAt).sort();
  const border = dates[Math.floor(oldShare * dates.length)] ?? 0;
  const older = pickRows(table, (row) => (table.closedAt[row] ?? 0) < border);
  const newest = newestOf(table, border);
  if (newest.at.length < leastNewest || tooFew(newest) || tooFew(older)) return null;
  if (older.at.length < newest.at.length) return null;

  const contenders = contendersOf(older, seed, monotone);
  const first = judgedBy(contenders, older, newest, seed);
  if (first === null) return null;
  const { logOdds, byFeature, measures, holds } = first;
  const none = { measures, holds, survivor: null, outlived: [] };
  if (newest.at.length < leastToSwitch) return none;
  const all = survivorOf(contenders, newest, logOdds, leastGain);
  const moved = movedOn(older, newest).filter(({ name }) => !kept(name));
  const outlived = outlivedOf(moved, newest, logOdds, byFeature);
  const lasting = placesWithout(older, outlived);
  if (outlived.length > 0 && lasting.length > 0) {
    const [before, since] = [pickFeatures(older, lasting), pickFeatures(newest, lasting)];
    const lean = contendersOf(before, seed, monotone);
    const without = survivorOf(lean, since, logOdds, (all?.gain ?? 0) + leastGain);
    if (without !== null) return { ...shown(lean, before, since, without.learner), outlived };
  }
  return all === null ? none : { ...shown(contenders, older, newest, all.learner), outlived: [] };

  function shown(by: Contenders, before: ClosedTable, since: ClosedTable, survivor: Fitted['learner']) {
    const judged = judgedBy(by, before, since, seed, survivor) ?? none;
    return { measures: judged.measures, holds: judged.holds, survivor };
  }
}

/** The newest records judged by what is best on the older ones, of one learner where it is named, as the tide of that time moves it. */
function judgedBy(
  { frame, folds, tried }: Contenders,
  older: ClosedTable,
  newest: ClosedTable,
  seed: number,
  only?: Fitted['learner'],
) {
  const some = tried.filter(({ learner }) => learner === (only ?? learner));
  const { fitted } = bestFitted(frame, folds, some);
  if (fitted === null) return null;
  const said = saidOf(frame, fitted, newest);
  const tide = tideOf({ ...older, logOdds: fitted.heldOut });
  const { move, stretch } = tide === null ? { move: 0, stretch: 1 } : lineOf(tide);
  const promised = said.logOdds.map((one) => move + stretch * one);
  const measures = measuresOf(seededRandom(seed + 2), newest.outcomes, promised.map(sigmoid));
  return { ...said, measures, holds: holds(newest, promised) };
}

/** The places of the features that are not among the outlived. */
export function placesWithout({ features }: ClosedTable, outlived: readonly Outlived[]): number[] {
  const names = new Set(outlived.map(({ name }) => name));
  return features.flatMap(({ name }, place) => (names.has(name) ? [] : [place]));
}

type Contenders = {
  readonly frame: Frame;
  readonly folds: Uint8Array;
  readonly tried: readonly Fitted[];
};

function contendersOf(older: ClosedTable, seed: number, monotone: Monotone): Contenders {
  const folds = foldsOf(seededRandom(seed), older.outcomes, bagCount, older.groups);
  const frame = frameOf(older, folds, monotone);
  return { frame, folds, tried: triedLearners(frame, folds, bagCount, seed, true) };
}

/**
 * Who closed since the border, as pictured since then too: before it these models would not have been there to be asked.
 * Where that leaves too few, or where times are only an order, whatever closed since.
 */
function newestOf(table: ClosedTable, border: number): ClosedTable {
  const closedSince = (row: number) => (table.closedAt[row] ?? 0) >= border;
  const pictured = pickRows(table, (row) => closedSince(row) && (table.at[row] ?? 0) >= border);
  const enough = pictured.at.length >= leastNewest && !tooFew(pictured);
  return border >= firstMoment && enough ? pictured : pickRows(table, closedSince);
}

/** The contender that beats `best` by most on the newest records, by `least`, beyond chance and in every part of them. */
function survivorOf(
  { frame, tried }: Contenders,
  newest: ClosedTable,
  best: Float64Array,
  least: number,
): { readonly learner: Fitted['learner']; readonly gain: number } | null {
  let survivor: { readonly learner: Fitted['learner']; readonly gain: number } | null = null;
  for (const one of tried) {
    const evidence: Evidence = evidenceOf(newest, saidOf(frame, one, newest).logOdds, best);
    if (evidence.gain < (survivor?.gain ?? least) || !evidence.isSure) continue;
    survivor = { learner: one.learner, gain: evidence.gain };
  }
  return survivor;
}

/** The log-odds of records that the learner has not seen, and what each feature contributes to them. */
function saidOf(frame: Frame, fitted: Fitted, { columns, at }: ClosedTable) {
  const model = frozenModel(frame, fitted);
  const { logOdds, contributions } = scoreColumns({ model }, { columns, at });
  const byFeature = columns.map(() => new Float64Array(at.length));
  const add = (feature: number | undefined, part: Float64Array | undefined, share: number) => {
    const into = byFeature[feature ?? -1];
    if (into !== undefined)
      for (let row = 0; row < into.length; row++) into[row] = (into[row] ?? 0) + share * (part?.[row] ?? 0);
  };
  const featureOf = (term: number) => model.terms[term]?.input.feature;
  for (const term of model.terms.keys()) add(featureOf(term), contributions[term], 1);
  model.pairs.forEach(({ left, right }, nr) => {
    for (const term of [left, right]) add(featureOf(term), contributions[model.terms.length + nr], 0.5);
  });
  return { logOdds, byFeature };
}

function tooFew({ outcomes }: ClosedTable): boolean {
  const won = outcomes.reduce((sum, outcome) => sum + outcome, 0);
  return Math.min(won, outcomes.length - won) < leastOfEach;
}
