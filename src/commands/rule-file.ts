// A rule that a command names: a file with a rule, a tree or an expression in CEL, or the id of one that is kept.
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { readCel } from '#advise/rule/read-cel.ts';
import { readTree } from '#advise/rule/read-tree.ts';
import { type RuleKind, ruleBody, ruleKinds, toRuleBody } from '#advise/rule/rule.ts';
import type { Group } from '#advise/rule/rule-tree.ts';
import { fail } from '#errors.ts';
import type { RuleDesk } from '#ports/rule-desk.ts';

export type NamedRule = { readonly id: string | null; readonly kind: RuleKind; readonly when: Group };

/** Errors: INPUT_INVALID, RULE_INVALID, CEL_INVALID, NOT_FOUND. */
export async function namedRule(
  desk: RuleDesk,
  tenant: string,
  named: string,
  kind: string | undefined,
): Promise<NamedRule> {
  if (existsSync(named)) return { id: null, ...ruleIn(named, kindOf(kind)) };
  const kept = await desk.get(tenant, named);
  return kept ?? fail('NOT_FOUND', { what: `file or rule named ${named}` });
}

function kindOf(kind: string | undefined): RuleKind | undefined {
  if (kind === undefined) return undefined;
  const known = ruleKinds.find((one) => one === kind);
  return known ?? fail('INPUT_INVALID', { problem: `--kind is one of ${ruleKinds.join(', ')}` });
}

function ruleIn(file: string, kind: RuleKind = 'company'): { kind: RuleKind; when: Group } {
  const source = readFileSync(file, 'utf8');
  if (!file.endsWith('.json')) return { kind, when: readCel(source, kind) };
  const given = jsonIn(file, source);
  const whole = ruleBody.safeParse(given);
  if (whole.success) return toRuleBody(whole.data);
  if (z.looseObject({ when: z.unknown() }).safeParse(given).success) {
    const [issue] = whole.error.issues;
    return fail('RULE_INVALID', {
      at: issue?.path.join('.') || 'the whole',
      problem: issue?.message ?? 'it is not understood',
    });
  }
  const { tree, faults } = readTree(given, kind);
  if (tree !== null) return { kind, when: tree };
  return fail('RULE_INVALID', {
    at: faults[0]?.at || 'the whole',
    problem: faults[0]?.problem.en ?? 'it is not understood',
  });
}

function jsonIn(file: string, source: string): unknown {
  try {
    return JSON.parse(source);
  } catch (cause) {
    return fail('INPUT_INVALID', { problem: `${file} is not JSON` }, { cause });
  }
}
