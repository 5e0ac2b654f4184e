// The names of what a backtest overlaps with: what was really advised is kept under the ids of rules and journeys, which nobody knows.
import type { Journey } from '#advise/journey/journey.ts';
import { type Rule, situationOf } from '#advise/rule/rule.ts';
import { ruleTitle } from '#advise/rule/rule-title.ts';
import type { Locale } from '#texts/texts.ts';
import type { BacktestReport } from './report.ts';

type Named = Pick<Rule, 'id'> & Parameters<typeof ruleTitle>[1];

/** By the situation under which each keeps what it advises. */
export function situationNames(
  locale: Locale,
  rules: readonly Named[],
  journeys: readonly Pick<Journey, 'id' | 'name'>[],
): Map<string, string> {
  return new Map([
    ...rules.map((one) => [situationOf(one.id), ruleTitle(locale, one)] as const),
    ...journeys.map(({ id, name }) => [`journey:${id}`, name[locale]] as const),
  ]);
}

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
