// Reads SOQL as far as this Salesforce knows it; anything else is MALFORMED_QUERY, never quietly left out.
import type { Condition, Literal, Operator, Order, Path, Selected, Soql } from './soql.ts';
import { malformed } from './soql-error.ts';
import { type Token, tokensOf } from './soql-tokens.ts';

const LONGEST_STATEMENT = 100_000;
const operators: Readonly<Record<string, Operator>> = {
  ...{ '=': '=', '!=': '!=', '<>': '!=', '<': '<', '<=': '<=', '>': '>', '>=': '>=' },
};
const aggregates = { COUNT: 'COUNT', MAX: 'MAX', MIN: 'MIN', SUM: 'SUM', AVG: 'AVG' } as const;
const reserved =
  /^(SELECT|FROM|WHERE|AND|OR|NOT|IN|LIKE|ORDER|BY|GROUP|LIMIT|OFFSET|ASC|DESC|NULLS|HAVING|ALL|FOR)$/i;

export function parseSoql(text: string): Soql {
  if (text.length > LONGEST_STATEMENT)
    throw malformed(text, 0, 'SOQL statements cannot be longer than 100000 characters.');
  const reader = readerOf(text, tokensOf(text));
  reader.take('SELECT');
  const select = [selected(reader)];
  while (reader.maybe(',')) select.push(selected(reader));
  reader.take('FROM');
  // Queues are rows of an object that is called like a word of the language.
  const from = reader.is('GROUP') ? reader.next() : reader.word();
  const where = reader.maybe('WHERE') ? condition(reader) : undefined;
  const groupBy = reader.maybe('GROUP') ? paths(reader) : [];
  const orderBy = reader.maybe('ORDER') ? orders(reader) : [];
  const limit = reader.maybe('LIMIT') ? reader.count() : undefined;
  const offset = reader.maybe('OFFSET') ? reader.count() : undefined;
  const allRows = reader.maybe('ALL');
  if (allRows) reader.take('ROWS');
  reader.end();
  return {
    ...{ text, select, from: { name: from.text, at: from.at }, groupBy, orderBy, allRows },
    ...(where === undefined ? {} : { where }),
    ...(limit === undefined ? {} : { limit }),
    ...(offset === undefined ? {} : { offset }),
  };
}

type Reader = ReturnType<typeof readerOf>;

function readerOf(text: string, tokens: readonly Token[]) {
  let place = 0;
  const end: Token = { kind: 'end', text: '<EOF>', at: text.length };
  const peek = (ahead = 0): Token => tokens[place + ahead] ?? end;
  const is = (wanted: string, ahead = 0) => {
    const { kind, text: word } = peek(ahead);
    return (kind === 'word' || kind === 'sign') && word.toUpperCase() === wanted;
  };
  const unexpected = (token = peek()) => malformed(text, token.at, `unexpected token: '${token.text}'`);
  const next = () => {
    const token = peek();
    place += 1;
    return token;
  };
  return {
    ...{ text, peek, is, unexpected, next },
    maybe(wanted: string): boolean {
      if (!is(wanted)) return false;
      place += 1;
      return true;
    },
    take(wanted: string): void {
      if (!is(wanted)) throw unexpected();
      place += 1;
    },
    word(): Token {
      if (peek().kind !== 'word' || reserved.test(peek().text)) throw unexpected();
      return next();
    },
    count(): number {
      if (peek().kind !== 'number' || !/^\d+$/.test(peek().text)) throw unexpected();
      return Number(next().text);
    },
    end(): void {
      if (peek().kind !== 'end') throw unexpected();
    },
  };
}

function pathAt(reader: Reader): Path {
  const { text, at } = reader.word();
  return { parts: text.split('.'), at };
}

function paths(reader: Reader): Path[] {
  reader.take('BY');
  const list = [pathAt(reader)];
  while (reader.maybe(',')) list.push(pathAt(reader));
  return list;
}

function selected(reader: Reader): Selected {
  if (!reader.is('(', 1)) {
    const path = pathAt(reader);
    // An alias is only allowed where records are grouped; this Salesforce does not group fields under other names.
    if (reader.peek().kind === 'word' && !reserved.test(reader.peek().text)) throw reader.unexpected();
    return { kind: 'field', path };
  }
  const token = reader.word();
  const name = token.text.toUpperCase();
  const known = Object.values(aggregates).find((one) => one === name);
  if (known === undefined) throw reader.unexpected(token);
  reader.take('(');
  const path = reader.is(')') ? undefined : pathAt(reader);
  if (path === undefined && known !== 'COUNT') throw reader.unexpected();
  reader.take(')');
  const aliased = reader.peek().kind === 'word' && !reserved.test(reader.peek().text);
  return {
    ...{ kind: 'aggregate', function: known },
    ...(path === undefined ? {} : { path }),
    ...(aliased ? { alias: reader.word().text } : {}),
  };
}

function orders(reader: Reader): Order[] {
  reader.take('BY');
  const list = [order(reader)];
  while (reader.maybe(',')) list.push(order(reader));
  return list;
}

function order(reader: Reader): Order {
  const path = pathAt(reader);
  const descending = reader.maybe('DESC');
  if (!descending) reader.maybe('ASC');
  // Empty values come first, in both directions, unless the query says otherwise.
  let nulls: Order['nulls'] = 'first';
  if (reader.maybe('NULLS')) {
    if (reader.maybe('LAST')) nulls = 'last';
    else reader.take('FIRST');
  }
  return { path, descending, nulls };
}

// AND and OR may not stand side by side without brackets.
function condition(reader: Reader): Condition {
  const first = term(reader);
  const word = ['AND', 'OR'].find((one) => reader.is(one));
  if (word === undefined) return first;
  const parts = [first];
  while (reader.maybe(word)) parts.push(term(reader));
  if (reader.is('AND') || reader.is('OR')) throw reader.unexpected();
  return { kind: word === 'AND' ? 'and' : 'or', parts };
}

function term(reader: Reader): Condition {
  if (reader.maybe('NOT')) return { kind: 'not', part: term(reader) };
  if (reader.maybe('(')) {
    const inner = condition(reader);
    reader.take(')');
    return inner;
  }
  const path = pathAt(reader);
  const not = reader.is('NOT') && reader.is('IN', 1) && reader.maybe('NOT');
  if (reader.maybe('IN')) return { kind: 'in', path, not, values: list(reader) };
  if (reader.maybe('LIKE')) return { kind: 'compare', path, operator: 'LIKE', value: literal(reader) };
  const operator = reader.peek().kind === 'sign' ? operators[reader.peek().text] : undefined;
  if (operator === undefined) throw reader.unexpected();
  reader.next();
  return { kind: 'compare', path, operator, value: literal(reader) };
}

function list(reader: Reader): Literal[] {
  reader.take('(');
  const values = [literal(reader)];
  while (reader.maybe(',')) values.push(literal(reader));
  reader.take(')');
  return values;
}

function literal(reader: Reader): Literal {
  const token = reader.next();
  const { kind, text } = token;
  if (kind === 'string' || kind === 'date' || kind === 'datetime') return { kind, value: text };
  if (kind === 'number') return { kind, value: Number(text) };
  const word = text.toUpperCase();
  if (kind === 'word' && word === 'NULL') return { kind: 'null', value: null };
  if (kind === 'word' && (word === 'TRUE' || word === 'FALSE'))
    return { kind: 'boolean', value: word === 'TRUE' };
  throw reader.unexpected(token);
}
