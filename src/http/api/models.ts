// GET /api/models: how the live weights of a target are kept honest: nightly looks, what was decided, what waits for a person.
import { z } from 'zod';
import { target } from '#analyze/target.ts';
import { instant } from '#http/instant.ts';
import { apiRoute, none } from '#http/route.ts';
import { modelCheck } from '#learn/model-check.ts';
import { modelEventShown, showEvents } from './model-shape.ts';

const nights = 60;
const decisions = 30;

export const models = apiRoute({
  method: 'get',
  path: '/api/models',
  name: 'models',
  summary:
    'How a model is kept honest: nightly looks at promises and drift, decisions, and what waits for a person.',
  takes: { params: none, query: z.object({ target: target.default('lead') }), body: none },
  answer: z.object({
    target,
    live: z.number().nullable(),
    /** The version that a person is to decide about, with what speaks for it. */
    waiting: modelEventShown.nullable(),
    /** Newest first. */
    checks: z.array(modelCheck.extend({ at: instant })),
    events: z.array(modelEventShown),
    approval: z.boolean(),
  }),
  async handle({ store }, { caller, query }) {
    return store.asTenant(caller.tenant, async (rows) => {
      const live = await rows.weights.live(query.target);
      const events = await rows.models.events({ target: query.target, limit: decisions });
      const asked = await rows.models.events({ target: query.target, limit: 1, what: ['waiting'] });
      const [last] = asked;
      const row = last?.version == null ? null : await rows.weights.version(query.target, last.version);
      const waits = row?.state === 'candidate' ? asked : [];
      const { settings } = await rows.settings.read();
      return {
        target: query.target,
        live: live?.version ?? null,
        waiting: (await showEvents(rows, waits))[0] ?? null,
        checks: await rows.models.checks(query.target, nights),
        events: await showEvents(rows, events),
        approval: settings.learning.approval,
      };
    });
  },
});
