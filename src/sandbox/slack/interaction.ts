// A person uses an app in the simulated Slack: clicks, submits and closes, and what the app answers.
import { z } from 'zod';
import type { Block } from './block.ts';
import { channelOf, isMember } from './channel.ts';
import { chaosOf } from './chaos.ts';
import { type Answer, dispatch, type Sender } from './dispatch.ts';
import { type Entered, findElement, missingInputs, type Raw, stateValues, toState } from './element-state.ts';
import { messageOf, toMessageJson } from './message.ts';
import { appById, type Install, installOf, type RegisteredApp } from './registered-app.ts';
import { newResponseUrl } from './response-url.ts';
import type { Slack } from './slack.ts';
import { newTrigger } from './trigger.ts';
import { checkView, closeModal, openModal, replaceView, type View, viewOf } from './view.ts';
import { toViewJson } from './view-json.ts';
import { teamOf, userOf } from './workspace.ts';

export type Person = { readonly team: string; readonly user: string };
export type Click = Person & {
  readonly channel?: string | undefined;
  readonly ts?: string | undefined;
  readonly viewId?: string | undefined;
  readonly actionId: string;
  readonly blockId?: string | undefined;
  readonly value?: Raw | undefined;
  readonly entered?: Entered | undefined;
};
/** `ok: false` says in `error` what a person would see: a warning sign and a sentence. */
export type Outcome = {
  readonly ok: boolean;
  readonly error?: string;
  readonly errors?: Readonly<Record<string, string>>;
};

const broken = { ok: false, error: 'app_did_not_answer' } as const;

function userJson(slack: Slack, { team, user }: Person) {
  const name = userOf(slack, team, user)?.name ?? user;
  return { id: user, username: name, name, team_id: team };
}

function common(slack: Slack, person: Person, app: RegisteredApp) {
  const team = teamOf(slack, person.team);
  return {
    user: userJson(slack, person),
    api_app_id: app.id,
    token: app.id,
    team: { id: person.team, domain: team?.domain ?? '' },
    enterprise: null,
    is_enterprise_install: false,
  };
}

async function interact(
  sender: Sender,
  app: RegisteredApp,
  team: string,
  payload: { readonly type: string; readonly [field: string]: unknown },
): Promise<Answer> {
  if (!app.interactionsUrl) return { status: 0, body: '', reason: 'no_interactions_url' };
  const parcel = {
    ...{ team, kind: payload.type, url: app.interactionsUrl, json: false },
    body: new URLSearchParams({ payload: JSON.stringify(payload) }).toString(),
  };
  const answer = await dispatch(sender, app, parcel);
  if (!answer.reason && Math.random() < chaosOf(sender.slack).duplicate) await dispatch(sender, app, parcel);
  return answer;
}

function action(slack: Slack, blocks: readonly Block[], click: Click) {
  const found = findElement(blocks, click.actionId, click.blockId);
  if (!found) return undefined;
  return {
    action_id: click.actionId,
    block_id: found.block.block_id,
    ...toState(found.element, click.value),
    ...('style' in found.element && found.element.style ? { style: found.element.style } : {}),
    action_ts: `${(slack.now() / 1000).toFixed(6)}`,
  };
}

/** Clicks a button (or chooses in a select) of a message or a view. */
export async function click(sender: Sender, what: Click): Promise<Outcome> {
  return what.viewId === undefined ? clickInMessage(sender, what) : clickInView(sender, what, what.viewId);
}

async function clickInMessage(sender: Sender, what: Click): Promise<Outcome> {
  const { slack } = sender;
  const channel = channelOf(slack, what.team, what.channel ?? '');
  const message = messageOf(slack, what.team, what.channel ?? '', what.ts ?? '');
  const app = message?.app ? appById(slack, message.app) : undefined;
  const sees = channel?.kind === 'channel' || isMember(slack, channel?.id ?? '', what.user);
  const hidden = message?.seen_by !== null && message?.seen_by !== what.user;
  if (!channel || !message || !app || !sees || hidden) return { ok: false, error: 'message_not_found' };
  const done = action(slack, message.blocks, what);
  if (!done) return { ok: false, error: 'action_not_found' };
  const ephemeral = message.seen_by !== null;
  const answer = await interact(sender, app, what.team, {
    type: 'block_actions',
    ...common(slack, what, app),
    container: {
      ...{ type: 'message', message_ts: message.ts, channel_id: channel.id, is_ephemeral: ephemeral },
      ...(message.thread_ts ? { thread_ts: message.thread_ts } : {}),
    },
    trigger_id: newTrigger(slack, { ...what, app: app.id }),
    channel: { id: channel.id, name: channel.kind === 'im' ? 'directmessage' : channel.name },
    ...(ephemeral ? {} : { message: toMessageJson(message) }),
    state: { values: stateValues(message.blocks, what.entered ?? {}) },
    response_url: newResponseUrl(slack, { ...what, app: app.id, channel: channel.id, ts: message.ts }),
    actions: [done],
  });
  return answer.reason ? broken : { ok: true };
}

