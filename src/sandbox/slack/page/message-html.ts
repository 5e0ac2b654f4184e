// Messages of a conversation or a thread as a person sees them.

import type { Message } from '#sandbox/slack/message.ts';
import { text } from '#texts/texts.ts';
import { blocksHtml } from './block-html.ts';
import type { Scene } from './element-html.ts';
import { emoji } from './emoji.ts';
import { type Html, html } from './html.ts';
import { icon } from './icon.ts';
import { mrkdwn } from './mrkdwn.ts';

export type MessageScene = Scene & {
  /** Where a thread opens: the address with the thread's timestamp. */
  readonly threadUrl: (ts: string) => string;
  readonly tz: string;
  /** All messages of the conversation, to count replies. */
  readonly all: readonly Message[];
};

export function avatar(id: string, name: string, bot: boolean): Html {
  const hue = [...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 360, 7);
  const letters = /^[\u3400-\u9fff]/.test(name)
    ? name.slice(0, 1)
    : name
        .split(/\s+/)
        .map((part) => part.charAt(0))
        .join('')
        .slice(0, 2);
  return html`<span class="avatar ${bot && 'bot'}" style="--hue:${hue}" aria-hidden="true">${letters.toUpperCase()}</span>`;
}

function clockTime(scene: MessageScene, ts: string): { readonly time: string; readonly day: string } {
  const at = new Date(Number(ts) * 1000);
  const zone = { timeZone: scene.tz };
  return {
    time: at.toLocaleTimeString(scene.locale, { hour: 'numeric', minute: '2-digit', ...zone }),
    day: at.toLocaleDateString(scene.locale, { weekday: 'long', month: 'long', day: 'numeric', ...zone }),
  };
}

function messageHtml(scene: MessageScene, message: Message, follows: boolean, inThread: boolean): Html {
  const name = scene.names.user(message.user);
  const replies = inThread
    ? []
    : scene.all.filter((other) => other.thread_ts === message.ts && !other.seen_by);
  const say = (key: Parameters<typeof text>[1], params = {}) => text(scene.locale, key, params);
  const time = clockTime(scene, message.ts).time;
  return html`<article class="message ${follows && 'follows'} ${message.seen_by && 'ephemeral'}" data-ts="${message.ts}" data-channel="${message.channel}">
    ${follows ? html`<time class="side-time">${time}</time>` : avatar(message.user, name, message.app !== null)}
    <div class="body">
      ${!follows && html`<p class="who"><strong>${name}</strong>${message.app && html`<span class="app-tag">${say('sandbox.slack.app')}</span>`}<time>${time}</time></p>`}
      ${message.seen_by && html`<p class="only-you">${icon('eye')} ${say('sandbox.slack.onlyYou')}</p>`}
      ${message.blocks.length > 0 ? blocksHtml(scene, message.blocks) : html`<div class="block">${mrkdwn(message.text, scene.names)}</div>`}
      ${message.edited && html`<small class="edited">${say('sandbox.slack.edited')}</small>`}
      ${message.reactions.length > 0 && html`<p class="reactions">${message.reactions.map((item) => html`<span>${emoji(item.name) ?? `:${item.name}:`} ${item.users.length}</span>`)}</p>`}
      ${replies.length > 0 && html`<a class="replies" href="${scene.threadUrl(message.ts)}">${say('sandbox.slack.replies', { count: replies.length })}</a>`}
    </div>
    ${!inThread && !message.seen_by && html`<a class="reply-link" href="${scene.threadUrl(message.ts)}" title="${say('sandbox.slack.replyInThread')}">${icon('reply')}</a>`}
  </article>`;
}

/** The messages, with a line between days and one head for messages that follow each other. */
export function messagesHtml(scene: MessageScene, messages: readonly Message[], inThread = false): Html {
  return html`${messages.map((message, index) => {
    const before = messages[index - 1];
    const day = clockTime(scene, message.ts).day;
    const newDay = !before || clockTime(scene, before.ts).day !== day;
    const near = before !== undefined && Number(message.ts) - Number(before.ts) < 300;
    const plain = message.blocks.length === 0 && before?.blocks.length === 0 && !message.seen_by;
    const follows = !newDay && near && plain && before?.user === message.user;
    return html`${newDay && !inThread && html`<div class="day"><span>${day}</span></div>`}${messageHtml(scene, message, follows, inThread)}`;
  })}`;
}
