// Facts of one moment after another: each is read off the timeline when a rule asks for it, and once for all rules.

import { dayMs } from './day-counter.ts';
import type { Facts, FactValue } from './facts.ts';
import { readerOf } from './read-facts.ts';
import type { Moment } from './reader.ts';
import type { Timeline } from './timeline.ts';

/**
 * What `factReader` reads, in the same facts for every moment: they are of the one that was asked last, so nobody keeps them.
 * Errors: RULE_INVALID for a reference that is not in the catalogue.
 */
export function lazyFacts(references: readonly string[], zone: string) {
  let timeline: Timeline | null = null;
  let moment: Moment = { at: Number.NaN, day: 0, zone };
  let turn = 0;
  const facts: { now: number; [reference: string]: FactValue } = { now: 0 };
  for (const reference of new Set(references)) {
    const read = readerOf(reference);
    let value: FactValue = null;
    let readIn = 0;
    Object.defineProperty(facts, reference, {
      enumerable: true,
      get(): FactValue {
        if (readIn !== turn && timeline !== null) {
          value = read(timeline, moment);
          readIn = turn;
        }
        return value;
      },
    });
  }
  return (of: Timeline, at: number): Facts => {
    if (of === timeline && at === moment.at) return facts;
    timeline = of;
    moment = { at, day: Math.floor(at / dayMs), zone };
    facts.now = at;
    turn += 1;
    return facts;
  };
}
