// The names of what a backtest overlaps with: what was really advised is kept under the ids of rules and journeys, which nobody knows.
import type { BacktestReport } from './report.ts';

/** `names`: by situation, such as `rule:own-quiet`. `own`: the situation of what is tested; what it told itself is no other's. */
export function namedOverlap(
  overlap: BacktestReport['overlap'],
  names: ReadonlyMap<string, string>,
  own: string | null,
): BacktestReport['overlap'] {
  return overlap.flatMap((one) =>
    one.id === own ? [] : [{ ...one, title: names.get(one.id) ?? one.title }],
  );
}
