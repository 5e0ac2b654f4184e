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

export type Explain = (facts: Facts, origins: Origins) => GroupTrace;

/** Every condition is looked at, also where the first ones decide already. */
export function compileTrace(tree: Group): Explain {
  const { combinator } = tree;
  const denied = tree.not === true;
  const inner = tree.rules.map((node) => (isGroup(node) ? compileTrace(node) : compileLeafTrace(node)));
  const together = combinator === 'and' ? all : any;
  return (facts, origins) => {
    const rules = inner.map((one) => one(facts, origins));
    const truth = together(rules.map(({ result }) => result));
    return { combinator, not: denied, result: denied ? not(truth) : truth, rules };
  };
}

/** For a single look; whoever looks often compiles once. */
export function explain(tree: Group, facts: Facts, origins: Origins): GroupTrace {
  return compileTrace(tree)(facts, origins);
}

function compileLeafTrace(leaf: Leaf): (facts: Facts, origins: Origins) => LeafTrace {
  const condition = conditionOf(leaf);
  const ask = askOf(condition);
  const { test, ifUnknown } = condition;
  return (facts, origins) => {
    const found = ask(facts);
    const other = test.test === 'other' ? (facts[test.other] ?? null) : null;
    const against = test.test === 'other' && typeof other === 'number' ? other * test.times : other;
    const { source, asOf } = origins(leaf.field);
    const value = facts[leaf.field] ?? null;
    return { leaf, value, against, found, result: found ?? ifUnknown, source, asOf };
  };
}

/** The conditions of a trace, in the order in which they stand. */
export function leafTraces(trace: GroupTrace): LeafTrace[] {
  return trace.rules.flatMap((one) => ('leaf' in one ? [one] : leafTraces(one)));
}
