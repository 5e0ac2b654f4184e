// Learning curves: what a few closed records are worth, against logistic regression and the share won alone, with intervals.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { compileWeights, type ScoredRow, sigmoid } from '#analyze/score-row.ts';
import { rowOf } from '#analyze/table.ts';
import type { Weights } from '#analyze/weights.ts';
import { meanLoss } from '#learn/base-rate.ts';
import { type ClosedRecord, closedTable } from '#learn/closed-records.ts';
import { foldsOf } from '#learn/folds.ts';
import { frameOf } from '#learn/frame.ts';
import { frozenModel } from '#learn/freeze.ts';
import { auc, logLoss } from '#learn/metrics.ts';
import { seededRandom, shuffled } from '#learn/random.ts';
import { fitRidge } from '#learn/ridge.ts';
import { train } from '#learn/train.ts';
import type { Bench, Row } from './bench.ts';
import { type Known, listed, madeRecords, recordsIn, redrawn } from './curve-sets.ts';
import { besideCurves, type Divided } from './curves-beside.ts';
import { curvesSvg } from './curves-picture.ts';
import { heldInGroups, heldOf, offOf, variedBy, withoutDoubt } from './interval-check.ts';
import { madeKinds } from './made-table.ts';
import { rounded } from './numbers.ts';

const options = {
  csv: { type: 'string' },
  label: { type: 'string' },
  positive: { type: 'string' },
  drop: { type: 'string', default: '' },
  draws: { type: 'string', default: '3' },
  sizes: { type: 'string', default: '20,30,50,100,200,400,800,2000' },
  made: { type: 'string', default: madeKinds.join(',') },
  as: { type: 'string', default: '' },
  python: { type: 'string', default: '' },
  picture: { type: 'string' },
  title: { type: 'string' },
  redrawn: { type: 'boolean', default: false },
} as const;

const mostJudged = 2000;
/** Past this size draws differ little, and half as many do. */
const fewDraws = 400;
/** Records that what is nearly true of the judged ones is learned from; fewer tell nothing of a model of 2,000. */
const reference = { least: 2500, most: 4000 } as const;

export const bench: Bench = {
  summary: 'learning curves from 20 to 2,000 closed records, and how often the intervals hold the truth',
  usage:
    '--csv F --label COLUMN [--positive V] [--drop A,B] [--as COLUMN=feature,...] [--python python3] [--picture F.svg --title T] [--redrawn: outcomes drawn anew from what a model of all records says]; without --csv made tables with known chances [--made money,dates]; [--draws 3] [--sizes 20,50]',
  async run(args, stage) {
    const { values } = parseArgs({ args: [...args], options });
    const sizes = listed(values.sizes).map(Number);
    const drawsOf = (size: number) => Math.ceil(Number(values.draws) / (size > fewDraws ? 2 : 1));
    const read = values.csv === undefined ? null : await recordsIn(values.csv, values);
    const sets =
      read === null
        ? listed(values.made).flatMap((kind) => madeKinds.filter((one) => one === kind).map(madeRecords))
        : [values.redrawn ? redrawn(read) : read];
    const tables = [];
    for (const known of sets) {
      const draws = Array.from({ length: Number(values.draws) }, (_, draw) =>
        drawn(known, draw + 1, Math.max(...sizes)),
      );
      const others =
        values.csv === undefined || values.python === '' || values.redrawn
          ? new Map<number, Row>()
          : besideCurves(values.python, values.csv, values.label ?? '', known, values.drop, {
              sizes,
              draws,
              drawsOf,
            });
      const rows: Row[] = [];
      for (const size of sizes) {
        const judged = draws.slice(0, drawsOf(size)).map((draw) => judge(known, size, draw));
        const row = { ...rowFrom(size, judged, known.chances !== null), ...others.get(size) };
        stage.say(JSON.stringify({ table: known.name, ...row }));
        rows.push(row);
      }
      tables.push({ title: `Learning curves: ${known.name}`, rows });
      if (values.picture !== undefined)
        writeFileSync(values.picture, curvesSvg(values.title ?? known.name, rows));
    }
    return {
      tables,
      notes: [
        '"held": share of the chances that lie within their 80 % intervals; of made tables the known ones, of real ones what a model of thousands of other records says',
        '"held by wavering alone": the same by what bags differ by, without the doubt about what is not found; "chances vary": their variance in log-odds',
        '"held (groups)": share of groups of a twentieth by probability whose outcomes came as often as their mean interval says',
        'off: mean distance of probability and chance, among the least sure fifth and the surest',
        'gain: by how much the log loss is below the better of ridge and share won, with the standard error over the draws',
      ],
      details: {},
    };
  },
};

type Draw = Divided & { readonly truth: Float64Array | null };
type Judged = {
  readonly learner: string;
  readonly loss: number;
  readonly ridge: number;
  readonly base: number;
  readonly area: number;
  readonly width: number;
  readonly held: number;
  readonly wavering: number;
  readonly varied: number;
  readonly inGroups: number;
  /** Mean distance of probability and chance, of the fifth of the records least sure of and of the surest. */
  readonly off: readonly [number, number];
};

