// POST /api/journeys/:id/publish: a version takes in from now on; the number of those who come in must be typed.
import { z } from 'zod';
import { apiRoute, none } from '#http/route.ts';
import { journeyId, version } from './journey-shape.ts';

export const journeyPublish = apiRoute({
  method: 'post',
  path: '/api/journeys/:id/publish',
  name: 'publishJourney',
  summary: 'Makes a version live. confirm is the count that the blast radius told, typed by a person.',
  takes: {
    params: journeyId,
    query: none,
    body: z.strictObject({ version, confirm: z.number().int().min(0) }),
  },
  answer: z.object({ live: z.number().int() }),
  async handle({ journeys }, { caller, params, body }) {
    await journeys.publish(caller.tenant, caller.who, params.id, body);
    return { live: body.version };
  },
});