async function clickInView(sender: Sender, what: Click, viewId: string): Promise<Outcome> {
  const { slack } = sender;
  const owner = viewOwner(slack, viewId, what);
  if (!owner) return { ok: false, error: 'view_not_found' };
  const done = action(slack, owner.view.json.blocks, what);
  if (!done) return { ok: false, error: 'action_not_found' };
  const values = stateValues(owner.view.json.blocks, what.entered ?? {});
  const answer = await interact(sender, owner.app, what.team, {
    type: 'block_actions',
    ...common(slack, what, owner.app),
    container: { type: 'view', view_id: viewId },
    trigger_id: newTrigger(slack, { ...what, app: owner.app.id, view: viewId }),
    view: toViewJson(owner.view, owner.install, values),
    actions: [done],
  });
  return answer.reason ? broken : { ok: true };
}

const reply = z.discriminatedUnion('response_action', [
  z.object({ response_action: z.literal('errors'), errors: z.record(z.string(), z.string()) }),
  z.object({ response_action: z.literal('update'), view: z.unknown() }),
  z.object({ response_action: z.literal('push'), view: z.unknown() }),
  z.object({ response_action: z.literal('clear') }),
]);

/** Submits the open modal. What the app answers (errors, update, push, clear) is carried out. */
export async function submit(
  sender: Sender,
  what: Person & { viewId: string; entered: Entered },
): Promise<Outcome> {
  const { slack } = sender;
  const owner = viewOwner(slack, what.viewId, what);
  if (!owner?.view.open) return { ok: false, error: 'view_not_found' };
  const { view, app, install } = owner;
  const missing = missingInputs(view.json.blocks, what.entered);
  if (Object.keys(missing).length > 0) return { ok: false, error: 'incomplete', errors: missing };
  const values = stateValues(view.json.blocks, what.entered);
  const answer = await interact(sender, app, what.team, {
    type: 'view_submission',
    ...common(slack, what, app),
    trigger_id: newTrigger(slack, { ...what, app: app.id, view: view.id }),
    view: toViewJson(view, install, values),
    response_urls: [],
  });
  if (answer.reason) return broken;
  if (answer.body.trim() === '') {
    closeModal(slack, view);
    return { ok: true };
  }
  return carryOut(slack, view, answer.body);
}

function carryOut(slack: Slack, view: View, body: string): Outcome {
  try {
    const parsed = reply.parse(JSON.parse(body));
    if (parsed.response_action === 'errors') return { ok: false, error: 'incomplete', errors: parsed.errors };
    if (parsed.response_action === 'clear') closeModal(slack, view, true);
    if (parsed.response_action === 'update') replaceView(slack, view, checkView(slack, parsed.view, 'modal'));
    if (parsed.response_action === 'push')
      openModal(slack, view, checkView(slack, parsed.view, 'modal'), view);
    return { ok: true };
  } catch {
    return { ok: false, error: 'app_answered_badly' };
  }
}

/** Closes the modal without submitting; the app is told when the view asked for it. */
export async function close(
  sender: Sender,
  what: Person & { viewId: string; all?: boolean },
): Promise<Outcome> {
  const { slack } = sender;
  const owner = viewOwner(slack, what.viewId, what);
  if (!owner) return { ok: false, error: 'view_not_found' };
  closeModal(slack, owner.view, what.all ?? false);
  const { json } = owner.view;
  if (json.type === 'modal' && json.notify_on_close)
    await interact(sender, owner.app, what.team, {
      type: 'view_closed',
      ...common(slack, what, owner.app),
      view: toViewJson(owner.view, owner.install, {}),
      is_cleared: what.all ?? false,
    });
  return { ok: true };
}

function viewOwner(
  slack: Slack,
  viewId: string,
  person: Person,
): { view: View; app: RegisteredApp; install: Install } | undefined {
  const view = viewOf(slack, viewId);
  if (!view || view.team !== person.team || view.user !== person.user) return undefined;
  const app = appById(slack, view.app);
  const installed = installOf(slack, view.team, view.app);
  return app && installed ? { view, app, install: installed } : undefined;
}
