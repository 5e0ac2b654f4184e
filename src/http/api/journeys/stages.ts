// GET /api/stages: the stages of the tenant's customers, and how many are in each.
import { z } from 'zod';
import { stagePlan } from '#advise/journey/stage.ts';
import { apiRoute, none } from '#http/route.ts';

export const stages = apiRoute({
  method: 'get',
  path: '/api/stages',
  name: 'stages',
  summary: 'The stages with their rules for coming in and leaving, and how many customers are in each.',
  takes: { params: none, query: none, body: none },
  answer: z.object({
    plan: stagePlan,
    counts: z.array(z.object({ stage: z.string(), count: z.number().int() })),
  }),
  async handle({ journeys }, { caller }) {
    const { plan, counts } = await journeys.stages(caller.tenant);
    return { plan, counts: [...counts] };
  },
});
