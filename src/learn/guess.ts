// A guess: what is said while nothing is learned, between the share won, the shipped scorecard and the little there is.
import type { Weights } from '#analyze/weights.ts';
import { baseLogOdds, meanLoss } from './base-rate.ts';
import { type ClosedTable, pickFeatures } from './closed-records.ts';
import type { Fitted } from './fitted.ts';
import { foldsOf } from './folds.ts';
import { frameOf, type Monotone } from './frame.ts';
import { frozenModel, untold } from './freeze.ts';
import { importancesOf } from './importance.ts';
import { guardLeaks, type Kept } from './leak-guard.ts';
import { seededRandom } from './random.ts';
import { fitRidge } from './ridge.ts';
import { type CardTerm, cardTerms } from './scorecard.ts';

type Guess = Pick<Weights, 'model' | 'features'>;
type Asked = {
  readonly seed: number;
  readonly keep?: Kept | undefined;
  readonly monotone?: Monotone | undefined;
  readonly rate: number;
  readonly withCard: boolean;
};

/** Fewer records, or fewer of the rarer outcome, only tell how many are won, not which. */
const least = { closed: 20, ofEach: 4 } as const;
/** So many records that taught nothing teach nothing. */
const most = 2000;
const bagCount = 10;
/** How far the tenant's own records are believed, and how likely that is before they are looked at. */
const ownShares: readonly (readonly [share: number, likely: number])[] = [
  [0, 0.1],
  [0.25, 0.15],
  [0.5, 0.2],
  [0.75, 0.25],
  [1, 0.3],
];
/** The same for the scorecard. */
const cardShares: readonly (readonly [share: number, likely: number])[] = [
  [0, 0.1],
  [0.5, 0.25],
  [1, 0.5],
  [1.5, 0.15],
];

/**
 * The sum of three: the base rate `rate`, the scorecard, and a regularised regression on the tenant's own records. How far
 * each of the last two is believed is the mean of all shares, weighed by how likely they make the outcomes of records
 * that the regression had not seen (Bayesian model averaging): with few records the scorecard stands, with more the
 * records decide, and where neither tells anything the base rate is left.
 */
export function guessOf(table: ClosedTable, asked: Asked): Guess {
  const card = asked.withCard ? cardTerms(table) : [];
  const { outcomes } = table;
  const won = outcomes.reduce((sum, outcome) => sum + outcome, 0);
  const enough =
    outcomes.length >= least.closed &&
    outcomes.length <= most &&
    Math.min(won, outcomes.length - won) >= least.ofEach;
  const used = enough ? guardLeaks(table, asked.keep).used : [];
  const own = pickFeatures(table, used);
  const folds = foldsOf(seededRandom(asked.seed), outcomes, bagCount, table.groups);
  const frame = frameOf(own, folds, asked.monotone);
  const fitted = used.length === 0 ? null : fitRidge(frame, folds, bagCount);
  const shift = Math.log(asked.rate / (1 - asked.rate)) - meanOf(basesOf(outcomes, folds));
  const bases = basesOf(outcomes, folds).map((base) => base + shift);
  const cardSum = sumOf(card, outcomes.length);
  const { ownShare, cardShare } = sharesOf(table, folds, bases, fitted, card.length === 0 ? null : cardSum);

  const model =
    fitted === null
      ? bareModel(
          asked.rate,
          outcomes,
          cardSum.map((one) => cardShare * one),
        )
      : frozenModel(frame, shared(fitted, ownShare, bases));
  const beside = card.filter(({ place }) => !used.includes(place));
  const places = [...used, ...beside.map(({ place }) => place)];
  const terms = card.map((one) => frozenTerm(one, places.indexOf(one.place), cardShare, model.interceptBags));
  const whole = { ...model, terms: [...model.terms, ...terms] };
  const columns = places.map((place) => table.columns[place] ?? []);
  const importances = importancesOf(whole, { columns, at: table.at });
  const features = places.flatMap((place, nr) => {
    const feature = table.features[place];
    // Of so few one cannot say what is usual.
    const usual = { usual: null, usualMissing: 0, importance: importances[nr] ?? 0 };
    return feature === undefined ? [] : [{ ...feature, ...usual }];
  });
  return { model: whole, features };
}

