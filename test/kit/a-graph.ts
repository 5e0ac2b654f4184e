// Graphs for tests: companies whose plan is "pro" come in, and the steps are those that the test gives.
import { type JourneyGraph, journeyGraph } from '#advise/journey/journey-graph.ts';

export const rule = (field: string, operator: string, value?: unknown) => ({
  combinator: 'and',
  rules: [{ field, operator, ...(value === undefined ? {} : { value }) }],
});
export const say = (en: string) => ({ en, 'zh-CN': `${en}（中文）` });

export function aGraph(nodes: Readonly<Record<string, object>>, more: object = {}): JourneyGraph {
  return journeyGraph.parse({
    version: 1,
    kind: 'company',
    enter: rule('property:plan', '=', 'pro'),
    again: null,
    leave: null,
    goal: { when: rule('property:renewed', '=', 'yes'), within: { days: 60 }, at: 'ever' },
    holdout: 0,
    start: Object.keys(nodes)[0] ?? 'exit',
    nodes,
    ...more,
  });
}

export const aTask = (next: string, more: object = {}) => ({
  kind: 'task',
  title: say('Call {name}'),
  body: say('They went quiet.'),
  dueDays: 1,
  owner: 'record',
  next,
  ...more,
});
export const anAlert = (next: string, more: object = {}) => ({
  kind: 'alert',
  code: 'review_health',
  title: say('Look at {name}'),
  why: say('They went quiet.'),
  next,
  ...more,
});
