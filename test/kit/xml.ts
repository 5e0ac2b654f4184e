// Reads XML strictly: elements, attributes and text, and a sentence about the first thing that is not well-formed.

export type XmlElement = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** The text directly in it, references resolved, without space around it. */
  readonly text: string;
};

const token =
  /<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<\/([\w:.-]+)\s*>|<([\w:.-]+)((?:\s+[\w:.-]+="[^"<]*")*)\s*(\/?)>|[^<]+|</g;

type Open = { name: string; attributes: Record<string, string>; children: XmlElement[]; text: string };

/** The root element. Throws an Error that says what is wrong. */
export function parseXml(source: string): XmlElement {
  const document: Open = { name: '', attributes: {}, children: [], text: '' };
  const open: Open[] = [document];
  for (const match of source.matchAll(token)) step(open, open.at(-1) ?? document, match);
  const [root, ...more] = document.children;
  if (open.length > 1) throw new Error(`<${open.at(-1)?.name}> is never closed.`);
  if (root === undefined || more.length > 0 || document.text.trim() !== '') {
    throw new Error('There is not exactly one root element.');
  }
  return root;
}

function step(open: Open[], inside: Open, [whole, closes, opens, attributes, empty]: RegExpExecArray): void {
  if (whole.startsWith('<?') || whole.startsWith('<!--')) return;
  if (opens !== undefined) {
    const element: Open = { name: opens, attributes: attributesOf(attributes ?? ''), children: [], text: '' };
    inside.children.push(element);
    if (empty === '') open.push(element);
    return;
  }
  if (closes === undefined) {
    if (whole === '<') throw new Error('A < begins no element.');
    inside.text += resolved(whole);
    return;
  }
  if (closes !== inside.name) throw new Error(`</${closes}> closes <${inside.name}>.`);
  inside.text = inside.text.trim();
  open.pop();
}

/** Every element below and the element itself. */
export function allOf(element: XmlElement): readonly XmlElement[] {
  return [element, ...element.children.flatMap(allOf)];
}

/** The text of the first child of that name; undefined when there is none. */
export function textOf(element: XmlElement, name: string): string | undefined {
  return element.children.find((child) => child.name === name)?.text;
}

function attributesOf(written: string): Record<string, string> {
  const found = [...written.matchAll(/([\w:.-]+)="([^"]*)"/g)];
  const names = found.map(([, name]) => name);
  if (new Set(names).size < names.length) throw new Error(`An attribute is given twice:${written}.`);
  return Object.fromEntries(found.map(([, name = '', value = '']) => [name, resolved(value)]));
}

const references: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function resolved(text: string): string {
  if (/&(?!(amp|lt|gt|quot|apos|#\d+);)/.test(text))
    throw new Error(`An & begins no reference: ${text.trim()}.`);
  return text.replace(/&(?:#(\d+)|(\w+));/g, (_, code, name) =>
    code === undefined ? (references[name] ?? '') : String.fromCodePoint(Number(code)),
  );
}
