// GET /api/health-check: how well the health index foretold who would leave.
import { z } from 'zod';
import { apiRoute, none } from '#http/route.ts';
import { healthCheckShown } from './health-check-shape.ts';

export const healthCheck = apiRoute({
  method: 'get',
  path: '/api/health-check',
  name: 'healthCheck',
  summary:
    'The health index against what happened: who left while green, who was red and stayed, how early it was seen.',
  takes: { params: none, query: none, body: none },
  answer: z.object({ last: healthCheckShown.nullable() }),
  async handle({ customerHealth }, { caller }) {
    const last = await customerHealth.lastCheck(caller.tenant);
    return { last: last === null ? null : { ...last.check, at: last.at } };
  },
});
