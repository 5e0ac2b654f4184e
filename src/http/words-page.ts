// A page of a few words: what happened, and what to do now, in the reader's language.
import { type Locale, type TextKey, type TextParams, text, toLocale } from '#texts/texts.ts';
import { html, type Reply } from './reply.ts';
import { type HttpRequest, headerOf } from './request.ts';

export type Words = {
  readonly title: TextKey;
  readonly says: string;
  readonly now: string;
  readonly links: readonly { readonly label: TextKey; readonly href: string; readonly params?: TextParams }[];
  /** One thing to be typed in; it goes into the query of the address. */
  readonly form?: {
    readonly action: string;
    readonly name: string;
    readonly label: TextKey;
    readonly example: string;
    readonly button: TextKey;
  };
  /** Seconds after which the page looks again. */
  readonly refreshS?: number;
};

export function localeOf(request: Pick<HttpRequest, 'headers'>): Locale {
  return toLocale(headerOf(request, 'accept-language').split(',')[0]?.trim());
}

export function wordsPage(locale: Locale, words: Words, status: number): Reply {
  const title = escaped(text(locale, words.title));
  const links = words.links.map(
    ({ label, href, params }) => `<a href="${escaped(href)}">${escaped(text(locale, label, params))}</a>`,
  );
  const refresh =
    words.refreshS === undefined ? '' : `<meta http-equiv="refresh" content="${words.refreshS}">`;
  return html(
    `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">${refresh}
<title>${title} - Revloop</title><style>${style}</style></head>
<body><main><p class="brand">Revloop</p><h1>${title}</h1><p>${escaped(words.says)}</p>
<p class="now">${escaped(words.now)}</p><nav>${links.join('')}</nav>${formOf(locale, words.form)}</main></body></html>`,
    { status },
  );
}

function formOf(locale: Locale, form: Words['form']): string {
  if (form === undefined) return '';
  const { action, name, label, example, button } = form;
  return `<form action="${escaped(action)}"><label>${escaped(text(locale, label))}
<input name="${escaped(name)}" placeholder="${escaped(example)}" autocomplete="url" required></label>
<button>${escaped(text(locale, button))}</button></form>`;
}

const style = `:root{color-scheme:light dark;font:16px/1.6 system-ui,"PingFang SC","Noto Sans SC",sans-serif}
body{margin:0;min-height:100vh;display:grid;place-items:center;background:light-dark(#f5f6f8,#16181d);color:light-dark(#1d2129,#e6e8ec)}
main{max-width:34rem;margin:1rem;padding:2rem 2.25rem;border-radius:.75rem;background:light-dark(#fff,#1f2229);box-shadow:0 1px 3px #0003}
.brand{margin:0;font-weight:650;color:light-dark(#0b7285,#66d9e8)}h1{font-size:1.4rem;line-height:1.3;margin:.25rem 0 1rem}
p{margin:.5rem 0}.now{font-weight:550}nav{display:flex;gap:.75rem;flex-wrap:wrap;margin-top:1.5rem}
a{padding:.5rem 1rem;border-radius:.5rem;background:light-dark(#0b7285,#3bc9db);color:light-dark(#fff,#10222a);text-decoration:none;font-weight:550}
a+a{background:none;color:inherit;box-shadow:inset 0 0 0 1px #8886}form{display:flex;gap:.75rem;flex-wrap:wrap;align-items:end;margin-top:1.5rem}label{flex:1 1 14rem;font-size:.9rem}
input{display:block;box-sizing:border-box;width:100%;font:inherit;padding:.5rem;border:1px solid #8888;border-radius:.5rem;background:none;color:inherit}
button{font:inherit;padding:.5rem 1rem;border:0;border-radius:.5rem;background:light-dark(#0b7285,#3bc9db);color:light-dark(#fff,#10222a)}
a:focus-visible,button:focus-visible,input:focus-visible{outline:3px solid #4dabf7;outline-offset:2px}`;

function escaped(words: string): string {
  const signs: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return words.replace(/[&<>"']/g, (sign) => signs[sign] ?? sign);
}
