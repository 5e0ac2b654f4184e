// GET /api/journeys/:id/blast: how many customers would come in now, and who some of them are.
import { z } from 'zod';
import { apiRoute, none } from '#http/route.ts';
import { journeyId } from './journey-shape.ts';

export const journeyBlast = apiRoute({
  method: 'get',
  path: '/api/journeys/:id/blast',
  name: 'journeyBlast',
  summary: 'The blast radius of a version: how many would come in now. Publishing asks for this number.',
  takes: {
    params: journeyId,
    query: z.object({ version: z.coerce.number().int().min(1).max(100_000) }),
    body: none,
  },
  answer: z.object({
    count: z.number().int(),
    held: z.number().int(),
    looked: z.number().int(),
    examples: z.array(z.object({ subject: z.string(), name: z.string() })),
  }),
  handle: async ({ journeys }, { caller, params, query }) => {
    const { examples, ...rest } = await journeys.blast(caller.tenant, params.id, query.version);
    return { ...rest, examples: [...examples] };
  },
});
