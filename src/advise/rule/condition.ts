// A condition in its plainest form: what every target of a rule (closure, trace, SQL) is made from.
import type { FieldType } from '#analyze/field/field.ts';
import { readRef } from '#analyze/field/field-ref.ts';
import { fail } from '#errors.ts';
import type { Operator } from './operator.ts';
import type { Leaf, Scalar } from './rule-tree.ts';
import { dateValue, timeValue } from './value.ts';

export type Order = '<' | '<=' | '>' | '>=';
export type Place = 'contains' | 'beginsWith' | 'endsWith';

/** Dates are milliseconds, times of day minutes. `negated`: the opposite is meant; not known stays not known. */
export type Test =
  | { readonly test: 'known'; readonly negated: boolean }
  | { readonly test: 'equal'; readonly value: Scalar; readonly negated: boolean }
  | { readonly test: 'order'; readonly order: Order; readonly value: number }
  | { readonly test: 'range'; readonly from: number; readonly to: number; readonly negated: boolean }
  | { readonly test: 'listed'; readonly list: readonly string[]; readonly negated: boolean }
  | { readonly test: 'text'; readonly place: Place; readonly text: string; readonly negated: boolean }
  | {
      readonly test: 'has';
      readonly every: boolean;
      readonly list: readonly string[];
      readonly negated: boolean;
    }
  /** A moment from `from` to `to` days after the present one. */
  | { readonly test: 'near'; readonly from: number; readonly to: number; readonly negated: boolean }
  | {
      readonly test: 'other';
      readonly order: Order | '=' | '!=';
      readonly other: string;
      readonly times: number;
    };

export type Condition = {
  readonly field: string;
  readonly type: FieldType;
  readonly test: Test;
  /** What it counts as while it is not known; null: not known. */
  readonly ifUnknown: boolean | null;
};

/** The condition of a leaf that was read by `readTree`. Errors: RULE_INVALID for one that never was. */
export function conditionOf(leaf: Leaf): Condition {
  const read = readRef(leaf.field);
  if ('problem' in read) return fail('RULE_INVALID', { at: leaf.field, problem: read.problem.en });
  const ifUnknown = leaf.ifUnknown === undefined || leaf.ifUnknown === 'hold' ? null : leaf.ifUnknown;
  return { field: leaf.field, type: read.field.type, test: testOf(leaf, read.field.type), ifUnknown };
}

const negations: Readonly<Partial<Record<Operator, Operator>>> = {
  '!=': '=',
  null: 'notNull',
  notBetween: 'between',
  notIn: 'in',
  doesNotContain: 'contains',
  doesNotBeginWith: 'beginsWith',
  doesNotEndWith: 'endsWith',
  hasNone: 'hasAny',
  notInLast: 'inLast',
  notInNext: 'inNext',
};

function testOf(leaf: Leaf, type: FieldType): Test {
  const { operator, value, times = 1 } = leaf;
  if (leaf.valueSource === 'field') {
    if (!isOrder(operator) && operator !== '=' && operator !== '!=') return bad(leaf);
    return { test: 'other', order: operator, other: String(value), times };
  }
  const plain = negations[operator] ?? operator;
  const negated = plain !== operator;
  const list = Array.isArray(value) ? value : [];
  switch (plain) {
    case 'notNull':
      return { test: 'known', negated };
    case '=':
      return {
        test: 'equal',
        value: typeof value === 'object' || value === undefined ? bad(leaf) : value,
        negated,
      };
    case 'between': {
      const [from, to] = list;
      return range(numberOf(type, from, leaf), numberOf(type, to, leaf), type, negated);
    }
    case 'in':
      return { test: 'listed', list: list.map(String), negated };
    case 'contains':
    case 'beginsWith':
    case 'endsWith':
      return { test: 'text', place: plain, text: folded(String(value)), negated };
    case 'hasAny':
    case 'hasAll':
      return { test: 'has', every: plain === 'hasAll', list: list.map(String), negated };
    case 'inLast':
      return { test: 'near', from: -Number(value), to: 0, negated };
    case 'inNext':
      return { test: 'near', from: 0, to: Number(value), negated };
    default:
      return isOrder(plain) ? { test: 'order', order: plain, value: numberOf(type, value, leaf) } : bad(leaf);
  }
}

/** From evening to morning is whatever does not lie between morning and evening. */
function range(from: number, to: number, type: FieldType, negated: boolean): Test {
  if (type !== 'time' || from <= to) return { test: 'range', from, to, negated };
  return { test: 'range', from: to + 1, to: from - 1, negated: !negated };
}

function isOrder(operator: Operator): operator is Order {
  return operator === '<' || operator === '<=' || operator === '>' || operator === '>=';
}

function numberOf(type: FieldType, value: unknown, leaf: Leaf): number {
  if (type === 'number') return typeof value === 'number' ? value : bad(leaf);
  const read = typeof value !== 'string' ? null : type === 'date' ? dateValue(value) : timeValue(value);
  return read ?? bad(leaf);
}

function bad(leaf: Leaf): never {
  return fail('RULE_INVALID', { at: leaf.field, problem: `${leaf.operator} has no usable value` });
}

/** Letters from A to Z in lower case and nothing else changed, as PostgreSQL's translate does it. */
export function folded(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
