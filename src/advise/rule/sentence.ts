// A rule tree as a sentence in the reader's language.
import type { Field } from '#analyze/field/field.ts';
import { readRef } from '#analyze/field/field-ref.ts';
import { fieldText } from '#texts/field-text.ts';
import { isTextKey, type Locale, text } from '#texts/texts.ts';
import type { Operator } from './operator.ts';
import { type Group, isGroup, type Leaf, type Scalar } from './rule-tree.ts';

/** What the tenant's own things are called, where it is known. */
export type Names = {
  /** The CRM's own label of a property. */
  readonly property?: (name: string) => string | undefined;
  readonly segment?: (id: string) => string | undefined;
};

export function sentence(locale: Locale, tree: Group, names: Names = {}): string {
  const { combinator, not, rules } = tree;
  const parts = rules.map((node) => {
    if (!isGroup(node)) return leafSentence(locale, node, names);
    const inner = sentence(locale, node, names);
    return node.not === true ? inner : text(locale, 'rule.group', { rules: inner });
  });
  const joined =
    parts.length === 0
      ? text(locale, combinator === 'and' ? 'rule.always' : 'rule.never')
      : parts.join(text(locale, combinator === 'and' ? 'rule.and' : 'rule.or'));
  return not === true ? text(locale, 'rule.not', { rules: joined }) : joined;
}

const plainWords: Readonly<Partial<Record<Operator, string>>> = {
  '=': 'is',
  '!=': 'isNot',
  '<': 'less',
  '<=': 'atMost',
  '>': 'more',
  '>=': 'atLeast',
};
const dateWords: Readonly<Partial<Record<Operator, string>>> = {
  '<': 'before',
  '<=': 'notAfter',
  '>': 'after',
  '>=': 'notBefore',
};

export function leafSentence(locale: Locale, leaf: Leaf, names: Names = {}): string {
  const read = readRef(leaf.field);
  const field = 'problem' in read ? undefined : read.field;
  const says = { leaf, field, names };
  const said = field?.type === 'flag' ? yesOrNo(locale, says) : comparison(locale, says);
  if (typeof leaf.ifUnknown !== 'boolean') return said;
  return text(locale, leaf.ifUnknown ? 'rule.orUnknown' : 'rule.andKnown', { condition: said });
}

type Says = { readonly leaf: Leaf; readonly field: Field | undefined; readonly names: Names };

/** What is yes or no has whole sentences of its own, such as "is not a customer". */
function yesOrNo(locale: Locale, { leaf, field, names }: Says): string {
  const key = `field.${field?.id}.${leaf.operator === '=' ? leaf.value : leaf.operator}`;
  const name = fieldText(locale, leaf.field, names.property);
  return isTextKey(key) ? text(locale, key, { name }) : name;
}

function comparison(locale: Locale, { leaf, field, names }: Says): string {
  const moment = field?.type === 'date' || field?.type === 'time';
  const word = (moment ? dateWords[leaf.operator] : undefined) ?? plainWords[leaf.operator] ?? leaf.operator;
  const key = `rule.says.${word}`;
  const values = valueTexts(locale, leaf, field, names);
  return text(locale, isTextKey(key) ? key : 'rule.says.is', {
    field: fieldText(locale, leaf.field, names.property),
    value: values.join(text(locale, 'rule.comma')),
    from: values[0] ?? '',
    to: values[1] ?? '',
  });
}

function valueTexts(locale: Locale, leaf: Leaf, field: Field | undefined, names: Names): string[] {
  const { value, times } = leaf;
  if (value === undefined) return [];
  if (leaf.valueSource === 'field') {
    const other = fieldText(locale, String(value), names.property);
    return [times === undefined ? other : text(locale, 'rule.times', { times, field: other })];
  }
  const list: readonly Scalar[] = Array.isArray(value) ? value : typeof value === 'object' ? [] : [value];
  return list.map((one) => valueText(locale, one, field, names));
}

function valueText(locale: Locale, value: Scalar, field: Field | undefined, names: Names): string {
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return field?.unit === 'share' ? shareText(value) : String(value);
  if (field?.type === 'date' || field?.type === 'time') return value;
  const known = `field.choice.${value}`;
  if (field?.choices !== undefined && isTextKey(known)) return text(locale, known);
  const called = field?.id === 'segment' ? (names.segment?.(value) ?? value) : value;
  return text(locale, 'rule.quoted', { value: called.replaceAll('\\', '\\\\').replaceAll('”', '\\”') });
}

/** A share in percent, unless that would not say exactly the same. */
function shareText(value: number): string {
  const percent = Number((value * 100).toPrecision(12));
  return percent / 100 === value ? `${percent} %` : String(value);
}
