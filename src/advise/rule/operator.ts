// The operators of rules, in the names of react-querybuilder, and which type of field takes which.
import type { FieldType } from '#analyze/field/field.ts';

export const operators = [
  '=',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'between',
  'notBetween',
  'in',
  'notIn',
  'null',
  'notNull',
  'contains',
  'doesNotContain',
  'beginsWith',
  'doesNotBeginWith',
  'endsWith',
  'doesNotEndWith',
  'hasAny',
  'hasAll',
  'hasNone',
  'inLast',
  'notInLast',
  'inNext',
  'notInNext',
] as const;
export type Operator = (typeof operators)[number];

/** What an operator takes: nothing, one value, two, a list, or a number of days. */
export type Takes = 'nothing' | 'one' | 'two' | 'list' | 'days';

const known = { null: 'nothing', notNull: 'nothing' } as const;
const equal = { '=': 'one', '!=': 'one' } as const;
const order = { '<': 'one', '<=': 'one', '>': 'one', '>=': 'one' } as const;
const range = { between: 'two', notBetween: 'two' } as const;

/** Which operators a type takes. Days count from the moment at which the rule is asked. */
export const takenBy: Readonly<Record<FieldType, Readonly<Partial<Record<Operator, Takes>>>>> = {
  number: { ...equal, ...order, ...range, ...known },
  text: {
    ...equal,
    ...{ in: 'list', notIn: 'list' },
    ...{ contains: 'one', doesNotContain: 'one', beginsWith: 'one', doesNotBeginWith: 'one' },
    ...{ endsWith: 'one', doesNotEndWith: 'one' },
    ...known,
  },
  flag: { '=': 'one', ...known },
  date: {
    ...order,
    ...range,
    ...{ inLast: 'days', notInLast: 'days', inNext: 'days', notInNext: 'days' },
    ...known,
  },
  choices: { hasAny: 'list', hasAll: 'list', hasNone: 'list', ...known },
  time: { ...order, ...range, ...known },
};

/** Those that may compare with another field of the same type instead of a value. */
export const withField: readonly Operator[] = ['=', '!=', '<', '<=', '>', '>='];
