// A condition as the API keeps it (the tree of react-querybuilder), and what an editor does with it.
import type { FieldsAnswer } from '../api-types.ts';

export type Field = FieldsAnswer['fields'][number];
export type Kind = 'contact' | 'lead' | 'company' | 'deal';
export type Scalar = string | number | boolean;
export type Value = Scalar | Scalar[] | undefined;

/** `id` is the editor's own; the API takes it and forgets it. */
export type Leaf = {
  id?: string;
  field: string;
  operator: string;
  value?: Scalar | Scalar[];
  valueSource?: 'value' | 'field';
  times?: number;
  ifUnknown?: boolean | 'hold';
};
export type Group = { id?: string; combinator: 'and' | 'or'; not?: boolean; rules: (Group | Leaf)[] };

export function isGroup(node: unknown): node is Group {
  return typeof node === 'object' && node !== null && 'rules' in node && Array.isArray(node.rules);
}

export const emptyGroup: Group = { combinator: 'and', rules: [] };

let last = 0;
function freshId(): string {
  last += 1;
  return `n${last}`;
}

/** Every node gets a name, by which it keeps its place on the page when others come and go. */
export function withIds(group: Group): Group {
  const named = (node: Group | Leaf): Group | Leaf => ({
    ...(isGroup(node) ? { ...node, rules: node.rules.map(named) } : node),
    id: freshId(),
  });
  return { ...group, id: freshId(), rules: group.rules.map(named) };
}

/** As it is kept: without the editor's names. */
export function bare(group: Group): Group {
  const plain = (node: Group | Leaf): Group | Leaf => {
    const { id: _, ...rest } = node;
    return isGroup(rest) ? { ...rest, rules: rest.rules.map(plain) } : rest;
  };
  const { id: _, ...rest } = group;
  return { ...rest, rules: rest.rules.map(plain) };
}

const bands: { readonly [kind in Kind]: readonly string[] } = {
  company: ['healthy', 'watch', 'at_risk'],
  contact: ['A', 'B', 'C', 'D'],
  lead: ['A', 'B', 'C', 'D'],
  deal: ['likely', 'even', 'unlikely'],
};

/** What can be asked of this kind; of the grades and bands only those that it can have. */
export function fieldsOf(fields: readonly Field[], kind: Kind): Field[] {
  return fields
    .filter(({ kinds }) => kinds.includes(kind))
    .map((field) =>
      field.id.split('.')[0] === 'band'
        ? { ...field, choices: field.choices.filter((one) => bands[kind].includes(one)) }
        : field,
    );
}

export type Reference = { readonly field: Field | undefined; readonly name: string; readonly days: number };

const shape = /^([a-z_]+(?:\.[a-z_]+)*)(?::(.*?))?(?:@(\d{1,4}))?$/s;

/** What `events:Logged In@28` says, as far as the catalogue knows it. */
export function readReference(reference: string, fields: readonly Field[]): Reference {
  const parts = shape.exec(reference);
  const field = fields.find(({ id }) => id === parts?.[1]);
  if (field === undefined || field.window)
    return { field, name: parts?.[2] ?? '', days: Number(parts?.[3] ?? 28) };
  const colon = reference.indexOf(':');
  return { field, name: colon < 0 ? '' : reference.slice(colon + 1), days: 28 };
}

export function writeReference(field: Field, name: string, days: number): string {
  const named = field.named === null || (field.named.optional && name === '') ? '' : `:${name}`;
  return `${field.id}${named}${field.window ? `@${days}` : ''}`;
}

/** What an operator takes: nothing, one value, two, a list, or a number of days. */
export function takenBy(operator: string): 'nothing' | 'one' | 'two' | 'list' | 'days' {
  if (operator === 'null' || operator === 'notNull') return 'nothing';
  if (operator === 'between' || operator === 'notBetween') return 'two';
  if (['in', 'notIn', 'hasAny', 'hasAll', 'hasNone'].includes(operator)) return 'list';
  return ['inLast', 'notInLast', 'inNext', 'notInNext'].includes(operator) ? 'days' : 'one';
}

/** Lists of a condition are made when they are opened: with some sixty fields a line, ready-made ones make typing slow. */
export const closedLight = { keepMounted: false } as const;

export const comparesFields = ['=', '!=', '<', '<=', '>', '>='];

/** A value that the operator can take, to begin with. */
function firstValue(field: Field, operator: string): Value {
  const one: Scalar = {
    number: 1,
    text: field.choices[0] ?? '',
    choices: field.choices[0] ?? '',
    flag: true,
    date: new Date().toISOString().slice(0, 10),
    time: '09:00',
  }[field.type];
  const takes = takenBy(operator);
  if (takes === 'nothing') return undefined;
  if (takes === 'days') return 30;
  if (takes === 'two') return [one, field.type === 'time' ? '17:00' : one];
  return takes === 'one' ? one : one === '' ? [] : [one];
}

/** The condition with another operator; its value stays where the new one takes the same. */
export function withOperator(leaf: Leaf, field: Field, operator: string): Leaf {
  const { value: _, valueSource, times, ...rest } = leaf;
  if (valueSource === 'field' && comparesFields.includes(operator)) return { ...leaf, operator };
  const stays = takenBy(operator) === takenBy(leaf.operator) && valueSource !== 'field';
  const value = stays ? leaf.value : firstValue(field, operator);
  return { ...rest, operator, ...(value === undefined ? {} : { value }) };
}

/** The condition on another field; operator and value stay where the types are the same. */
export function withField(leaf: Leaf, before: Field | undefined, field: Field, reference: string): Leaf {
  if (before?.type === field.type && before.choices.length === 0 && field.choices.length === 0)
    return { ...leaf, field: reference };
  const operator = field.operators[0] ?? '=';
  const value = firstValue(field, operator);
  const { id, ifUnknown } = leaf;
  return {
    ...(id === undefined ? {} : { id }),
    ...{ field: reference, operator },
    ...(value === undefined ? {} : { value }),
    ...(ifUnknown === undefined ? {} : { ifUnknown }),
  };
}

/** A condition to begin with, on a field that this kind has. */
export function freshLeaf(fields: readonly Field[]): Leaf {
  const field = fields.find(({ id }) => id === 'score') ?? fields[0];
  if (field === undefined) return { id: freshId(), field: '', operator: '=' };
  const leaf = { id: freshId(), field: '', operator: '' };
  return { ...withField(leaf, undefined, field, writeReference(field, '', 28)), operator: '<', value: 50 };
}

export function freshGroup(fields: readonly Field[]): Group {
  return { id: freshId(), combinator: 'or', rules: [freshLeaf(fields)] };
}

/** A reference in words, as the catalogue says it; `known` finds the text of one that names something. */
export function referenceText(
  reference: string,
  fields: readonly Field[],
  locale: 'en' | 'zh-CN',
  known: (key: string, otherwise: string) => string,
): string {
  const { field, name, days } = readReference(reference, fields);
  if (field === undefined) return reference;
  const plain = field.label[locale];
  const said = name === '' ? plain : known(`field.${field.id}.named`, plain);
  return said.replaceAll('{days}', String(days)).replaceAll('{name}', name);
}
