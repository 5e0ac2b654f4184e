// POST /api/deliveries/:id/retry: takes a delivery in again that was put aside.
import { z } from 'zod';
import { fail } from '#errors.ts';
import { apiRoute, none } from '#http/route.ts';

export const deliveryRetry = apiRoute({
  method: 'post',
  path: '/api/deliveries/:id/retry',
  name: 'retryDelivery',
  summary: 'Takes a delivery in again that was put aside. What took effect the first time takes none again.',
  takes: { params: z.object({ id: z.string().regex(/^\d{1,19}$/) }), query: none, body: none },
  answer: z.object({ state: z.literal('kept') }),
  async handle({ store, queue }, { caller: { tenant }, params }) {
    const back = await store.asTenant(tenant, (rows) => rows.deliveries.retry(params.id));
    if (!back) return fail('NOT_FOUND', { what: 'such parked delivery' });
    await queue.wake({ kind: 'intake', tenant });
    return { state: 'kept' as const };
  },
});
