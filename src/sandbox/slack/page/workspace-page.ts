// A workspace as one of its people sees it: conversations, messages, a thread, an app's Home, a modal.

import { type Channel, channelOf, channelsOf, isMember, membersOf } from '#sandbox/slack/channel.ts';
import { messagesOf } from '#sandbox/slack/message.ts';
import { appById, installsOf } from '#sandbox/slack/registered-app.ts';
import type { Slack } from '#sandbox/slack/slack.ts';
import { homeOf, openModalOf } from '#sandbox/slack/view.ts';
import { type Team, type User, usersOf } from '#sandbox/slack/workspace.ts';
import { type Locale, text } from '#texts/texts.ts';
import { blocksHtml } from './block-html.ts';
import type { Scene } from './element-html.ts';
import { type Html, html } from './html.ts';
import { icon } from './icon.ts';
import { avatar, type MessageScene, messagesHtml } from './message-html.ts';
import { pageShell } from './page-shell.ts';

/** Where a page stands: who looks, at which conversation, which thread, or which app's Home. */
export type Place = {
  readonly locale: Locale;
  readonly team: Team;
  readonly viewer: User;
  readonly channel?: Channel | undefined;
  readonly thread?: string | undefined;
  readonly homeApp?: string | undefined;
};

function placeUrl(
  place: Place,
  to: { channel?: string; thread?: string; app?: string; as?: string },
): string {
  const query = new URLSearchParams({
    as: to.as ?? place.viewer.id,
    ...(to.thread ? { thread: to.thread } : {}),
  });
  const path = to.app ? `app/${to.app}` : (to.channel ?? place.channel?.id ?? '');
  return `/client/${place.team.id}/${path}?${query}`;
}

function sceneOf(slack: Slack, place: Place): Scene {
  const people = usersOf(slack, place.team.id);
  const channels = channelsOf(slack, place.team.id);
  return {
    locale: place.locale,
    names: {
      user: (id) => people.find((user) => user.id === id)?.real_name ?? id,
      channel: (id) => channels.find((channel) => channel.id === id)?.name ?? id,
    },
    people: people.filter((user) => !user.is_bot).map((user) => ({ id: user.id, name: user.real_name })),
    channels: channels.filter((channel) => channel.kind === 'channel').map(({ id, name }) => ({ id, name })),
  };
}

function channelTitle(slack: Slack, place: Place, channel: Channel): string {
  if (channel.kind === 'channel' || channel.kind === 'private') return channel.name;
  const names = sceneOf(slack, place).names;
  const others = membersOf(slack, channel.id).filter((user) => user !== place.viewer.id);
  return others.map((user) => names.user(user)).join(', ') || place.viewer.real_name;
}

function sidebar(slack: Slack, place: Place): Html {
  const say = (key: Parameters<typeof text>[1]) => text(place.locale, key);
  const mine = channelsOf(slack, place.team.id).filter(
    (channel) => channel.kind === 'channel' || isMember(slack, channel.id, place.viewer.id),
  );
  const row = (
    channel: Channel,
  ) => html`<a href="${placeUrl(place, { channel: channel.id })}" class="${channel.id === place.channel?.id && 'current'}">
    <span class="sign">${channel.kind === 'channel' ? '#' : channel.kind === 'private' ? icon('lock') : '●'}</span>${channelTitle(slack, place, channel)}</a>`;
  const direct = mine.filter((channel) => channel.kind === 'im' || channel.kind === 'mpim');
  return html`<nav class="sidebar">
    <h1>${place.team.name}</h1>
    <h2>${say('sandbox.slack.channels')}</h2>
    ${mine.filter((channel) => channel.kind === 'channel' || channel.kind === 'private').map(row)}
    ${direct.length > 0 && html`<h2>${say('sandbox.slack.direct')}</h2>${direct.map(row)}`}
    ${installsOf(slack, place.team.id).length > 0 && html`<h2>${say('sandbox.slack.apps')}</h2>`}
    ${installsOf(slack, place.team.id).map(
      (
        install,
      ) => html`<a href="${placeUrl(place, { app: install.app })}" class="${install.app === place.homeApp && 'current'}">
      <span class="sign">◆</span>${appById(slack, install.app)?.name ?? install.app}</a>`,
    )}
    <form class="who-am-i" data-switch>
      <label>${say('sandbox.slack.youAre')}
      <select>${usersOf(slack, place.team.id)
        .filter((user) => !user.is_bot)
        .map(
          (user) =>
            html`<option value="${user.id}" ${user.id === place.viewer.id && 'selected'}>${user.real_name}</option>`,
        )}</select></label>
    </form>
  </nav>`;
}

