// A trace: why a rule answers as it does: every condition with its value, the comparison, the result, and where it is from.
import type { FactOrigin, Facts, FactValue } from '#analyze/field/facts.ts';
import { askOf } from './compile-rule.ts';
import { conditionOf } from './condition.ts';
import { type Group, isGroup, type Leaf } from './rule-tree.ts';
import { all, any, not, type Truth } from './truth.ts';

export type LeafTrace = {
  readonly leaf: Leaf;
  /** The value that was compared; null where it is not known. */
  readonly value: FactValue;
  /** The other field's value, times what it is multiplied by; null where the rule compares with a fixed value. */
  readonly against: FactValue;
  /** Before `ifUnknown`. */
  readonly found: Truth;
  readonly result: Truth;
} & FactOrigin;

export type GroupTrace = {
  readonly combinator: Group['combinator'];
  readonly not: boolean;
  readonly result: Truth;
  readonly rules: readonly (GroupTrace | LeafTrace)[];
};

/** Where facts come from, by reference. */
export type Origins = (reference: string) => FactOrigin;

/** Every condition is looked at, also where the first ones decide already. */
export function explain(tree: Group, facts: Facts, origins: Origins): GroupTrace {
  const rules = tree.rules.map((node) =>
    isGroup(node) ? explain(node, facts, origins) : explainLeaf(node, facts, origins),
  );
  const results = rules.map(({ result }) => result);
  const together = tree.combinator === 'and' ? all(results) : any(results);
  return {
    combinator: tree.combinator,
    not: tree.not === true,
    result: tree.not === true ? not(together) : together,
    rules,
  };
}

function explainLeaf(leaf: Leaf, facts: Facts, origins: Origins): LeafTrace {
  const condition = conditionOf(leaf);
  const found = askOf(condition)(facts);
  const { test } = condition;
  const against = test.test === 'other' ? (facts[test.other] ?? null) : null;
  return {
    leaf,
    value: facts[leaf.field] ?? null,
    against: test.test === 'other' && typeof against === 'number' ? against * test.times : against,
    found,
    result: found ?? condition.ifUnknown,
    ...origins(leaf.field),
  };
}

/** The conditions of a trace, in the order in which they stand. */
export function leafTraces(trace: GroupTrace): LeafTrace[] {
  return trace.rules.flatMap((one) => ('leaf' in one ? [one] : leafTraces(one)));
}
