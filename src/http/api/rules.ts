// GET /api/rules: the rules of the tenant and of the house, each in its newest version.
import { z } from 'zod';
import { apiRoute, none } from '#http/route.ts';
import { ruleShown, showRule } from './rule-shape.ts';
import { segmentNames } from './segment-names.ts';

export const rules = apiRoute({
  method: 'get',
  path: '/api/rules',
  name: 'rules',
  summary:
    'The rules: what they look at, as tree, expression and sentence, what they advise, and which are live.',
  takes: { params: none, query: none, body: none },
  answer: z.object({
    /** `advising`: for how many its advice is going on now. */
    rules: z.array(ruleShown.extend({ advising: z.number().int() })),
  }),
  async handle({ rules: desk, store }, { caller }) {
    const told = await store.asTenant(caller.tenant, (rows) => rows.rules.advising());
    const advising = new Map(told.map(({ id, count }) => [id, count]));
    const lines = await desk.list(caller.tenant);
    const names = await segmentNames(store, caller.tenant);
    return {
      rules: lines.map((line) => ({ ...showRule(line, names), advising: advising.get(line.id) ?? 0 })),
    };
  },
});
