// A rule tree as a parameterised PostgreSQL condition over facts kept as jsonb; values go in as parameters only.
import type { FieldType } from '#analyze/field/field.ts';
import { type Condition, conditionOf, type Test } from './condition.ts';
import { type Group, isGroup } from './rule-tree.ts';

/** `text` holds `$1`, `$2`, ...; it is true, false or null as the rule is true, false or not known. */
export type RuleSql = { readonly text: string; readonly values: readonly unknown[] };

/**
 * `facts`: an expression of type jsonb, written by a programmer, such as `f.facts`, holding facts by reference and `now`.
 * `from`: how many parameters the statement has before these.
 */
export function ruleSql(tree: Group, facts: string, from = 0): RuleSql {
  const values: unknown[] = [];
  const put = (value: unknown, type: string): string => {
    values.push(value);
    return `$${from + values.length}::${type}`;
  };
  return { text: groupSql(tree, { facts, put }), values };
}

type Writing = { readonly facts: string; readonly put: (value: unknown, type: string) => string };

function groupSql({ combinator, not, rules }: Group, writing: Writing): string {
  const parts = rules.map((node) =>
    isGroup(node) ? groupSql(node, writing) : leafSql(conditionOf(node), writing),
  );
  const neutral = combinator === 'and' ? 'true' : 'false';
  const whole = parts.length === 0 ? neutral : parts.join(combinator === 'and' ? ' and ' : ' or ');
  return not === true ? `(not (${whole}))` : `(${whole})`;
}

function leafSql(condition: Condition, writing: Writing): string {
  const found = `(${testSql(condition, writing)})`;
  return condition.ifUnknown === null ? found : `coalesce(${found}, ${condition.ifUnknown})`;
}

const jsonType = {
  number: 'number',
  date: 'number',
  time: 'number',
  text: 'string',
  flag: 'boolean',
  choices: 'array',
} as const satisfies Record<FieldType, string>;
const sqlType = {
  number: 'double precision',
  date: 'double precision',
  time: 'double precision',
  text: 'text',
  flag: 'boolean',
  choices: 'jsonb',
} as const satisfies Record<FieldType, string>;

/** The value of a fact in its type; null where it is absent or of another type. */
function valueSql(field: string, type: FieldType, { facts, put }: Writing): string {
  const name = put(field, 'text');
  const value = type === 'choices' ? `${facts} -> ${name}` : `(${facts} ->> ${name})::${sqlType[type]}`;
  return `case when jsonb_typeof(${facts} -> ${name}) = '${jsonType[type]}' then ${value} end`;
}

const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

function testSql({ field, type, test }: Condition, writing: Writing): string {
  const { put } = writing;
  const value = valueSql(field, type, writing);
  switch (test.test) {
    case 'known':
      return `(${value}) is ${test.negated ? '' : 'not '}null`;
    case 'equal':
      return `(${value}) ${test.negated ? '<>' : '='} ${put(test.value, sqlType[type])}`;
    case 'order':
      return `(${value}) ${test.order} ${put(test.value, 'double precision')}`;
    case 'range': {
      const between = `between ${put(test.from, 'double precision')} and ${put(test.to, 'double precision')}`;
      return `(${value}) ${test.negated ? 'not ' : ''}${between}`;
    }
    case 'near': {
      const end = (days: number) =>
        `(${writing.facts} ->> 'now')::double precision + ${put(days, 'double precision')} * 86400000`;
      return `(${value}) ${test.negated ? 'not ' : ''}between ${end(test.from)} and ${end(test.to)}`;
    }
    case 'listed': {
      const list = put(test.list, 'text[]');
      return test.negated ? `(${value}) <> all (${list})` : `(${value}) = any (${list})`;
    }
    case 'text':
      return negatedSql(
        test.negated,
        placeSql(test, `translate(${value}, '${upper}', '${upper.toLowerCase()}')`, put),
      );
    case 'has':
      return negatedSql(test.negated, `(${value}) ${test.every ? '?&' : '?|'} ${put(test.list, 'text[]')}`);
    case 'other':
      return otherSql(test, value, type, writing);
  }
}

function negatedSql(negated: boolean, sql: string): string {
  return negated ? `not (${sql})` : sql;
}

function placeSql(
  { place, text }: Extract<Test, { test: 'text' }>,
  value: string,
  put: Writing['put'],
): string {
  const part = put(text, 'text');
  if (place === 'contains') return `strpos(${value}, ${part}) > 0`;
  if (place === 'beginsWith') return `starts_with(${value}, ${part})`;
  return `right(${value}, length(${part})) = ${part}`;
}

function otherSql(
  test: Extract<Test, { test: 'other' }>,
  value: string,
  type: FieldType,
  writing: Writing,
): string {
  const operator = test.order === '!=' ? '<>' : test.order;
  const other = valueSql(test.other, type, writing);
  const number = sqlType[type] === 'double precision';
  const against = number ? `(${other}) * ${writing.put(test.times, 'double precision')}` : `(${other})`;
  return `(${value}) ${operator} ${against}`;
}
