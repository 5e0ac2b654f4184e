// What a customer's people said of how content they are, at one moment: answers to surveys, each from 0 to 100.
import { allows, type FieldGate, fieldNameOf } from '#sense/field-permission.ts';
import type { SentimentNames } from '#sense/sentiment-names.ts';
import type { Twin } from '#twin/twin.ts';
import { day } from './activity.ts';
import { type Circle, linked } from './circle.ts';
import { dateOf } from './value.ts';

export type SentimentFacts = {
  /** The mean of the answers of the last year, 0-100. */
  readonly mean: number;
  readonly answers: number;
  /** Of them those below 40. */
  readonly unhappy: number;
  readonly asOf: string | null;
};

const validDays = 365;
const unhappyBelow = 40;

/** The answers that people may be judged by. */
export function mayAsk(gate: FieldGate, names: SentimentNames): SentimentNames {
  return names.filter(({ of, property }) => allows(gate, 'score', fieldNameOf(of, property)));
}

/** Null where nobody was asked, or nobody answered. */
export function sentimentFacts(circle: Circle, names: SentimentNames, at: number): SentimentFacts | null {
  const answers = names.flatMap(({ of, property, worst, best, on }) =>
    (of === 'company' ? [circle.twin] : linked(circle, of).map(({ twin }) => twin)).flatMap((twin) => {
      const given = answerOf(twin, property, on);
      if (given === null || worst === best || given.at > at || given.at <= at - validDays * day) return [];
      const share = (given.value - worst) / (best - worst);
      return [{ value: 100 * Math.max(0, Math.min(1, share)), at: given.at }];
    }),
  );
  if (answers.length === 0) return null;
  return {
    mean: answers.reduce((sum, { value }) => sum + value, 0) / answers.length,
    answers: answers.length,
    unhappy: answers.filter(({ value }) => value < unhappyBelow).length,
    asOf: new Date(Math.max(...answers.map((one) => one.at))).toISOString(),
  };
}

/** The last answer only: what was said before it, and overwritten, is not known of people and tickets. */
function answerOf(
  { properties }: Twin,
  property: string,
  on: string | null,
): { readonly value: number; readonly at: number } | null {
  const known = properties[property];
  const said = known?.value?.trim() ?? '';
  if (known === undefined || said === '' || !Number.isFinite(Number(said))) return null;
  const told = on === null ? null : properties[on]?.value;
  return { value: Number(said), at: (told ? dateOf(told) : null) ?? Date.parse(known.at) };
}
