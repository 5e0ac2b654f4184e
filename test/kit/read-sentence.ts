// Reads the sentence of a rule back into a tree, in either language, as a person would who knows the fields of the pool.
import { takenBy } from '#advise/rule/operator.ts';
import type { Group, Leaf, Scalar } from '#advise/rule/rule-tree.ts';
import { readRef } from '#analyze/field/field-ref.ts';
import { fieldText } from '#texts/field-text.ts';
import { isTextKey, type Locale, text } from '#texts/texts.ts';
import { pool } from './any-rule.ts';

const mark = (index: number) => `⟦${index}⟧`;

export function readSentence(locale: Locale, sentence: string): Group {
  const references = Object.values(pool).flat();
  const labels = references
    .flatMap((reference, index) => [
      ...yesOrNoSaid(locale, reference).map(({ label, word }) => ({
        label,
        marked: `${mark(index)}${word}`,
      })),
      { label: fieldText(locale, reference), marked: mark(index) },
    ])
    .sort((a, b) => b.label.length - a.label.length);
  // Labels may hold words such as "or": they are marked first.
  const marked = labels.reduce((whole, { label, marked }) => whole.replaceAll(label, marked), sentence);
  return groupFrom({ locale, references }, marked);
}

const yesOrNo: Readonly<Record<string, Pick<Leaf, 'operator' | 'value'>>> = {
  true: { operator: '=', value: true },
  false: { operator: '=', value: false },
  null: { operator: 'null' },
  notNull: { operator: 'notNull' },
};

/** The sentences of what is yes or no, such as "is not a customer". */
function yesOrNoSaid(locale: Locale, reference: string): { label: string; word: string }[] {
  const read = readRef(reference);
  if ('problem' in read || read.field.type !== 'flag') return [];
  return Object.keys(yesOrNo).map((word) => {
    const key = `field.${read.field.id}.${word}`;
    if (!isTextKey(key)) throw new Error(`no text ${key}`);
    return { label: text(locale, key, { name: fieldText(locale, reference) }), word };
  });
}

type Reading = { readonly locale: Locale; readonly references: readonly string[] };

function groupFrom(reading: Reading, given: string): Group {
  const { locale } = reading;
  const inner = within(given, text(locale, 'rule.not', { rules: '\n' }));
  if (inner !== null) {
    const denied = groupFrom(reading, inner);
    return denied.not === true ? { combinator: 'and', not: true, rules: [denied] } : { ...denied, not: true };
  }
  if (given === text(locale, 'rule.always')) return { combinator: 'and', rules: [] };
  if (given === text(locale, 'rule.never')) return { combinator: 'or', rules: [] };
  const ors = split(given, text(locale, 'rule.or'));
  const combinator = ors.length > 1 ? 'or' : 'and';
  const parts = ors.length > 1 ? ors : split(given, text(locale, 'rule.and'));
  return { combinator, rules: parts.map((part) => nodeFrom(reading, part)) };
}

function nodeFrom(reading: Reading, part: string): Group | Leaf {
  const { locale } = reading;
  if (within(part, text(locale, 'rule.not', { rules: '\n' })) !== null) return groupFrom(reading, part);
  const inner = within(part, text(locale, 'rule.group', { rules: '\n' }));
  if (inner !== null) return groupFrom(reading, inner);
  for (const [key, ifUnknown] of [
    ['rule.orUnknown', true],
    ['rule.andKnown', false],
  ] as const) {
    const [, end = ''] = text(locale, key, { condition: '\n' }).split('\n');
    if (part.endsWith(end)) return { ...leafFrom(reading, part.slice(0, -end.length)), ifUnknown };
  }
  return leafFrom(reading, part);
}

/** What stands in the place of the line break of the frame; null where the text does not have that frame around it. */
function within(given: string, frame: string): string | null {
  const [begin = '', end = ''] = frame.split('\n');
  if (!given.startsWith(begin) || !given.endsWith(end) || given.length < frame.length - 1) return null;
  const inner = given.slice(begin.length, given.length - end.length);
  return balanced(inner) ? inner : null;
}

/** Walks over the text outside of quotes; `at` is told the depth of parentheses before each sign. */
function walk(given: string, at: (index: number, depth: number) => boolean): void {
  let depth = 0;
  let quoted = false;
  for (let index = 0; index < given.length; index += 1) {
    const sign = given[index] ?? '';
    if (quoted) {
      if (sign === '\\') index += 1;
      else if (sign === '”') quoted = false;
      continue;
    }
    if (!at(index, depth)) return;
    if (sign === '“') quoted = true;
    else if ('(（'.includes(sign)) depth += 1;
    else if (')）'.includes(sign)) depth -= 1;
  }
  at(given.length, quoted ? -1 : depth);
}

