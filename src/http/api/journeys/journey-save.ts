// POST /api/journeys/:id/versions: a new version; versions never change, and whoever is on the way stays on theirs.
import { z } from 'zod';
import { journeyGraph } from '#advise/journey/journey-graph.ts';
import { apiRoute, none } from '#http/route.ts';
import { journeyId } from './journey-shape.ts';

export const journeySave = apiRoute({
  method: 'post',
  path: '/api/journeys/:id/versions',
  name: 'saveJourney',
  summary: 'Saves a version; the same graph again is the same version.',
  takes: { params: journeyId, query: none, body: z.strictObject({ graph: journeyGraph }) },
  answer: z.object({ version: z.number().int(), fresh: z.boolean() }),
  handle: ({ journeys }, { caller, params, body }) =>
    journeys.save(caller.tenant, caller.who, params.id, body.graph),
});
