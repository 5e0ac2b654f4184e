// Cross-validation: every record judged by weights that have not seen it, part by part, on as many threads as asked for.
import { confidenceOf, supportOf } from '#analyze/confidence.ts';
import type { Measures } from '#analyze/report.ts';
import { compileWeights } from '#analyze/score-row.ts';
import { rowOf } from '#analyze/table.ts';
import type { Weights } from '#analyze/weights.ts';
import type { ClosedRecord } from './closed-records.ts';
import { measuresOf } from './metrics.ts';
import { seededRandom } from './random.ts';
import type { TrainRequest } from './train.ts';
import type { Trainer } from './train-in-worker.ts';

/** One part held out: which records (places), and what became of it. */
export type HeldOut = {
  readonly name: string;
  readonly rows: Int32Array;
  readonly probabilities: Float64Array;
  /** As it would be shown of records whose sources are fresh. */
  readonly confidences: Float64Array;
  readonly weights: Weights;
  readonly measures: Measures;
  readonly seconds: number;
};

/**
 * A part to hold out: the records to learn from, and those to judge, as places. `inTime`: training may look at when the
 * records closed, to see what holds.
 */
export type Part = {
  readonly name: string;
  readonly known: Int32Array;
  readonly held: Int32Array;
  readonly inTime?: boolean;
};

/** Parts in the order given, `trainers.length` of them at a time; `done` hears of each as it is ready. */
export async function holdOut(
  trainers: readonly Trainer[],
  request: TrainRequest,
  parts: readonly Part[],
  done: (one: HeldOut) => void,
): Promise<HeldOut[]> {
  const found: HeldOut[] = [];
  let next = 0;
  const work = async (train: Trainer): Promise<void> => {
    for (let nr = next++; nr < parts.length; nr = next++) {
      const part = parts[nr];
      if (part === undefined) return;
      const one = await judge(train, request, part);
      found[nr] = one;
      done(one);
    }
  };
  await Promise.all(trainers.map(work));
  return found;
}

async function judge(train: Trainer, request: TrainRequest, part: Part): Promise<HeldOut> {
  const { name, known, held, inTime } = part;
  const began = performance.now();
  const of = (places: Int32Array) =>
    Array.from(places, (place) => request.records[place]).filter((one) => one !== undefined);
  const records = inTime ? of(known) : of(known).map((record) => ({ ...record, closedAt: 0 }));
  const weights = await train({ ...request, records });
  const seconds = (performance.now() - began) / 1000;
  const judged = of(held);
  const { probabilities, confidences } = scored(weights, judged);
  const outcomes = Uint8Array.from(judged, ({ won }) => (won ? 1 : 0));
  const measures = measuresOf(seededRandom(request.seed + 3), outcomes, probabilities);
  return { name, rows: held, probabilities, confidences, weights, measures, seconds };
}

function scored(
  weights: Weights,
  records: readonly ClosedRecord[],
): { readonly probabilities: Float64Array; readonly confidences: Float64Array } {
  const score = compileWeights(weights);
  const probabilities = new Float64Array(records.length);
  const confidences = new Float64Array(records.length);
  records.forEach(({ values, at }, nr) => {
    const { probability, interval, contributions, support, missing } = score(
      rowOf(weights.features, values),
      at,
    );
    probabilities[nr] = probability;
    confidences[nr] = confidenceOf({
      interval,
      support: supportOf(contributions, support),
      missing,
      staleHours: 0,
      closed: weights.history.closed,
      learned: weights.learner !== 'prior',
    }).confidence;
  });
  return { probabilities, confidences };
}
