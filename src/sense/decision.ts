// A decision: something that a person, or Revloop itself, decided about data or models; the register keeps it for good.
import { z } from 'zod';

/**
 * `settings`: a choice of the tenant. `field`: what a property may be used for. `erasure`: everything about somebody was
 * removed. `override`: a person parted what was joined, or set what analysis said otherwise. `approval`: yes or no to
 * what waited for it. `rule`, `journey`, `drill`: what became of one.
 */
export const decisionKind = z.enum([
  'settings',
  'field',
  'erasure',
  'override',
  'approval',
  'rule',
  'journey',
  'drill',
]);

export const newDecision = z.strictObject({
  who: z.string(),
  kind: decisionKind,
  /** What it is about: the name of a setting, field, rule or subject. Never what is known of a person. */
  about: z.string(),
  why: z.string().nullable(),
  /** What exactly was changed, as `{ from, to }` where something was there before. */
  body: z.record(z.string(), z.unknown()),
});
export type NewDecision = Readonly<z.infer<typeof newDecision>>;
export type Decision = NewDecision & { readonly id: string; readonly at: Date };
