// POST /api/actions/:id/retry: does a parked action again.
import { z } from 'zod';
import { fail } from '#errors.ts';
import { apiRoute, none } from '#http/route.ts';
import { wakeActs } from '#http/wake-acts.ts';

export const actionRetry = apiRoute({
  method: 'post',
  path: '/api/actions/:id/retry',
  name: 'retryAction',
  summary: 'Puts a parked action back, after what stood in its way was set right.',
  takes: { params: z.object({ id: z.string().regex(/^\d{1,19}$/) }), query: none, body: none },
  answer: z.object({ state: z.literal('pending') }),
  async handle(deps, { caller, params, now }) {
    const back = await deps.store.asTenant(caller.tenant, (rows) => rows.outbox.retry(params.id, now));
    if (!back) return fail('NOT_FOUND', { what: 'such parked action' });
    await wakeActs(deps, caller.tenant);
    return { state: 'pending' as const };
  },
});
