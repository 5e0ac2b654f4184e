// GET /api/journeys/:id: one journey with its newest and its live version, where everybody is, and who changed what.
import { z } from 'zod';
import { journeyGraph } from '#advise/journey/journey-graph.ts';
import { apiRoute, none } from '#http/route.ts';
import { journeyId, journeyLine, missingNeed, moment } from './journey-shape.ts';

export const journey = apiRoute({
  method: 'get',
  path: '/api/journeys/:id',
  name: 'journey',
  summary: 'One journey: versions, where everybody is, changes, uplift, and what it needs that is missing.',
  takes: { params: journeyId, query: none, body: none },
  answer: journeyLine.extend({
    newest: z.object({ version: z.number().int(), graph: journeyGraph }),
    live: journeyGraph.nullable(),
    versions: z
      .array(z.object({ version: z.number().int(), hash: z.string(), madeAt: moment, madeBy: z.string() }))
      .readonly(),
    whereabouts: z
      .array(z.object({ version: z.number().int(), node: z.string(), count: z.number().int() }))
      .readonly(),
    changes: z
      .array(
        z.object({
          what: z.string(),
          who: z.string(),
          detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
          at: moment,
        }),
      )
      .readonly(),
    missing: z.array(missingNeed).readonly(),
  }),
  handle: ({ journeys }, { caller, params }) => journeys.read(caller.tenant, params.id),
});
