// The outlived: features whose values moved on with time, so that they tell the date of a record more than its outcome.
import { binCount, binner } from '#analyze/bins.ts';
import type { Value } from '#analyze/feature.ts';
import { readInput } from '#analyze/input.ts';
import { inputsOf } from './choose-inputs.ts';
import type { ClosedTable } from './closed-records.ts';
import { cutBins } from './cut-bins.ts';
import { evidenceOf } from './evidence.ts';
import { shiftOf } from './shift.ts';

/** A feature by its name, and by how much the newest records differ from the older ones in it. */
export type Outlived = { readonly name: string; readonly psi: number };

const mostBins = 10;
/** Over all features together chance alone finds one in a hundred trainings. */
const falseAlarms = 0.01;

/** Features of which the `newest` records hold other values than the `older` ones, beyond what chance would do. */
export function movedOn(older: ClosedTable, newest: ClosedTable): Outlived[] {
  const alpha = falseAlarms / Math.max(1, older.features.length);
  return older.features.flatMap((feature, place): Outlived[] => {
    const [input] = inputsOf(feature, place, older.columns[place] ?? []);
    if (input === undefined) return [];
    const read = ({ columns, at }: ClosedTable): Value[] =>
      (columns[place] ?? []).map((value, row) => readInput(input, value, at[row] ?? 0));
    const [before, since] = [read(older), read(newest)];
    // Cut by both, or a value that came up only lately would lie in a bin with old ones.
    const bins = cutBins([...before, ...since], input.read === 'level' ? 'levels' : 'numbers', mostBins);
    const binOf = binner(bins);
    const counted = (values: readonly Value[]) => {
      const counts = new Array<number>(binCount(bins)).fill(0);
      for (const value of values) counts[binOf(value)] = (counts[binOf(value)] ?? 0) + 1;
      return counts;
    };
    const { psi, level } = shiftOf(counted(before), counted(since), alpha);
    return level === 'drift' ? [{ name: feature.name, psi: Math.round(psi * 1000) / 1000 }] : [];
  });
}

/**
 * Those of the `moved` without whose contributions the newest records are told apart better: one after another, the worst
 * first, for features that moved together stand in for each other. What moved and still says the same stays.
 */
export function outlivedOf(
  moved: readonly Outlived[],
  newest: ClosedTable,
  logOdds: Float64Array,
  byFeature: readonly Float64Array[],
): Outlived[] {
  const left: Outlived[] = [];
  let said = logOdds;
  for (let open = [...moved]; open.length > 0; ) {
    const tried = open.map((one) => {
      const part = byFeature[newest.features.findIndex(({ name }) => name === one.name)];
      const without = said.map((sum, row) => sum - (part?.[row] ?? 0));
      return { one, without, gain: evidenceOf(newest, without, said).gain };
    });
    const best = tried.reduce((first, second) => (second.gain > first.gain ? second : first));
    if (best.gain <= 0) break;
    left.push(best.one);
    said = best.without;
    open = open.filter((one) => one !== best.one);
  }
  return left.sort((a, b) => (a.name < b.name ? -1 : 1));
}