function rowFrom(size: number, draws: readonly Judged[], made: boolean): Row {
  const mean = (of: (one: Judged) => number) => draws.reduce((sum, one) => sum + of(one), 0) / draws.length;
  const better = mean(({ ridge }) => ridge) < mean(({ base }) => base) ? 'ridge' : 'base';
  const gain = mean((one) => one[better] - one.loss);
  const error = Math.sqrt(
    mean((one) => (one[better] - one.loss - gain) ** 2) / Math.max(1, draws.length - 1),
  );
  return {
    closed: size,
    learner: [...new Set(draws.map(({ learner }) => learner))].join(', '),
    'log loss': rounded(
      mean(({ loss }) => loss),
      4,
    ),
    'logistic regression': rounded(
      mean(({ ridge }) => ridge),
      4,
    ),
    'share won alone': rounded(
      mean(({ base }) => base),
      4,
    ),
    gain: `${gain.toFixed(4)} ± ${error.toFixed(4)}`,
    AUC: rounded(
      mean(({ area }) => area),
      3,
    ),
    'interval width': rounded(
      mean(({ width }) => width),
      3,
    ),
    held: rounded(
      mean(({ held }) => held),
      3,
    ),
    'held by wavering alone': rounded(
      mean(({ wavering }) => wavering),
      3,
    ),
    'chances vary': rounded(
      mean(({ varied }) => varied),
      2,
    ),
    'off, least sure fifth': rounded(
      mean(({ off }) => off[0]),
      3,
    ),
    'off, surest fifth': rounded(
      mean(({ off }) => off[1]),
      3,
    ),
    ...(made
      ? {}
      : {
          'held (groups)': rounded(
            mean(({ inGroups }) => inGroups),
            3,
          ),
        }),
  };
}

/** Which records are learned from, first those of the smallest history, and which are judged. */
function drawn({ records, sources, chances }: Known, draw: number, largest: number): Draw {
  const order = shuffled(seededRandom(1000 * draw), records.length);
  const judged = order.subarray(records.length - Math.min(mostJudged, records.length - largest));
  const seen = order.subarray(0, largest);
  if (chances !== null)
    return { seen, judged, truth: Float64Array.from(judged, (place) => chances[place] ?? 0) };
  const others = order.subarray(largest, records.length - judged.length).subarray(0, reference.most);
  if (others.length < reference.least) return { seen, judged, truth: null };
  const known = train({
    ...{ target: 'lead', sources, now: 0, seed: 1, keep: 'all' },
    records: pick(records, others),
  });
  return { seen, judged, truth: Float64Array.from(saidOf(known, pick(records, judged)), chanceOf) };
}

const chanceOf = ({ probability }: { readonly probability: number }) => probability;

function pick(records: readonly ClosedRecord[], places: Uint32Array): ClosedRecord[] {
  return Array.from(places, (place) => records[place]).filter((one) => one !== undefined);
}

function saidOf(weights: Weights, judged: readonly ClosedRecord[]): ScoredRow[] {
  const score = compileWeights(weights);
  return judged.map(({ values, at }) => score(rowOf(weights.features, values), at));
}

function judge({ records, sources }: Known, size: number, draw: Draw): Judged {
  const seen = pick(records, draw.seen.subarray(0, size));
  const judged = pick(records, draw.judged);
  const outcomes = Uint8Array.from(judged, ({ won }) => Number(won));
  const weights = train({ target: 'lead', sources, records: seen, now: 0, seed: 1, keep: 'all' });
  const said = saidOf(weights, judged);
  const probabilities = said.map(chanceOf);
  const { truth } = draw;
  return {
    learner: weights.learner,
    loss: logLoss(outcomes, probabilities),
    area: auc(outcomes, probabilities),
    base: logLoss(
      outcomes,
      judged.map(() => weights.baseRate),
    ),
    ridge: ridgeLoss(sources, seen, judged, outcomes),
    width: said.reduce((sum, { interval }) => sum + interval[1] - interval[0], 0) / said.length,
    off: truth === null ? [Number.NaN, Number.NaN] : offOf(weights, said, truth),
    held: truth === null ? Number.NaN : heldOf(said, truth),
    wavering: truth === null ? Number.NaN : heldOf(saidOf(withoutDoubt(weights), judged), truth),
    varied: truth === null ? Number.NaN : variedBy(truth),
    inGroups: heldInGroups(said, outcomes),
  };
}

/** The same logistic regression whatever the history. */
function ridgeLoss(
  sources: Known['sources'],
  seen: readonly ClosedRecord[],
  judged: readonly ClosedRecord[],
  outcomes: Uint8Array,
): number {
  const table = closedTable(sources, seen);
  const bagCount = Math.min(10, Math.max(2, Math.floor(seen.length / 10)));
  const folds = foldsOf(seededRandom(1), table.outcomes, bagCount);
  const frame = frameOf(table, folds);
  const model = frozenModel(frame, fitRidge(frame, folds, bagCount));
  const features = table.features.map(() => ({ importance: 0 }));
  const score = compileWeights({ model, features, baseInterval: [0.01, 0.99] });
  const logOdds = Float64Array.from(
    judged,
    ({ values, at }) => score(rowOf(table.features, values), at).logOdds,
  );
  return Number.isFinite(sigmoid(logOdds[0] ?? 0)) ? meanLoss(outcomes, logOdds) : Number.NaN;
}
