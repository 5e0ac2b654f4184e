// GET /api/fields: what rules can ask of a subject, for whoever builds a rule.
import { z } from 'zod';
import { takenBy } from '#advise/rule/operator.ts';
import { fieldNames, fields, fieldTypes, fieldUnits } from '#analyze/field/field.ts';
import { apiRoute, none } from '#http/route.ts';
import { subjectKinds } from '#sense/signal.ts';
import { isTextKey, type Locale, text } from '#texts/texts.ts';
import { segmentNames } from './segment-names.ts';

export const ruleFields = apiRoute({
  method: 'get',
  path: '/api/fields',
  name: 'fields',
  summary: 'The catalogue of fields that rules can ask for, with their types, units, sources and operators.',
  takes: { params: none, query: none, body: none },
  answer: z.object({
    fields: z.array(
      z.object({
        id: z.string(),
        /** With `{name}` and `{days}` where the reference has them. */
        label: z.object({ en: z.string(), 'zh-CN': z.string() }),
        type: z.enum(fieldTypes),
        unit: z.enum(fieldUnits),
        source: z.enum(['crm', 'product', 'support', 'analysis', 'clock']),
        freshHours: z.number().nullable(),
        kinds: z.array(z.enum(subjectKinds)),
        /** What the name after a colon is the name of; null where there is none. */
        named: z.object({ of: z.enum(fieldNames), optional: z.boolean() }).nullable(),
        /** Whether `@days` belongs to it. */
        window: z.boolean(),
        choices: z.array(z.string()),
        /** What choices of the tenant's own are called; left away where the catalogue of texts says it. */
        choiceNames: z.record(z.string(), z.object({ en: z.string(), 'zh-CN': z.string() })).optional(),
        operators: z.array(z.string()),
      }),
    ),
  }),
  async handle({ store }, { caller }) {
    const segments = await segmentNames(store, caller.tenant);
    return {
      fields: fields.map((field) => ({
        ...field,
        label: { en: labelOf('en', field.id), 'zh-CN': labelOf('zh-CN', field.id) },
        kinds: [...field.kinds],
        choices: field.id === 'segment' ? [...segments.keys()] : [...(field.choices ?? [])],
        ...(field.id === 'segment' ? { choiceNames: Object.fromEntries(segments) } : {}),
        operators: Object.keys(takenBy[field.type]),
      })),
    };
  },
});

function labelOf(locale: Locale, id: string): string {
  const key = `field.${id}`;
  return isTextKey(key) ? text(locale, key) : id;
}
