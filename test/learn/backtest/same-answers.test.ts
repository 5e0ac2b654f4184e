// A backtest reads only what is asked for, many rules at once: the answers are those of reading everything, rule by rule.
import { describe, expect, test } from 'vitest';
import { compileRule } from '#advise/rule/compile-rule.ts';
import { houseRules } from '#advise/rule/house-rules.ts';
import { readTree } from '#advise/rule/read-tree.ts';
import { needsOf } from '#advise/rule/rule-needs.ts';
import type { Group } from '#advise/rule/rule-tree.ts';
import { drawTimeline } from '#analyze/field/draw-timeline.ts';
import { lazyFacts } from '#analyze/field/lazy-facts.ts';
import { factReader } from '#analyze/field/read-facts.ts';
import type { Timeline } from '#analyze/field/timeline.ts';
import { anyHistory, begin, circleOf, dayMs, historyDays } from '#kit/any-history.ts';
import { anyTree } from '#kit/any-rule.ts';
import { fc } from '#kit/fast-check.ts';
import { alertDays, type Watched } from '#learn/backtest/alert-days.ts';
import type { Signal } from '#sense/signal.ts';
import { tenantSettings } from '#sense/tenant.ts';

const zone = 'Europe/Berlin';
const first = Math.floor(begin / dayMs);
const span = { from: first + 5, to: first + historyDays - 1, quietDays: 14 };
const { outcomes } = tenantSettings.parse({});
const house = houseRules.filter(({ kind }) => kind === 'company').map(({ when }) => when);

const timelineOf = (signals: readonly Signal[]) =>
  drawTimeline({
    circle: circleOf(signals),
    state: signals.filter(({ subject }) => subject === '1'),
    outcomes,
  });

/** As it is meant: a timeline of its own for each rule, every fact read at the end of each day. */
function oneByOne(tree: Group, timeline: Timeline, until: number): Watched {
  const [ask, read] = [compileRule(tree), factReader(needsOf([tree]).references, zone)];
  const created = timeline.createdAt === null ? span.from : Math.floor(timeline.createdAt / dayMs);
  const answers = [];
  for (let day = Math.max(span.from, created); day <= Math.min(span.to, until); day += 1)
    answers.push({ day, truth: ask(read(timeline, (day + 1) * dayMs - 1)) });
  const held = answers.flatMap(({ day, truth }) => (truth === true ? [day] : []));
  return {
    alerts: held.filter((day, place) => day - (held[place - 1] ?? Number.NEGATIVE_INFINITY) > span.quietDays),
    unknown: answers.filter(({ truth }) => truth === null).length,
    asked: answers.length,
    holds: held.includes(span.to),
  };
}

describe('a backtest of many rules at once', () => {
  test('answers each day of any history as each rule alone does, to the last alert', () => {
    const trees = fc.array(
      anyTree.filter((tree) => readTree(tree, 'company').tree !== null),
      { maxLength: 2 },
    );
    const histories = fc.array(anyHistory, { minLength: 1, maxLength: 2 });
    let alerts = 0;
    fc.assert(
      fc.property(trees, histories, fc.integer({ min: 0, max: historyDays + 20 }), (drawn, all, length) => {
        const rules = [...drawn.flatMap((tree) => readTree(tree, 'company').tree ?? []), ...house];
        const read = lazyFacts(needsOf(rules).references, zone);
        const watches = rules.map((tree) => ({ ask: compileRule(tree), read }));
        for (const signals of all) {
          const until = first + length;
          const watched = alertDays(watches, timelineOf(signals), span, until);
          expect(watched).toEqual(rules.map((tree) => oneByOne(tree, timelineOf(signals), until)));
          alerts += watched.reduce((sum, one) => sum + one.alerts.length, 0);
        }
      }),
      { numRuns: 30, seed: 11 },
    );
    expect(alerts).toBeGreaterThan(20);
  });
});
