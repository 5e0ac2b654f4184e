// GET /api/drills/:id: the cases of a drill as its judge sees them.
import { z } from 'zod';
import { apiRoute, none } from '#http/route.ts';
import { blindCase, drillId, drillShown } from './drill-shape.ts';

export const drillCases = apiRoute({
  method: 'get',
  path: '/api/drills/:id',
  name: 'drillCases',
  summary:
    'The cases of a drill with facts and what the caller said; what others and the machine say is not shown.',
  takes: { params: drillId, query: none, body: none },
  answer: z.object({ drill: drillShown, cases: z.array(blindCase) }),
  async handle({ drills }, { caller, params }) {
    const { drill, cases } = await drills.cases(caller.tenant, caller.who, params.id);
    return { drill, cases: cases.map(({ facts, ...one }) => ({ ...one, facts: [...facts] })) };
  },
});
