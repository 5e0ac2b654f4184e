// POST /api/models/:target/look: a person asks that the live weights are looked at now, as in a night, and learned anew where that wins.
import { z } from 'zod';
import { target } from '#analyze/target.ts';
import { apiRoute, none } from '#http/route.ts';
import { modelEventShown, showEvents } from './model-shape.ts';

export const modelLook = apiRoute({
  method: 'post',
  path: '/api/models/:target/look',
  name: 'lookAtModel',
  summary: 'Has the live weights of a target looked at now, and tries to learn better ones.',
  takes: { params: z.object({ target }), query: none, body: none },
  answer: modelEventShown,
  async handle({ models, store }, { caller, params }) {
    const event = await models.look(caller.tenant, caller.who, params.target);
    return store.asTenant(caller.tenant, async (rows) => {
      const [shown] = await showEvents(rows, [event]);
      if (shown === undefined) throw new Error('an event was lost on the way');
      return shown;
    });
  },
});
