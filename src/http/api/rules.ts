// GET /api/rules: the rules of the tenant and of the house, each in its newest version.
import { z } from 'zod';
import { apiRoute, none } from '#http/route.ts';
import { ruleShown, showRule } from './rule-shape.ts';

export const rules = apiRoute({
  method: 'get',
  path: '/api/rules',
  name: 'rules',
  summary:
    'The rules: what they look at, as tree, expression and sentence, what they advise, and which are live.',
  takes: { params: none, query: none, body: none },
  answer: z.object({ rules: z.array(ruleShown) }),
  async handle({ rules: desk }, { caller }) {
    return { rules: (await desk.list(caller.tenant)).map(showRule) };
  },
});
