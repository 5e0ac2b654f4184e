// A template: a journey made for one industry and one part of a customer's way, with everything that belongs to it.
import { z } from 'zod';
import { ruleTree } from '#advise/rule/rule-tree.ts';
import { duration } from './duration.ts';
import { journeyGraph } from './journey-graph.ts';
import { stagePlan } from './stage.ts';
import { words } from './words.ts';

/** Texts: `console.industry.<industry>`. */
export const industries = [
  'software',
  'manufacturing',
  'medical_devices',
  'education',
  'finance',
  'ecommerce',
  'agency',
  'logistics',
  'energy',
  'telecom',
  'insurance',
  'hospitality',
  'property',
  'staffing',
  'it_security',
  'construction',
  'nonprofit',
  'automotive',
  'media',
] as const;
/** Texts: `console.phase.<phase>`. */
export const phases = ['evaluation', 'trial', 'onboarding', 'use', 'renewal', 'winback'] as const;

const week = z.record(z.string(), z.number().min(0).max(100));

/** How some time of a customer is lived: what the record says, and what happens how often. */
const life = z.strictObject({
  /** `{+30}` is a date 30 days after the trouble begins. */
  properties: z.record(z.string(), z.string()),
  /** Times a week, by the name of the event; `{nr}` in it is another one every 20 days. */
  events: week,
  /** Happens on the first day only. */
  once: z.array(z.string()),
  /** How many people do it. */
  people: z.number().int().min(1).max(20),
  /** Calls, meetings and mails in, a month. */
  talks: z.partialRecord(z.enum(['call', 'meeting', 'email']), z.number().min(0).max(60)),
  /** Tickets opened at its beginning and every ten days; -1 closes those that are open. */
  tickets: z.number().int().min(-1).max(20),
});
export type Life = z.infer<typeof life>;

export const template = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{2,59}$/),
  industry: z.enum(industries),
  phase: z.enum(phases),
  name: words,
  summary: words,
  stages: stagePlan,
  /** What gives it away, each as a rule of its own. */
  signals: z
    .array(z.strictObject({ id: z.string(), name: words, rule: ruleTree }))
    .min(1)
    .max(8),
  /** What is done, by the step that does it. */
  interventions: z
    .array(z.strictObject({ step: z.string(), name: words }))
    .min(2)
    .max(12),
  targets: z
    .array(z.strictObject({ name: words, within: duration }))
    .min(1)
    .max(4),
  /** What of a tenant's data it needs: `property:plan`, `event:Logged In`, `ticket`, and so on. */
  needs: z
    .array(
      z.strictObject({
        need: z.string().regex(/^((property|event):.+|any_event|users|ticket|deal|engagement)$/),
        why: words,
      }),
    )
    .min(1),
  journey: journeyGraph,
  /** An example of customers of that industry: normal life, then trouble, and what changes when somebody helps. */
  history: z.strictObject({
    before: z.number().int().min(1).max(365),
    days: z.number().int().min(7).max(200),
    normal: life,
    trouble: life,
    rescue: life,
  }),
});
export type Template = z.infer<typeof template>;
