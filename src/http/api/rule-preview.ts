// POST /api/rules/preview: what a condition says in words, and whom it is about right now.
import { z } from 'zod';
import { apiRoute, none } from '#http/route.ts';
import { condition, conditionShown, showCondition, treeIn } from './rule-shape.ts';
import { segmentNames } from './segment-names.ts';

export const rulePreview = apiRoute({
  method: 'post',
  path: '/api/rules/preview',
  name: 'previewRule',
  summary: 'A condition as tree, expression and sentence, with whom it holds for now. Nothing is kept.',
  takes: { params: none, query: none, body: z.strictObject(condition) },
  answer: conditionShown.extend({
    subjects: z.number().int(),
    /** The count that must be typed to set it live. */
    count: z.number().int(),
    /** For how many it cannot be said, and which fields are missing. */
    unknown: z.number().int(),
    missing: z.array(z.object({ field: z.string(), subjects: z.number().int() })),
    sample: z.array(z.object({ subject: z.string(), name: z.string() })),
  }),
  async handle({ rules: desk, store }, { caller, body }) {
    const when = treeIn(body);
    const { missing, sample, ...counts } = await desk.matches(caller.tenant, { kind: body.kind, when });
    const names = await segmentNames(store, caller.tenant);
    return { ...showCondition(when, names), ...counts, missing: [...missing], sample: [...sample] };
  },
});
