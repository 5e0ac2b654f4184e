// A rule as the API shows it and takes it: a tree or an expression in CEL in, tree, expression and sentences out.
import { z } from 'zod';
import { readCel } from '#advise/rule/read-cel.ts';
import { ruleBody, ruleKinds, ruleStates, toTree } from '#advise/rule/rule.ts';
import { ruleTitle } from '#advise/rule/rule-title.ts';
import { type Group, ruleTree } from '#advise/rule/rule-tree.ts';
import { writeCel } from '#advise/rule/write-cel.ts';
import { fail } from '#errors.ts';
import { instant } from '#http/instant.ts';
import type { RuleLine } from '#ports/rule-desk.ts';
import { inWords } from '#texts/in-words.ts';
import { type SegmentNames, sayTree } from './segment-names.ts';

/** Either the tree or the expression. The tree is read by `readTree`, which says better what is wrong, and how deep it is. */
export const condition = {
  kind: z.enum(ruleKinds),
  when: z.unknown().meta({ $ref: '#/$defs/RuleTree' }).optional(),
  cel: z.string().max(5000).optional(),
};
type Condition = z.infer<z.ZodObject<typeof condition>>;

/** Errors: RULE_INVALID, CEL_INVALID, INPUT_INVALID. */
export function treeIn({ kind, when, cel }: Condition): Group {
  if (cel !== undefined && when === undefined) return readCel(cel, kind);
  if (when === undefined || cel !== undefined)
    return fail('INPUT_INVALID', { problem: inWords('refusal.problem.whenOrCel') });
  return toTree(when, kind);
}

export const inBothLanguages = z.object({ en: z.string(), 'zh-CN': z.string() });

export const conditionShown = z.object({ when: ruleTree, cel: z.string(), sentence: inBothLanguages });

export function showCondition(tree: Group, names: SegmentNames): z.input<typeof conditionShown> {
  return {
    when: { ...tree, rules: [...copyOf(tree.rules)] },
    cel: writeCel(tree),
    sentence: sayTree(tree, names),
  };
}

type TreeOut = z.input<typeof ruleTree>;

function copyOf(rules: Group['rules']): TreeOut['rules'] {
  return rules.map((node) =>
    'rules' in node
      ? { ...node, rules: copyOf(node.rules) }
      : { ...node, value: typeof node.value === 'object' ? [...node.value] : node.value },
  );
}

export const ruleShown = conditionShown.extend({
  id: z.string(),
  version: z.number().int(),
  state: z.enum(ruleStates),
  /** The version that advises now; null when none does. */
  live: z.number().int().nullable(),
  /** One of the house's own; version 0 until the tenant changes it. */
  house: z.boolean(),
  title: inBothLanguages,
  kind: z.enum(ruleKinds),
  advice: ruleBody.shape.advice,
  madeAt: instant.nullable(),
  madeBy: z.string().nullable(),
});

export function showRule(line: RuleLine, names: SegmentNames): z.input<typeof ruleShown> {
  const { id, version, state, live, house, kind, advice, madeAt, madeBy } = line;
  const title = { en: ruleTitle('en', line), 'zh-CN': ruleTitle('zh-CN', line) };
  return {
    id,
    version,
    state,
    live,
    house,
    title,
    kind,
    advice,
    madeAt,
    madeBy,
    ...showCondition(line.when, names),
  };
}
