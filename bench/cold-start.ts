// Learning curves: what a few closed records are worth, against logistic regression and the share won alone, with intervals.
import { parseArgs } from 'node:util';
import { compileWeights, sigmoid } from '#analyze/score-row.ts';
import { rowOf } from '#analyze/table.ts';
import { recordsOf } from '#commands/evaluate/choices.ts';
import { readTable } from '#commands/evaluate/read-table.ts';
import { meanLoss } from '#learn/base-rate.ts';
import type { ClosedRecord } from '#learn/closed-records.ts';
import { closedTable } from '#learn/closed-records.ts';
import { foldsOf } from '#learn/folds.ts';
import { frameOf } from '#learn/frame.ts';
import { frozenModel } from '#learn/freeze.ts';
import { auc, logLoss } from '#learn/metrics.ts';
import { seededRandom, shuffled } from '#learn/random.ts';
import { fitRidge } from '#learn/ridge.ts';
import { train } from '#learn/train.ts';
import type { Bench, Row } from './bench.ts';
import { makeTable } from './made-table.ts';
import { rounded } from './numbers.ts';

const options = {
  csv: { type: 'string' },
  label: { type: 'string' },
  positive: { type: 'string' },
  drop: { type: 'string', default: '' },
  draws: { type: 'string', default: '3' },
} as const;

const sizes = [20, 50, 100, 200, 400, 800, 2000];
const mostJudged = 2000;

export const bench: Bench = {
  summary: 'learning curves from 20 to 2,000 closed records, and how often the intervals hold the truth',
  usage:
    '--csv F --label COLUMN [--positive V] [--drop A,B] [--draws 3]; without --csv a made table with known chances',
  async run(args, stage) {
    const { values } = parseArgs({ args: [...args], options });
    const known = values.csv === undefined ? madeRecords() : await recordsIn(values.csv, values);
    const rows: Row[] = [];
    for (const size of sizes) {
      const drawn = Array.from({ length: Number(values.draws) }, (_, draw) => judge(known, size, draw + 1));
      const mean = (of: (one: Judged) => number) =>
        drawn.reduce((sum, one) => sum + of(one), 0) / drawn.length;
      const row = {
        closed: size,
        learner: [...new Set(drawn.map(({ learner }) => learner))].join(', '),
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
        AUC: rounded(
          mean(({ area }) => area),
          4,
        ),
        'interval width': rounded(
          mean(({ width }) => width),
          3,
        ),
        'holds the truth':
          known.chances === null
            ? null
            : rounded(
                mean(({ held }) => held),
                3,
              ),
      };
      stage.say(JSON.stringify(row));
      rows.push(row);
    }
    return {
      tables: [{ title: 'Learning curves', rows }],
      notes: ['80 % intervals; the truth is known of made tables only'],
      details: {},
    };
  },
};

type Known = {
  readonly records: readonly ClosedRecord[];
  readonly sources: Parameters<typeof closedTable>[0];
  readonly chances: Float64Array | null;
};
type Judged = {
  readonly learner: string;
  readonly loss: number;
  readonly ridge: number;
  readonly base: number;
  readonly area: number;
  readonly width: number;
  readonly held: number;
};

async function recordsIn(
  csv: string,
  values: { label?: string; positive?: string; drop: string },
): Promise<Known> {
  const drop = values.drop.split(',').filter((name) => name !== '');
  const choices = {
    file: csv,
    label: values.label ?? '',
    positive: values.positive,
    id: undefined,
    drop,
    time: undefined,
  };
  const { records, sources } = recordsOf(await readTable(csv), choices);
  return { records, sources, chances: null };
}

function madeRecords(): Known {
  const made = makeTable('money', 8000, 7);
  const sources = made.headers.slice(1, -1).map((name) => ({ name, type: 'string' as const }));
  const records = made.rows.map((row, nr) => ({
    id: String(nr).padStart(6, '0'),
    at: 0,
    won: row.at(-1) === 'yes',
    values: Object.fromEntries(
      sources.map(({ name }, place) => [name, (row[place + 1] ?? '').replace(/[$%,]|USD /g, '')]),
    ),
  }));
  return { records, sources, chances: made.chances };
}

function judge({ records, sources, chances }: Known, size: number, draw: number): Judged {
  const order = shuffled(seededRandom(1000 * draw + size), records.length);
  const of = (places: Uint32Array) =>
    Array.from(places, (place) => records[place]).filter((one) => one !== undefined);
  const seen = of(order.subarray(0, size));
  const places = order.subarray(records.length - Math.min(mostJudged, records.length - size));
  const judged = of(places);
  const outcomes = Uint8Array.from(judged, ({ won }) => Number(won));
  const weights = train({ target: 'lead', sources, records: seen, now: 0, seed: 1 });
  const score = compileWeights(weights);
  const said = judged.map(({ values, at }) => score(rowOf(weights.features, values), at));
  const probabilities = said.map(({ probability }) => probability);
  let held = 0;
  said.forEach(({ interval: [low, high] }, nr) => {
    const truth = chances?.[places[nr] ?? 0] ?? -1;
    held += low <= truth && truth <= high ? 1 : 0;
  });
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
    held: held / said.length,
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
  const score = compileWeights({ model, features, baseInterval: [0, 1] });
  const logOdds = Float64Array.from(
    judged,
    ({ values, at }) => score(rowOf(table.features, values), at).logOdds,
  );
  return Number.isFinite(sigmoid(logOdds[0] ?? 0)) ? meanLoss(outcomes, logOdds) : Number.NaN;
}
