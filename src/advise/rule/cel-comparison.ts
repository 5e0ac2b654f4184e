// Reads one comparison of an expression in CEL: a field, an operator or a method, and a value.
import { type Field, fieldOf } from '#analyze/field/field.ts';
import { writeRef } from '#analyze/field/field-ref.ts';
import type { SubjectKind } from '#sense/signal.ts';
import { type InWords, inWords } from '#texts/in-words.ts';
import { refuse, type Token } from './cel-token.ts';
import { checkLeaf } from './check-leaf.ts';
import type { Operator } from './operator.ts';
import type { Leaf, Scalar } from './rule-tree.ts';

/** An expression under reading; `place` and `depth` move. */
export type Comparing = {
  readonly source: string;
  readonly kind: SubjectKind;
  readonly tokens: readonly Token[];
  place: number;
  depth: number;
};

const signs: Readonly<Record<string, Operator>> = {
  ...{ '==': '=', '!=': '!=', '<': '<', '<=': '<=', '>': '>', '>=': '>=' },
};
const turned: Readonly<Partial<Record<Operator, Operator>>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };
/** Methods of CEL under their names there, and ours. */
const methods: Readonly<Record<string, Operator>> = {
  ...{ contains: 'contains', startsWith: 'beginsWith', endsWith: 'endsWith' },
  ...{ between: 'between', hasAny: 'hasAny', hasAll: 'hasAll', hasNone: 'hasNone' },
  ...{ inLast: 'inLast', inNext: 'inNext' },
};

export function readComparison(reading: Comparing): Leaf {
  const begin = next(reading);
  if (begin.kind === 'name' && begin.text === 'has') return checked(reading, begin, readHas(reading));
  if (begin.kind !== 'name' || begin.text === 'timestamp') return readTurned(reading, begin);
  const { reference, field, method } = readField(reading);
  if (method !== null) return checked(reading, begin, readMethod(reading, reference, method));
  const after = next(reading);
  if (after.kind === 'name' && after.text === 'in') {
    reading.place += 1;
    return checked(reading, begin, { field: reference, operator: 'in', value: readList(reading) });
  }
  const operator = after.kind === 'sign' ? signs[after.text] : undefined;
  if (operator !== undefined) {
    reading.place += 1;
    return checked(reading, begin, { field: reference, operator, ...readSide(reading) });
  }
  if (field.type === 'flag') return checked(reading, begin, { field: reference, operator: '=', value: true });
  return refuse(
    reading.source,
    after.at,
    inWords('ruleFault.cel.compare', { field: reference, example: example[field.type] }),
  );
}

const example = {
  ...{ number: '> 5', text: '== "a"', flag: '== true', time: '>= "08:30"' },
  ...{ date: '< timestamp("2026-11-30")', choices: '.hasAny(["a"])' },
} as const satisfies Record<Field['type'], string>;

function next(reading: Comparing): Token {
  return reading.tokens[reading.place] ?? { kind: 'end', text: '', at: reading.source.length };
}

function takes(reading: Comparing, sign: string): boolean {
  const token = next(reading);
  if (token.kind !== 'sign' || token.text !== sign) return false;
  reading.place += 1;
  return true;
}

function must(reading: Comparing, sign: string, where: InWords): void {
  if (!takes(reading, sign))
    refuse(reading.source, next(reading).at, inWords('ruleFault.cel.missing', { sign, where }));
}

function checked(reading: Comparing, begin: Token, leaf: Leaf): Leaf {
  const [fault] = checkLeaf(leaf, reading.kind);
  return fault === undefined ? leaf : refuse(reading.source, begin.at, fault.problem);
}

type FieldRead = { readonly reference: string; readonly field: Field; readonly method: string | null };

/** `events("Logged In", 28)`, `score.change(28)`, `stage`; what follows after the field's own name is a method. */
function readField(reading: Comparing): FieldRead {
  const begin = next(reading);
  const names: string[] = [];
  do {
    const name = next(reading);
    if (name.kind !== 'name') return refuse(reading.source, name.at, inWords('ruleFault.cel.point'));
    names.push(name.text);
    reading.place += 1;
  } while (takes(reading, '.'));
  const whole = names.join('.');
  const exact = fieldOf(whole);
  const shorter = exact === undefined ? fieldOf(names.slice(0, -1).join('.')) : undefined;
  const field = exact ?? shorter;
  if (field === undefined)
    return refuse(reading.source, begin.at, inWords('ruleFault.cel.unknown', { field: whole }));
  if (exact === undefined) return { reference: field.id, field, method: names.at(-1) ?? null };
  const reference = takes(reading, '(') ? readArguments(reading, field) : field.id;
  if (!takes(reading, '.')) return { reference, field, method: null };
  const method = next(reading);
  reading.place += 1;
  return { reference, field, method: method.text };
}

