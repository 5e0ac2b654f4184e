// GET /api/journeys: every journey, who is on the way, and whether it helps.
import { z } from 'zod';
import { apiRoute, none } from '#http/route.ts';
import { journeyLine } from './journey-shape.ts';

export const journeys = apiRoute({
  method: 'get',
  path: '/api/journeys',
  name: 'journeys',
  summary: 'Every journey with its runs by state, and its measured uplift.',
  takes: { params: none, query: none, body: none },
  answer: z.object({ journeys: z.array(journeyLine) }),
  handle: async ({ journeys: desk }, { caller }) => ({ journeys: await desk.list(caller.tenant) }),
});