function messageScene(slack: Slack, place: Place, channel: Channel): MessageScene {
  const all = messagesOf(slack, place.team.id, { channel: channel.id });
  return {
    ...sceneOf(slack, place),
    ...{
      all: all.filter((message) => !message.seen_by || message.seen_by === place.viewer.id),
      tz: place.viewer.tz,
    },
    threadUrl: (ts) => placeUrl(place, { channel: channel.id, thread: ts }),
  };
}

function conversation(slack: Slack, place: Place, channel: Channel): Html {
  const say = (key: Parameters<typeof text>[1], params = {}) => text(place.locale, key, params);
  const scene = messageScene(slack, place, channel);
  const top = scene.all.filter((message) => !message.thread_ts);
  const thread = scene.all.filter(
    (message) => message.ts === place.thread || message.thread_ts === place.thread,
  );
  const title = channelTitle(slack, place, channel);
  const composer = (threadTs: string) => html`<form class="composer" data-write data-thread="${threadTs}">
    <input name="text" autocomplete="off" aria-label="${say('sandbox.slack.write', { where: title })}" placeholder="${threadTs ? say('sandbox.slack.reply') : say('sandbox.slack.write', { where: title })}"></form>`;
  return html`<section class="conversation">
    <header><h2>${channel.kind === 'channel' && '# '}${title}</h2><p>${channel.topic}</p><span class="count">${icon('people')} ${membersOf(slack, channel.id).length}</span></header>
    <div class="messages" data-part="messages">${top.length > 0 ? messagesHtml(scene, top) : html`<p class="empty">${say('sandbox.slack.empty')}</p>`}</div>
    ${composer('')}
  </section>
  ${
    place.thread &&
    html`<aside class="thread">
    <header><h2>${say('sandbox.slack.thread')}</h2><a class="close" href="${placeUrl(place, { channel: channel.id })}" aria-label="${say('sandbox.slack.close')}">${icon('close')}</a></header>
    <div class="messages" data-part="thread">${messagesHtml(scene, thread, true)}</div>
    ${composer(place.thread)}
  </aside>`
  }`;
}

function home(slack: Slack, place: Place, appId: string): Html {
  const name = appById(slack, appId)?.name ?? appId;
  const view = homeOf(slack, { team: place.team.id, app: appId, user: place.viewer.id });
  const empty = html`<p class="empty">${text(place.locale, 'sandbox.slack.emptyHome', { app: name })}</p>`;
  return html`<section class="conversation">
    <header>${avatar(appId, name, true)}<h2>${name}</h2><p>${text(place.locale, 'sandbox.slack.home')}</p></header>
    <div class="messages home" data-part="home" data-view="${view?.id ?? ''}">${view ? blocksHtml(sceneOf(slack, place), view.json.blocks) : empty}</div>
  </section>`;
}

/** The modal this person has open, or nothing. */
function modalHtml(slack: Slack, place: Place): Html {
  const view = openModalOf(slack, place.team.id, place.viewer.id);
  if (view?.json.type !== 'modal') return html``;
  const { json } = view;
  const cancel = json.close?.text ?? text(place.locale, 'sandbox.slack.cancel');
  return html`<form class="modal" data-view="${view.id}" data-hash="${view.hash}">
    <header><h2>${json.title.text}</h2><button type="button" data-close aria-label="${text(place.locale, 'sandbox.slack.close')}">${icon('close')}</button></header>
    <div class="modal-body">${blocksHtml(sceneOf(slack, place), json.blocks)}</div>
    <footer><button type="button" class="button" data-close>${cancel}</button>
    ${json.submit && html`<button type="submit" class="button primary">${json.submit.text}</button>`}</footer>
  </form>`;
}

export function workspacePage(slack: Slack, place: Place): string {
  const channel = place.channel ? channelOf(slack, place.team.id, place.channel.id) : undefined;
  const where = channel ? channelTitle(slack, place, channel) : '';
  return pageShell(
    place.locale,
    `${where ? `${where} | ` : ''}${place.team.name} | Slack`,
    html`<div class="frame ${place.thread && 'with-thread'}" data-team="${place.team.id}" data-user="${place.viewer.id}" data-channel="${channel?.id ?? ''}" data-app="${place.homeApp ?? ''}">
      <div class="side" data-part="side">${sidebar(slack, place)}</div>
      <div class="main">${place.homeApp ? home(slack, place, place.homeApp) : channel ? conversation(slack, place, channel) : ''}</div>
    </div>
    <dialog data-part="modal">${modalHtml(slack, place)}</dialog>
    <p class="toast" role="status" hidden></p>
    <script type="module" src="/assets/slack-page.js"></script>`,
  );
}
