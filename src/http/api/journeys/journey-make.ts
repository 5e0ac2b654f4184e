// POST /api/journeys: a new journey as a draft; nobody comes in before it is published.
import { z } from 'zod';
import { journeyGraph } from '#advise/journey/journey-graph.ts';
import { words } from '#advise/journey/words.ts';
import { apiRoute, none } from '#http/route.ts';

export const journeyMake = apiRoute({
  method: 'post',
  path: '/api/journeys',
  name: 'makeJourney',
  summary: 'Makes a journey as a draft of its first version.',
  takes: { params: none, query: none, body: z.strictObject({ name: words, graph: journeyGraph }) },
  answer: z.object({ id: z.string() }),
  handle: async ({ journeys }, { caller, body }) => ({
    id: await journeys.make(caller.tenant, caller.who, body),
  }),
});
