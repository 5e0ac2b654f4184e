// The tokens of an expression in CEL, each with its place, and the limits on how much may be written.
import { fail } from '#errors.ts';

export const mostSigns = 5000;
export const mostTokens = 1500;

export type Token = {
  readonly kind: 'name' | 'number' | 'text' | 'sign' | 'end';
  /** What stands there; of a text what it means, without quotes. */
  readonly text: string;
  readonly at: number;
};

/** Signs of two letters come before those of one. */
const signs = ['&&', '||', '==', '!=', '<=', '>=', '<', '>', '!', '(', ')', '[', ']', ',', '.', '*', '-'];
const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '"': '"',
  "'": "'",
  '\\': '\\',
};

/** Errors: CEL_INVALID. */
export function tokensOf(source: string): Token[] {
  if (source.length > mostSigns)
    return refuse(source, mostSigns, `it is longer than ${mostSigns} signs; split it into two rules`);
  const tokens: Token[] = [];
  let at = 0;
  while (at < source.length) {
    if (/\s/.test(source[at] ?? '')) {
      at += 1;
      continue;
    }
    const [token, next] = tokenAt(source, at);
    tokens.push(token);
    if (tokens.length > mostTokens)
      return refuse(source, at, `it has more than ${mostTokens} words and signs; split it into two rules`);
    at = next;
  }
  return [...tokens, { kind: 'end', text: '', at: source.length }];
}

function tokenAt(source: string, at: number): [Token, number] {
  const rest = source.slice(at, at + 400);
  const name = /^[A-Za-z_][A-Za-z0-9_]*/.exec(rest)?.[0];
  if (name !== undefined) return [{ kind: 'name', text: name, at }, at + name.length];
  const number = /^(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?/.exec(rest)?.[0];
  if (number !== undefined) return [{ kind: 'number', text: number, at }, at + number.length];
  if (rest.startsWith('"') || rest.startsWith("'")) return textAt(source, at);
  const sign = signs.find((one) => rest.startsWith(one));
  if (sign !== undefined) return [{ kind: 'sign', text: sign, at }, at + sign.length];
  const hint = { '=': '; write == for equal', '&': '; write && for and', '|': '; write || for or' }[
    rest[0] ?? ''
  ];
  return refuse(source, at, `${JSON.stringify(rest[0])} has no meaning here${hint ?? ''}`);
}

function textAt(source: string, begin: number): [Token, number] {
  const quote = source[begin];
  let text = '';
  for (let at = begin + 1; at < source.length; at += 1) {
    const sign = source[at] ?? '';
    if (sign === quote) return [{ kind: 'text', text, at: begin }, at + 1];
    if (sign === '\n') break;
    if (sign !== '\\') {
      text += sign;
      continue;
    }
    at += 1;
    const meant = escapes[source[at] ?? ''];
    const code = /^u([0-9a-fA-F]{4})/.exec(source.slice(at, at + 5));
    if (meant === undefined && code === null)
      return refuse(source, at - 1, 'after a \\ comes one of n t r " \' \\ or u and four digits');
    text += meant ?? String.fromCharCode(Number.parseInt(code?.[1] ?? '0', 16));
    if (meant === undefined) at += 4;
  }
  return refuse(source, begin, 'this text is not closed; end it with the same quote on the same line');
}

/** Says where in the source it is wrong. Errors: CEL_INVALID. */
export function refuse(source: string, at: number, problem: string): never {
  const before = source.slice(0, at).split('\n');
  return fail('CEL_INVALID', { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, problem });
}
