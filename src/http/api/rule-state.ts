// POST /api/rules/:id/state: sets a version live, or stops it; to go live the count of the preview must be typed.
import { z } from 'zod';
import { ruleId, ruleStates } from '#advise/rule/rule.ts';
import { apiRoute, none } from '#http/route.ts';
import { ruleShown, showRule } from './rule-shape.ts';
import { segmentNames } from './segment-names.ts';

export const ruleState = apiRoute({
  method: 'post',
  path: '/api/rules/:id/state',
  name: 'setRuleState',
  summary: 'Sets a version of a rule live, or stops it. To go live, the count of the preview must be typed.',
  takes: {
    params: z.object({ id: ruleId }),
    query: none,
    body: z.strictObject({
      version: z.number().int().min(0),
      state: z.enum(ruleStates),
      typed: z.number().int().min(0).optional(),
    }),
  },
  answer: ruleShown,
  async handle({ rules: desk, queue, store }, { caller, params, body }) {
    const { version, state, typed } = body;
    const line = await desk.setState(
      caller.tenant,
      params.id,
      { version, state, typed: typed ?? null },
      caller.who,
    );
    await queue.wake({ kind: 'turn', tenant: caller.tenant });
    return showRule(line, await segmentNames(store, caller.tenant));
  },
});
