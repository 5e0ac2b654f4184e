// POST /api/stages: the stages of the tenant's customers, from the first to the last.
import { z } from 'zod';
import { stagePlan } from '#advise/journey/stage.ts';
import { apiRoute, none } from '#http/route.ts';

export const stagesSave = apiRoute({
  method: 'post',
  path: '/api/stages',
  name: 'saveStages',
  summary: 'Replaces the stages; every customer is looked at anew.',
  takes: { params: none, query: none, body: stagePlan },
  answer: z.object({ stages: z.number().int() }),
  async handle({ journeys }, { caller, body }) {
    await journeys.saveStages(caller.tenant, caller.who, body);
    return { stages: body.stages.length };
  },
});
