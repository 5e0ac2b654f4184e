// Slack's mrkdwn and the markdown block, as HTML.
// Syntax: docs.slack.dev/messaging/formatting-message-text
import { emoji } from './emoji.ts';
import { escaped, type Html, raw } from './html.ts';

/** Names behind `<@U…>` and `<#C…>`. */
export type Names = { readonly user: (id: string) => string; readonly channel: (id: string) => string };

function decode(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function safeUrl(url: string): string {
  return /^(https?:|mailto:|tel:)/i.test(url) ? escaped(url) : '#';
}

function link(url: string, label: string): string {
  return `<a href="${safeUrl(url)}" target="_blank" rel="noopener">${label}</a>`;
}

function date(body: string): string {
  const [head = '', fallback = ''] = body.split('|');
  const [, seconds = '0', format = '', url] = head.split('^');
  const at = new Date(Number(seconds) * 1000);
  if (Number.isNaN(at.getTime())) return escaped(fallback);
  const day = at.toLocaleDateString('en-US', {
    month: 'short',
    day: 'numeric',
    year: 'numeric',
    timeZone: 'UTC',
  });
  const time = at.toLocaleTimeString('en-US', { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' });
  const shown = escaped(
    format
      .replace(/\{date\w*\}/g, day)
      .replace('{time_secs}', time)
      .replace('{time}', time)
      .replace('{ago}', day),
  );
  return url ? link(url, shown) : shown;
}

function angle(body: string, names: Names): string {
  const [target = '', label] = body.split('|');
  if (target.startsWith('@')) return `<span class="mention">@${escaped(names.user(target.slice(1)))}</span>`;
  if (target.startsWith('#'))
    return `<span class="mention">#${escaped(names.channel(target.slice(1)))}</span>`;
  if (target.startsWith('!date')) return date(body);
  if (target.startsWith('!')) return `<span class="mention">@${escaped(label ?? target.slice(1))}</span>`;
  return link(decode(target), label === undefined ? escaped(decode(target)) : styled(escaped(decode(label))));
}

/** Bold, italic, strike and emoji in text that is already escaped. A sign counts only at a word's edge. */
function styled(text: string): string {
  const edge = (sign: string) =>
    new RegExp(
      `(^|[\\s([{.,;:!?'"—–-])\\${sign}(?=\\S)([^\\n\\${sign}]*[^\\s\\${sign}])\\${sign}(?![\\w])`,
      'g',
    );
  return text
    .replace(edge('*'), '$1<strong>$2</strong>')
    .replace(edge('_'), '$1<em>$2</em>')
    .replace(edge('~'), '$1<del>$2</del>')
    .replace(/:([a-z0-9_+-]+):/g, (whole, name: string) => emoji(name) ?? whole);
}

// Links and code are set aside first, so that `*<https://…|Acme>*` is a bold link and nothing in code is styled.
function inline(text: string, names: Names): string {
  const aside: string[] = [];
  const keep = (made: string) => `\uE000${aside.push(made) - 1}\uE001`;
  const marked = text.replace(/`[^`\n]+`|<[^<>\n]+>/g, (piece) =>
    keep(
      piece.startsWith('`')
        ? `<code>${escaped(decode(piece.slice(1, -1)))}</code>`
        : angle(piece.slice(1, -1), names),
    ),
  );
  return styled(escaped(decode(marked))).replace(
    /\uE000(\d+)\uE001/g,
    (_, at: string) => aside[Number(at)] ?? '',
  );
}

function lines(text: string, names: Names): string {
  const out: string[] = [];
  for (const line of text.split('\n')) {
    const quoted = /^(?:&gt;|>)\s?(.*)$/.exec(line);
    if (quoted) out.push(`<blockquote>${inline(quoted[1] ?? '', names)}</blockquote>`);
    else out.push(`${inline(line, names)}<br>`);
  }
  return out.join('').replace(/<br>$/, '').replaceAll('</blockquote><blockquote>', '<br>');
}

export function mrkdwn(text: string, names: Names): Html {
  const pieces = text.split(/```/);
  return raw(
    pieces
      .map((piece, index) =>
        index % 2 === 1 ? `<pre>${escaped(decode(piece.replace(/^\n/, '')))}</pre>` : lines(piece, names),
      )
      .join(''),
  );
}

/** The markdown block: headings, lists, bold, italic, code and links. */
export function markdown(text: string): Html {
  const body = escaped(text)
    .split('\n')
    .map((line) => {
      const heading = /^#{1,6}\s+(.*)$/.exec(line);
      if (heading) return `<strong class="md-heading">${heading[1] ?? ''}</strong><br>`;
      const item = /^\s*[-*]\s+(.*)$/.exec(line);
      return item ? `<span class="md-item">•&ensp;${item[1] ?? ''}</span><br>` : `${line}<br>`;
    })
    .join('')
    .replace(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
    .replace(/(^|[^*])\*([^*\s][^*]*)\*/g, '$1<em>$2</em>')
    .replace(/`([^`]+)`/g, '<code>$1</code>')
    .replace(/\[([^\]]+)\]\((https?:[^)\s]+)\)/g, '<a href="$2" target="_blank" rel="noopener">$1</a>')
    .replace(/<br>$/, '');
  return raw(body);
}