function balanced(given: string): boolean {
  let fine = true;
  walk(given, (index, depth) => {
    if (depth < 0 || (index === given.length && depth !== 0)) fine = false;
    return fine;
  });
  return fine;
}

function split(given: string, by: string): string[] {
  const parts: string[] = [];
  let from = 0;
  walk(given, (index, depth) => {
    if (depth === 0 && index >= from && given.startsWith(by, index)) {
      parts.push(given.slice(from, index));
      from = index + by.length;
    }
    return true;
  });
  return [...parts, given.slice(from)];
}

const words: Readonly<Record<string, string>> = {
  ...{ '=': 'is', '!=': 'isNot', '<': 'less', '<=': 'atMost', '>': 'more', '>=': 'atLeast' },
};
const dateWords: Readonly<Record<string, string>> = {
  ...{ '<': 'before', '<=': 'notAfter', '>': 'after', '>=': 'notBefore' },
};

function leafFrom(reading: Reading, part: string): Leaf {
  const { locale, references } = reading;
  const [, index = ''] = /^⟦(\d+)⟧/.exec(part) ?? [];
  const field = references[Number(index)] ?? '';
  const read = readRef(field);
  if ('problem' in read) throw new Error(`no field at the beginning of ${part}`);
  const { type } = read.field;
  if (type === 'flag') return asLeaf({ field, ...yesOrNo[part.slice(mark(Number(index)).length)] });
  const moment = type === 'date' || type === 'time';
  for (const [operator, takes] of Object.entries(takenBy[type])) {
    const key = `rule.says.${(moment ? dateWords[operator] : undefined) ?? words[operator] ?? operator}`;
    if (!isTextKey(key)) throw new Error(`no text ${key}`);
    const said = text(locale, key, { field: mark(Number(index)), value: '\n', from: '\n', to: '\n' });
    const pieces = said.split('\n');
    const values = valuesBetween(part, pieces);
    if (values === null) continue;
    const leaf = toLeaf(reading, { field, operator, takes, values });
    if (leaf !== null) return leaf;
  }
  throw new Error(`not understood: ${part}`);
}

function valuesBetween(part: string, pieces: readonly string[]): string[] | null {
  const [first = '', ...rest] = pieces;
  if (rest.length === 0) return part === first ? [] : null;
  const last = rest.at(-1) ?? '';
  if (!part.startsWith(first) || !part.endsWith(last) || part.length < first.length + last.length)
    return null;
  const inner = part.slice(first.length, part.length - last.length);
  return rest.length === 1 ? [inner] : split(inner, rest[0] ?? '');
}

type Said = { field: string; operator: string; takes: string; values: readonly string[] };

function toLeaf(reading: Reading, { field, operator, takes, values }: Said): Leaf | null {
  const { locale, references } = reading;
  const other = /^(?:(-?[\d.]+) × )?⟦(\d+)⟧$/.exec(values[0] ?? '');
  if (other !== null) {
    const times = other[1] === undefined ? {} : { times: Number(other[1]) };
    return asLeaf({ field, operator, value: references[Number(other[2])], valueSource: 'field', ...times });
  }
  const texts = takes === 'list' ? split(values[0] ?? '', text(locale, 'rule.comma')) : values;
  const list = texts.map((one) => scalar(one));
  if (list.some((one) => one === undefined)) return null;
  const value = takes === 'nothing' ? {} : { value: takes === 'list' || takes === 'two' ? list : list[0] };
  return asLeaf({ field, operator, ...value });
}

function asLeaf(leaf: object): Leaf {
  return JSON.parse(JSON.stringify(leaf));
}

function scalar(said: string): Scalar | undefined {
  const quoted = /^“(.*)”$/s.exec(said);
  if (quoted !== null) return (quoted[1] ?? '').replaceAll('\\”', '”').replaceAll('\\\\', '\\');
  if (/^\d{4}-\d{2}-\d{2}|^\d{2}:\d{2}$/.test(said)) return said;
  const percent = said.endsWith(' %');
  const number = percent ? Number(said.slice(0, -2)) / 100 : Number(said);
  return said.trim() === '' || Number.isNaN(number) ? undefined : number;
}