function readArguments(reading: Comparing, field: Field): string {
  const begin = next(reading);
  const given: Scalar[] = [];
  while (!takes(reading, ')')) {
    if (given.length > 0) must(reading, ',', inWords('ruleFault.cel.where.between'));
    given.push(readScalar(reading));
  }
  const name = given.find((one) => typeof one === 'string');
  const days = given.find((one) => typeof one === 'number');
  if (
    given.length > 2 ||
    given.some((one) => typeof one === 'boolean') ||
    (given.length === 2 && (name === undefined || days === undefined))
  )
    return refuse(reading.source, begin.at, inWords('ruleFault.cel.arguments', { field: field.id }));
  return writeRef(field.id, typeof name === 'string' ? name : null, typeof days === 'number' ? days : null);
}

function readHas(reading: Comparing): Leaf {
  reading.place += 1;
  must(reading, '(', inWords('ruleFault.cel.where.after', { what: 'has' }));
  const { reference, method } = readField(reading);
  if (method !== null) refuse(reading.source, next(reading).at, inWords('ruleFault.cel.hasMethod'));
  must(reading, ')', inWords('ruleFault.cel.where.afterField'));
  return { field: reference, operator: 'notNull' };
}

function readMethod(reading: Comparing, reference: string, method: string): Leaf {
  const at = next(reading);
  const operator = Object.hasOwn(methods, method) ? methods[method] : undefined;
  if (operator === undefined)
    return refuse(
      reading.source,
      at.at,
      inWords('ruleFault.cel.method', { method, methods: Object.keys(methods).join(', ') }),
    );
  must(reading, '(', inWords('ruleFault.cel.where.after', { what: method }));
  if (next(reading).text === '[' && next(reading).kind === 'sign') {
    const value = readList(reading);
    must(reading, ')', inWords('ruleFault.cel.where.afterList'));
    return { field: reference, operator, value };
  }
  const first = readScalar(reading);
  const value = operator === 'between' && takes(reading, ',') ? [first, readScalar(reading)] : first;
  must(reading, ')', inWords('ruleFault.cel.where.end', { what: method }));
  return { field: reference, operator, value };
}

function readList(reading: Comparing): Scalar[] {
  must(reading, '[', inWords('ruleFault.cel.where.beforeList'));
  const list: Scalar[] = [];
  while (!takes(reading, ']')) {
    if (list.length > 0) must(reading, ',', inWords('ruleFault.cel.where.betweenList'));
    list.push(readScalar(reading));
  }
  return list;
}

/** The right side: a value, another field, or so many times another field. */
function readSide(reading: Comparing): Pick<Leaf, 'value' | 'valueSource' | 'times'> {
  const begin = next(reading);
  if (begin.kind === 'name' && !['true', 'false', 'timestamp'].includes(begin.text)) {
    const other = readOther(reading);
    const times = takes(reading, '*') ? readNumber(reading) : undefined;
    return { value: other, valueSource: 'field', ...(times === undefined ? {} : { times }) };
  }
  const value = readScalar(reading);
  if (!takes(reading, '*')) return { value };
  if (typeof value !== 'number') return refuse(reading.source, begin.at, inWords('ruleFault.cel.multiplies'));
  return { value: readOther(reading), valueSource: 'field', times: value };
}

function readOther(reading: Comparing): string {
  const begin = next(reading);
  if (begin.kind !== 'name') return refuse(reading.source, begin.at, inWords('ruleFault.cel.other'));
  const { reference, method } = readField(reading);
  return method === null ? reference : refuse(reading.source, begin.at, inWords('ruleFault.cel.otherMethod'));
}

/** `5 < score` is `score > 5`. */
function readTurned(reading: Comparing, begin: Token): Leaf {
  const value = readScalar(reading);
  const sign = next(reading);
  const operator = sign.kind === 'sign' ? signs[sign.text] : undefined;
  if (operator === undefined) return refuse(reading.source, sign.at, inWords('ruleFault.cel.turned'));
  reading.place += 1;
  return checked(reading, begin, {
    field: readOther(reading),
    operator: turned[operator] ?? operator,
    value,
  });
}

function readNumber(reading: Comparing): number {
  const begin = next(reading);
  const value = readScalar(reading);
  return typeof value === 'number'
    ? value
    : refuse(reading.source, begin.at, inWords('ruleFault.cel.number'));
}

function readScalar(reading: Comparing): Scalar {
  const minus = takes(reading, '-');
  const token = next(reading);
  reading.place += 1;
  if (token.kind === 'number') return minus ? -Number(token.text) : Number(token.text);
  if (!minus && token.kind === 'text') return token.text;
  if (!minus && token.kind === 'name' && token.text === 'true') return true;
  if (!minus && token.kind === 'name' && token.text === 'false') return false;
  if (!minus && token.kind === 'name' && token.text === 'timestamp') {
    must(reading, '(', inWords('ruleFault.cel.where.after', { what: 'timestamp' }));
    const inner = readScalar(reading);
    must(reading, ')', inWords('ruleFault.cel.where.end', { what: 'timestamp' }));
    return inner;
  }
  const what = token.kind === 'end' ? inWords('ruleFault.cel.value.end') : JSON.stringify(token.text);
  return refuse(reading.source, token.at, inWords('ruleFault.cel.value', { what }));
}
