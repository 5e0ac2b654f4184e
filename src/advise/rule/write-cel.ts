// Writes a rule tree as an expression in CEL: what `readCel` reads.
import { readRef } from '#analyze/field/field-ref.ts';
import type { Operator } from './operator.ts';
import { type Group, isGroup, type Leaf, type Scalar } from './rule-tree.ts';

export function writeCel(tree: Group): string {
  const { combinator, not, rules } = tree;
  if (rules.length === 0) return `${not === true ? '!' : ''}${combinator === 'and' ? 'true' : 'false'}`;
  const parts = rules.map((node) => {
    if (!isGroup(node)) return leafCel(node);
    return node.not === true || node.rules.length === 0 ? writeCel(node) : `(${writeCel(node)})`;
  });
  const joined = parts.join(combinator === 'and' ? ' && ' : ' || ');
  return not === true ? `!(${joined})` : joined;
}

/** Operators whose opposite has a name of its own; not known stays not known in both. */
const opposites: Readonly<Partial<Record<Operator, Operator>>> = {
  '=': '!=',
  notNull: 'null',
  between: 'notBetween',
  in: 'notIn',
  contains: 'doesNotContain',
  beginsWith: 'doesNotBeginWith',
  endsWith: 'doesNotEndWith',
  hasAny: 'hasNone',
  inLast: 'notInLast',
  inNext: 'notInNext',
};
const plainOf = new Map(Object.entries(opposites).map(([plain, opposite]) => [opposite, plain]));

/** The condition that is true where this one is false; null where it has no name of its own. */
export function oppositeOf(leaf: Leaf): Leaf | null {
  if (typeof leaf.ifUnknown === 'boolean') return null;
  if (typeof leaf.value === 'boolean') return { ...leaf, value: !leaf.value };
  const operator = opposites[leaf.operator];
  return operator === undefined ? null : { ...leaf, operator };
}

function leafCel(leaf: Leaf): string {
  const said = conditionCel(leaf);
  return typeof leaf.ifUnknown === 'boolean' ? `ifUnknown(${said}, ${leaf.ifUnknown})` : said;
}

const methods: Readonly<Record<string, string>> = {
  ...{ contains: 'contains', beginsWith: 'startsWith', endsWith: 'endsWith', between: 'between' },
  ...{ hasAny: 'hasAny', hasAll: 'hasAll', inLast: 'inLast', inNext: 'inNext' },
};
const signs: Readonly<Record<string, string>> = {
  ...{ '=': '==', '!=': '!=', '<': '<', '<=': '<=', '>': '>', '>=': '>=' },
};

function conditionCel(leaf: Leaf): string {
  const field = referenceCel(leaf.field);
  const sign = signs[leaf.operator];
  if (sign !== undefined) return `${field} ${sign} ${sideCel(leaf)}`;
  const plain = plainOf.get(leaf.operator) ?? leaf.operator;
  const negated = plain === leaf.operator ? '' : '!';
  if (plain === 'notNull') return `${negated}has(${field})`;
  if (plain === 'in')
    return negated === '' ? `${field} in ${valueCel(leaf.value)}` : `!(${field} in ${valueCel(leaf.value)})`;
  const value =
    plain === 'between' && Array.isArray(leaf.value)
      ? leaf.value.map(scalarCel).join(', ')
      : valueCel(leaf.value);
  return `${negated}${field}.${methods[plain] ?? plain}(${value})`;
}

function sideCel({ value, valueSource, times }: Leaf): string {
  if (valueSource !== 'field') return valueCel(value);
  const other = referenceCel(String(value));
  return times === undefined ? other : `${times} * ${other}`;
}

function valueCel(value: Leaf['value']): string {
  if (value === undefined) return 'null';
  return typeof value === 'object' ? `[${value.map(scalarCel).join(', ')}]` : scalarCel(value);
}

function scalarCel(value: Scalar): string {
  return typeof value === 'string' ? textCel(value) : String(value);
}

function referenceCel(reference: string): string {
  const read = readRef(reference);
  if ('problem' in read) return reference;
  const given = [
    ...(read.name === null ? [] : [textCel(read.name)]),
    ...(read.days === null ? [] : [String(read.days)]),
  ];
  return given.length === 0 ? read.field.id : `${read.field.id}(${given.join(', ')})`;
}

/** JSON's quotes and escapes, but for those that CEL's reader here does not have. */
function textCel(value: string): string {
  return JSON.stringify(value).replace(/\\[bf]/g, (sign) => (sign === '\\b' ? '\\u0008' : '\\u000c'));
}