/** Where there is nothing to believe. */
const unasked = [[0, 1]] as const;

function basesOf(outcomes: Uint8Array, folds: Uint8Array): number[] {
  return Array.from({ length: bagCount }, (_, bag) => baseLogOdds(outcomes, folds, bag));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, one) => sum + one, 0) / values.length;
}

/** What the scorecard says of each row, less its mean. */
function sumOf(card: readonly CardTerm[], rows: number): Float64Array {
  const sum = new Float64Array(rows);
  for (const { term, column } of card)
    for (let row = 0; row < rows; row++) sum[row] = (sum[row] ?? 0) + (term.points[column[row] ?? 0] ?? 0);
  const mean = rows === 0 ? 0 : sum.reduce((all, one) => all + one, 0) / rows;
  return sum.map((one) => one - mean);
}

function sharesOf(
  { outcomes }: ClosedTable,
  folds: Uint8Array,
  bases: readonly number[],
  fitted: Fitted | null,
  card: Float64Array | null,
): { readonly ownShare: number; readonly cardShare: number } {
  const base = Float64Array.from(folds, (bag) => bases[bag] ?? 0);
  const tried = (fitted === null ? unasked : ownShares).flatMap(([own, ownLikely]) =>
    (card === null ? unasked : cardShares).map(([share, likely]) => {
      const said = base.map(
        (one, row) => one + own * ((fitted?.heldOut[row] ?? one) - one) + share * (card?.[row] ?? 0),
      );
      const loss = outcomes.length === 0 ? 0 : meanLoss(outcomes, said);
      return { own, share, logLikely: Math.log(ownLikely * likely) - outcomes.length * loss };
    }),
  );
  const best = Math.max(...tried.map(({ logLikely }) => logLikely));
  const weights = tried.map(({ logLikely }) => Math.exp(logLikely - best));
  const all = weights.reduce((sum, one) => sum + one, 0);
  const mean = (of: (one: (typeof tried)[number]) => number) =>
    tried.reduce((sum, one, nr) => sum + of(one) * (weights[nr] ?? 0), 0) / all;
  return { ownShare: mean(({ own }) => own), cardShare: mean(({ share }) => share) };
}

/** The fitted model pulled towards the base rate. */
function shared(fitted: Fitted, share: number, bases: readonly number[]): Fitted {
  const pulled = (one: number, base: number) => base + share * (one - base);
  return {
    ...fitted,
    intercepts: fitted.intercepts.map((one, bag) => pulled(one, bases[bag] ?? 0)),
    tables: fitted.tables.map((tables) => tables.map((table) => table.map((one) => share * one))),
    heldOut: fitted.heldOut.map((one) => share * one),
  };
}

function bareModel(rate: number, outcomes: Uint8Array, said: Float64Array): Weights['model'] {
  const intercept = Math.log(rate / (1 - rate));
  const spread = untold(outcomes, said);
  return { form: 'additive', intercept, interceptBags: [], widen: 1, spread, terms: [], pairs: [] };
}

/** Centred on the closed records, so that the base rate stays what it is. */
function frozenTerm(
  { term, column }: CardTerm,
  feature: number,
  share: number,
  bags: readonly number[],
): Weights['model']['terms'][number] {
  const rows = Math.max(1, column.length);
  const mean = term.points.reduce((sum, one, bin) => sum + one * (term.support[bin] ?? 0), 0) / rows;
  const points = term.points.map((one) => Math.round(1e5 * share * (one - mean)) / 1e5 + 0);
  const { read } = term.input;
  const input = read === 'number' || read === 'level' ? { feature, read } : term.input;
  return { ...term, input, points, bags: bags.map(() => points.map(() => 0)) };
}
