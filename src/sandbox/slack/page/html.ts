// HTML put together safely: whatever is text is escaped, whatever is HTML says so.

export type Html = { readonly html: string };
type Part = string | number | Html | false | null | undefined | readonly Part[];

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

export function raw(html: string): Html {
  return { html };
}

function render(part: Part): string {
  if (part === false || part === null || part === undefined) return '';
  if (typeof part === 'string') return escaped(part);
  if (typeof part === 'number') return String(part);
  return 'html' in part ? part.html : part.map(render).join('');
}

/** Tagged template: escapes every value that is not Html itself; lists are joined, false and null vanish. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return raw(strings.reduce((all, text, index) => all + render(parts[index - 1]) + text));
}
