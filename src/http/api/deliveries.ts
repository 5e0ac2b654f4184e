// GET /api/deliveries: what came in and could not be understood, with the reason.
import { z } from 'zod';
import { instant } from '#http/instant.ts';
import { apiRoute, none } from '#http/route.ts';
import { deliverySources, deliveryStates } from '#sense/delivery.ts';

export const deliveries = apiRoute({
  method: 'get',
  path: '/api/deliveries',
  name: 'deliveries',
  summary: 'Deliveries, newest first: those put aside with their reason, unless another state is asked for.',
  takes: {
    params: none,
    query: z.object({
      state: z.enum(deliveryStates).default('parked'),
      before: z
        .string()
        .regex(/^\d{1,19}$/)
        .optional(),
      limit: z.coerce.number().int().min(1).max(100).default(20),
    }),
    body: none,
  },
  answer: z.object({
    deliveries: z.array(
      z.object({
        id: z.string(),
        source: z.enum(deliverySources),
        receivedAt: instant,
        attempts: z.number(),
        problem: z.string().nullable(),
        /** The first 2,000 characters. */
        body: z.string(),
        /** Length of the whole body. */
        bytes: z.number(),
      }),
    ),
    next: z.string().nullable(),
  }),
  async handle({ reports }, { caller, query }) {
    const { state, before = null, limit } = query;
    const lines = await reports.deliveries(caller.tenant, { state, before, limit });
    return { deliveries: lines, next: lines.length < limit ? null : (lines.at(-1)?.id ?? null) };
  },
});
