// A rule: when something holds for a subject, what is advised; each change is a new version.
import { z } from 'zod';
import { adviceCodes } from '#advise/advice.ts';
import { fail } from '#errors.ts';
import { inWords } from '#texts/in-words.ts';
import { readTree } from './read-tree.ts';
import { type Group, ruleTree } from './rule-tree.ts';

/** `draft`: nothing happens. `live`: it advises. `off`: it did once. */
export const ruleStates = ['draft', 'live', 'off'] as const;
export type RuleState = (typeof ruleStates)[number];

export const ruleKinds = ['contact', 'lead', 'company', 'deal'] as const;
export type RuleKind = (typeof ruleKinds)[number];

/** What a person says of a rule; the tree is checked against the catalogue by `readTree`. */
export const ruleBody = z.strictObject({
  title: z.string().trim().min(1).max(120),
  kind: z.enum(ruleKinds),
  when: ruleTree,
  advice: z.strictObject({
    code: z.enum(adviceCodes),
    /** Worth interrupting a person for. */
    alert: z.boolean().default(false),
    /** Worth a task in the CRM for the owner. */
    task: z.boolean().default(false),
  }),
});

export const ruleId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,59}$/, 'use a-z, 0-9, - and _, at most 60 signs');

export type RuleBody = Omit<z.infer<typeof ruleBody>, 'when'> & { readonly when: Group };
export type Rule = RuleBody & {
  /** Unique in the tenant; built-in ones begin with `house-`. */
  readonly id: string;
  readonly version: number;
  readonly state: RuleState;
};

/** The situation that the advice of a rule belongs to. */
export const situationOf = (id: string): string => `rule:${id}`;

/** The body of a rule as it was kept; null where this version of Revloop cannot read it any more. */
export function readRuleBody(kept: unknown): RuleBody | null {
  const body = ruleBody.safeParse(kept);
  if (!body.success) return null;
  const { tree } = readTree(body.data.when, body.data.kind);
  return tree === null ? null : { ...body.data, when: tree };
}

/** A rule as it comes in. Errors: RULE_INVALID, naming the first place that is wrong. */
export function toRuleBody(given: z.infer<typeof ruleBody>): RuleBody {
  return { ...given, when: toTree(given.when, given.kind) };
}

/** The condition of a rule as it comes in. Errors: RULE_INVALID, naming the first place that is wrong. */
export function toTree(when: unknown, kind: RuleBody['kind']): Group {
  const { tree, faults } = readTree(when, kind);
  if (tree !== null) return tree;
  const [first] = faults;
  return fail('RULE_INVALID', {
    at: first?.at || inWords('refusal.problem.whole'),
    problem: first?.problem ?? inWords('ruleFault.notUnderstood'),
  });
}
