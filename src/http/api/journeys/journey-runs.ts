// GET /api/journeys/:id/runs: who went, or goes, through a journey, newest first.
import { z } from 'zod';
import { apiRoute, none } from '#http/route.ts';
import { journeyId, version } from './journey-shape.ts';
import { runLine } from './run-shape.ts';

export const journeyRuns = apiRoute({
  method: 'get',
  path: '/api/journeys/:id/runs',
  name: 'journeyRuns',
  summary: 'Runs of a journey, newest first.',
  takes: {
    params: journeyId,
    query: z.object({
      before: z
        .string()
        .regex(/^\d{1,19}$/)
        .optional(),
      /** Those on the way at this step of this version. */
      node: z.string().max(40).optional(),
      version: z.coerce.number().pipe(version).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    body: none,
  },
  answer: z.object({ runs: z.array(runLine), next: z.string().nullable() }),
  async handle({ journeys }, { caller, params, query }) {
    const { before = null, node = null, version: of = null, limit } = query;
    const runs = await journeys.runs(caller.tenant, params.id, { before, node, version: of, limit });
    return { runs, next: runs.length < limit ? null : (runs.at(-1)?.id ?? null) };
  },
});
