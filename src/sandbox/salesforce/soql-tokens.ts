// Splits SOQL into words, texts, numbers, times and signs.
import { malformed } from './soql-error.ts';
import { isDay, readStamp } from './stamp.ts';

export type Token = {
  readonly kind: 'word' | 'string' | 'number' | 'date' | 'datetime' | 'sign' | 'end';
  readonly text: string;
  readonly at: number;
};

const shapes: readonly (readonly [Token['kind'], RegExp])[] = [
  ['datetime', /\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)/y],
  ['date', /\d{4}-\d\d-\d\d(?![\dT])/y],
  ['number', /[+-]?\d+(\.\d+)?(?![\w])/y],
  ['word', /[A-Za-z]\w*(\.[A-Za-z]\w*)*/y],
  ['sign', /!=|<>|<=|>=|[=<>(),:]/y],
];
const escapes: Readonly<Record<string, string>> = {
  ...{ n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', '"': '"', "'": "'", '\\': '\\' },
  // Kept with their backslash: only LIKE knows what they mean.
  ...{ _: '\\_', '%': '\\%' },
};

export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    at = skipSpace(text, at);
    if (at >= text.length) break;
    const token = text.charAt(at) === "'" ? stringAt(text, at) : plainAt(text, at);
    tokens.push(token.token);
    at = token.end;
  }
  return [...tokens, { kind: 'end', text: '<EOF>', at: text.length }];
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (/\s/.test(text.charAt(at))) at += 1;
  return at;
}

function plainAt(text: string, at: number): { token: Token; end: number } {
  for (const [kind, shape] of shapes) {
    shape.lastIndex = at;
    const [found] = shape.exec(text) ?? [];
    if (found === undefined) continue;
    if (kind === 'datetime')
      return { token: { kind, text: timeOf(text, at, found), at }, end: at + found.length };
    if (kind === 'date' && !isDay(found)) throw malformed(text, at, `Invalid date: ${found}`);
    return { token: { kind, text: found, at }, end: at + found.length };
  }
  throw malformed(text, at, `unexpected token: '${text.charAt(at)}'`);
}

function timeOf(text: string, at: number, found: string): string {
  const stamp = readStamp(found);
  if (stamp === undefined) throw malformed(text, at, `Invalid datetime: ${found}`);
  return stamp;
}

function stringAt(text: string, start: number): { token: Token; end: number } {
  let value = '';
  let at = start + 1;
  for (;;) {
    const sign = text.charAt(at);
    if (sign === '') throw malformed(text, start, "line 1:0 mismatched character <EOF> expecting '''");
    if (sign === "'") return { token: { kind: 'string', text: value, at: start }, end: at + 1 };
    if (sign === '\\') {
      const meant = escapes[text.charAt(at + 1)];
      if (meant === undefined)
        throw malformed(
          text,
          at,
          `Illegal string literal. Invalid string literal '\\${text.charAt(at + 1)}'. Illegal character sequence '\\${text.charAt(at + 1)}' in string literal.`,
        );
      value += meant;
      at += 2;
    } else {
      value += sign;
      at += 1;
    }
  }
}
