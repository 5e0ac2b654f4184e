// GET /api/segments/:id: the customers in one segment, by name.
import { z } from 'zod';
import { fail } from '#errors.ts';
import { instant } from '#http/instant.ts';
import { apiRoute, none } from '#http/route.ts';

export const segment = apiRoute({
  method: 'get',
  path: '/api/segments/:id',
  name: 'segmentMembers',
  summary: 'The customers in one segment, by name, with their health and since when they are in it.',
  takes: {
    params: z.object({ id: z.string().max(80) }),
    query: z.object({
      offset: z.coerce.number().int().min(0).default(0),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    body: none,
  },
  answer: z.object({
    total: z.number().int(),
    members: z.array(
      z.object({
        subject: z.string(),
        name: z.string(),
        since: instant,
        score: z.number().nullable(),
        band: z.string().nullable(),
      }),
    ),
  }),
  async handle({ store }, { caller, params, query }) {
    return store.asTenant(caller.tenant, async (rows) => {
      const found = (await rows.segments.live())?.found?.segments.find(({ id }) => id === params.id);
      if (found === undefined) return fail('NOT_FOUND', { what: 'such segment' });
      const lines = await rows.segments.lines({ segment: params.id, ...query });
      return {
        total: found.size,
        members: lines.map(({ subject, name, since, score, band }) => ({
          subject,
          name,
          since,
          score,
          band,
        })),
      };
    });
  },
});
