// POST /api/models/:target/:version/decide: a person approves or declines a version that waits, or goes back to an earlier one.
import { z } from 'zod';
import { target } from '#analyze/target.ts';
import { apiRoute, none } from '#http/route.ts';
import { modelVerdicts } from '#ports/model-desk.ts';
import { modelEventShown, showEvents } from './model-shape.ts';

export const modelDecide = apiRoute({
  method: 'post',
  path: '/api/models/:target/:version/decide',
  name: 'decideModel',
  summary: 'Approves or declines a version that waits for a person, or makes an earlier version live again.',
  takes: {
    params: z.object({ target, version: z.coerce.number().int().positive() }),
    query: none,
    body: z.strictObject({
      verdict: z.enum(modelVerdicts),
      /** Why; it stands in the register and in the model card. */
      note: z.string().trim().min(1).max(500).nullable().default(null),
    }),
  },
  answer: modelEventShown,
  async handle({ models, store }, { caller, params, body }) {
    const event = await models.decide(caller.tenant, caller.who, { ...params, ...body });
    return store.asTenant(caller.tenant, async (rows) => {
      const [shown] = await showEvents(rows, [event]);
      if (shown === undefined) throw new Error('an event was lost on the way');
      return shown;
    });
  },
});
