// POST /api/rules/:id: keeps a rule as a new draft; the version that is live stays so until another one is set live.
import { z } from 'zod';
import { ruleBody, ruleId } from '#advise/rule/rule.ts';
import { fail } from '#errors.ts';
import { apiRoute, none } from '#http/route.ts';
import { condition, ruleShown, showRule, treeIn } from './rule-shape.ts';
import { segmentNames } from './segment-names.ts';

const { title, advice } = ruleBody.shape;

export const ruleSave = apiRoute({
  method: 'post',
  path: '/api/rules/:id',
  name: 'saveRule',
  summary: 'Keeps a rule as a new draft version; the same rule again changes nothing.',
  takes: {
    params: z.object({ id: ruleId }),
    query: none,
    body: z.strictObject({ title, advice, ...condition }),
  },
  answer: ruleShown,
  async handle({ rules: desk, store }, { caller, params, body }) {
    const when = treeIn(body);
    const kept = { title: body.title, kind: body.kind, when, advice: body.advice };
    await desk.save(caller.tenant, params.id, kept, caller.who);
    const line = await desk.get(caller.tenant, params.id);
    if (line === null) return fail('NOT_FOUND', { what: 'such rule' });
    return showRule(line, await segmentNames(store, caller.tenant));
  },
});
