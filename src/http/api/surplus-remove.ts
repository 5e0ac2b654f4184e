// POST /api/collection/surplus/removal: removes what was kept beyond the dial as it stands, once its number was typed.
import { z } from 'zod';
import { fail } from '#errors.ts';
import { apiRoute, none } from '#http/route.ts';
import { removalShown, totalOf } from './surplus.ts';

export const surplusRemove = apiRoute({
  method: 'post',
  path: '/api/collection/surplus/removal',
  name: 'removeSurplus',
  summary:
    'Removes for good what was kept of product use beyond the dial; the total that was shown must be typed.',
  takes: { params: none, query: none, body: z.strictObject({ typed: z.number().int().min(1) }) },
  answer: z.object({ removal: removalShown }),
  async handle({ store, queue }, { caller, body, now }) {
    const removal = await store.asTenant(caller.tenant, async (rows) => {
      const { collection } = (await rows.settings.read()).settings;
      const total = totalOf(await rows.surplus.count(collection));
      if (total !== body.typed) return fail('SURPLUS_DIFFERS', { count: total, typed: body.typed });
      await rows.surplus.ask(caller.who, now);
      return rows.surplus.removal();
    });
    await queue.wake({ kind: 'forget', tenant: caller.tenant });
    return { removal };
  },
});
