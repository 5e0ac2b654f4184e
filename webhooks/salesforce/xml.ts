// XML as SOAP messages use it and no more: no document type, no entities but the five, no instructions.
import { fail } from '#errors.ts';

export type Element = {
  /** Without its prefix. */
  readonly name: string;
  /** The namespace; '' where there is none. */
  readonly space: string;
  /** By their names as they are written. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly Element[];
  /** What stands directly in it. */
  readonly text: string;
};

type Open = { -readonly [K in keyof Element]: K extends 'children' ? Element[] : Element[K] } & {
  readonly written: string;
  readonly spaces: ReadonlyMap<string, string>;
};

const deepest = 32;
const declaration =
  /^\uFEFF?<\?xml\s+version=["']1\.0["'](?:\s+encoding=["']utf-8["'])?(?:\s+standalone=["'](?:yes|no)["'])?\s*\?>/i;
const begin =
  /<([A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?)((?:\s+[A-Za-z_][\w:.-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;
const end = /<\/([A-Za-z_][\w:.-]*)\s*>/y;
const comment = /<!--(?:(?!--)[\s\S])*-->/y;
const cdata = /<!\[CDATA\[([\s\S]*?)\]\]>/y;
const words = /[^<]+/y;
const attribute = /([A-Za-z_][\w:.-]*)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const reference = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w+));|&/gi;
const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

type Token =
  | { readonly is: 'words'; readonly text: string }
  | { readonly is: 'close'; readonly written: string }
  | { readonly is: 'open'; readonly written: string; readonly attributes: string; readonly empty: boolean };

/** The root element. Errors: DELIVERY_UNREADABLE. */
export function parseXml(text: string): Element {
  const root: Open = {
    ...{ name: '', space: '', text: '', written: '', children: [] },
    attributes: new Map(),
    spaces: new Map([['xml', '']]),
  };
  const stack: Open[] = [root];
  for (const token of tokensOf(text)) {
    const top = stack.at(-1) ?? root;
    if (token.is === 'words') top.text += token.text;
    else if (token.is === 'close') {
      if (top === root || top.written !== token.written)
        return unreadable(`</${token.written}> closes nothing`);
      stack.pop();
    } else {
      if (stack.length > deepest) return unreadable('the XML is nested too deep');
      const element = opened(top, token.written, token.attributes);
      top.children.push(element);
      if (!token.empty) stack.push(element);
    }
  }
  const [only, ...more] = root.children;
  if (stack.length > 1) return unreadable(`<${stack.at(-1)?.written}> is not closed`);
  if (only === undefined || more.length > 0 || root.text.trim() !== '')
    return unreadable('the XML has not one root');
  return only;
}

function* tokensOf(text: string): Generator<Token> {
  let at = declaration.exec(text)?.[0].length ?? 0;
  const next = (shape: RegExp) => {
    shape.lastIndex = at;
    const found = shape.exec(text);
    if (found !== null) at = shape.lastIndex;
    return found;
  };
  while (at < text.length) {
    const said = next(words);
    const raw = next(cdata);
    const closing = next(end);
    const opening = next(begin);
    if (said !== null) yield { is: 'words', text: decoded(said[0]) };
    if (raw !== null) yield { is: 'words', text: raw[1] ?? '' };
    if (closing !== null) yield { is: 'close', written: closing[1] ?? '' };
    if (opening !== null) {
      const [, written = '', attributes = '', slash] = opening;
      yield { is: 'open', written, attributes, empty: slash === '/' };
    }
    const none = said === null && raw === null && closing === null && opening === null;
    if (none && next(comment) === null)
      return unreadable(`the XML at character ${at} is not taken: ${text.slice(at, at + 20)}`);
  }
}

function opened(parent: Open, written: string, listed: string): Open {
  const attributes = new Map<string, string>();
  for (const [, name = '', double, single] of listed.matchAll(attribute)) {
    if (attributes.has(name)) return unreadable(`<${written}> has ${name} twice`);
    attributes.set(name, decoded(double ?? single ?? ''));
  }
  const declared = [...attributes].flatMap(([name, value]): [string, string][] => {
    if (name === 'xmlns') return [['', value]];
    return name.startsWith('xmlns:') ? [[name.slice('xmlns:'.length), value]] : [];
  });
  const spaces = declared.length === 0 ? parent.spaces : new Map([...parent.spaces, ...declared]);
  const [prefix, name] = written.includes(':') ? written.split(':') : ['', written];
  const space = spaces.get(prefix ?? '');
  if (space === undefined && prefix !== '') return unreadable(`the prefix of <${written}> is not declared`);
  return { name: name ?? '', space: space ?? '', attributes, children: [], text: '', written, spaces };
}

function decoded(text: string): string {
  return text.replace(reference, (whole, decimal?: string, hex?: string, name?: string) => {
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    const char = name === undefined ? charOf(code) : named[name];
    return char ?? unreadable(`the entity ${whole} is not taken`);
  });
}

/** What XML 1.0 calls a character. */
function charOf(code: number): string | undefined {
  const allowed =
    [0x9, 0xa, 0xd].includes(code) ||
    (code >= 0x20 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfffd) ||
    (code >= 0x10000 && code <= 0x10ffff);
  return allowed ? String.fromCodePoint(code) : undefined;
}

export function unreadable(problem: string): never {
  return fail('DELIVERY_UNREADABLE', { problem });
}
