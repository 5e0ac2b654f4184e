// Where a customer goes on its way: on, back, out, and nowhere it would have to leave at once.
import { describe, expect, it } from 'vitest';
import { nextStage, stagePlan } from '#advise/journey/stage.ts';
import { explain } from '#advise/rule/explain.ts';
import { readTree } from '#advise/rule/read-tree.ts';
import { rule, say } from '#kit/a-graph.ts';

const is = (name: string) => rule(`property:${name}`, '=', 'yes');
const stage = (id: string, leave: ReturnType<typeof is> | null = null) => ({
  ...{ id, name: say(id), enter: is(id), leave },
});
const plan = stagePlan.parse({ stages: [stage('trial', is('over')), stage('use', is('gone'))] });

function goes(now: string | null, ...true_: string[]) {
  const facts = { now: 0, ...Object.fromEntries(true_.map((name) => [`property:${name}`, 'yes'])) };
  return nextStage(plan, now, (given) => {
    const { tree } = readTree(given, 'company');
    if (tree === null) throw new Error('the rule is wrong');
    return explain(tree, facts, () => ({ source: 'hubspot', asOf: null }));
  })?.stage;
}

describe('a customer', () => {
  it('goes on to the furthest stage, back only when it is to leave, and out when nothing else is true', () => {
    expect(goes(null, 'trial')).toBe('trial');
    expect(goes('trial', 'trial', 'use')).toBe('use');
    expect(goes('use', 'trial')).toBeUndefined();
    expect(goes('use', 'trial', 'gone')).toBe('trial');
    expect(goes('use', 'gone')).toBeNull();
  });

  it('does not come into a stage that it would have to leave at once', () => {
    expect(goes(null, 'use', 'gone')).toBeUndefined();
    expect(goes(null, 'trial', 'use', 'gone')).toBe('trial');
    expect(goes('use', 'use', 'gone')).toBeNull();
    expect(goes('use', 'use', 'gone', 'trial', 'over')).toBeNull();
  });
});
