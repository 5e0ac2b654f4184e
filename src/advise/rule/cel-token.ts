// The tokens of an expression in CEL, each with its place, and the limits on how much may be written.
import { fail } from '#errors.ts';
import { type InWords, inWords } from '#texts/in-words.ts';

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
    return refuse(source, mostSigns, inWords('ruleFault.cel.long', { most: mostSigns }));
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
      return refuse(source, at, inWords('ruleFault.cel.tokens', { most: mostTokens }));
    at = next;
  }
  return [...tokens, { kind: 'end', text: '', at: source.length }];
}

/** Signs that are half of one, with what was likely meant. */
const meantBy: Readonly<Record<string, `ruleFault.cel.sign.${'equal' | 'and' | 'or'}`>> = {
  ...{ '=': 'ruleFault.cel.sign.equal', '&': 'ruleFault.cel.sign.and', '|': 'ruleFault.cel.sign.or' },
};

function tokenAt(source: string, at: number): [Token, number] {
  const rest = source.slice(at, at + 400);
  const name = /^[A-Za-z_][A-Za-z0-9_]*/.exec(rest)?.[0];
  if (name !== undefined) return [{ kind: 'name', text: name, at }, at + name.length];
  const number = /^(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?/.exec(rest)?.[0];
  if (number !== undefined) return [{ kind: 'number', text: number, at }, at + number.length];
  if (rest.startsWith('"') || rest.startsWith("'")) return textAt(source, at);
  const sign = signs.find((one) => rest.startsWith(one));
  if (sign !== undefined) return [{ kind: 'sign', text: sign, at }, at + sign.length];
  const key = meantBy[rest[0] ?? ''] ?? 'ruleFault.cel.sign';
  return refuse(source, at, inWords(key, { sign: JSON.stringify(rest[0]) }));
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
    if (meant === undefined && code === null) return refuse(source, at - 1, inWords('ruleFault.cel.escape'));
    text += meant ?? String.fromCharCode(Number.parseInt(code?.[1] ?? '0', 16));
    if (meant === undefined) at += 4;
  }
  return refuse(source, begin, inWords('ruleFault.cel.open'));
}

/** Says where in the source it is wrong, in the words of both languages. Errors: CEL_INVALID. */
export function refuse(source: string, at: number, problem: InWords): never {
  const before = source.slice(0, at).split('\n');
  const place = { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  return fail('CEL_INVALID', { ...place, problem });
}
