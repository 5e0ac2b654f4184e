// What Slack sends to an app: signed v0, three seconds to answer, events tried again up to three times.
// Signature: docs.slack.dev/authentication/verifying-requests-from-slack
import { createHmac } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { Log } from '#ports.ts';
import { chaosOf } from './chaos.ts';
import { installsOf, type RegisteredApp } from './registered-app.ts';
import type { Slack } from './slack.ts';

export type Sender = { readonly slack: Slack; readonly log: Log };
/** How an app answered: `reason` says why it failed, in the words of x-slack-retry-reason. */
export type Answer = { readonly status: number; readonly body: string; readonly reason?: string };

type Parcel = {
  readonly team: string;
  readonly kind: string;
  readonly url: string;
  readonly body: string;
  readonly json: boolean;
  readonly attempt?: number;
  readonly retryReason?: string | undefined;
};

/** Sends one signed request and waits at most three seconds for the answer. Never throws. */
export async function dispatch(sender: Sender, app: RegisteredApp, parcel: Parcel): Promise<Answer> {
  const { slack, log } = sender;
  const at = Math.floor(slack.now() / 1000);
  const signed = createHmac('sha256', app.signingSecret).update(`v0:${at}:${parcel.body}`).digest('hex');
  const attempt = parcel.attempt ?? 0;
  const answer = await request(parcel.url, {
    method: 'POST',
    redirect: 'manual',
    body: parcel.body,
    signal: AbortSignal.timeout(3000),
    headers: {
      'content-type': parcel.json ? 'application/json' : 'application/x-www-form-urlencoded',
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      'x-slack-request-timestamp': String(at),
      'x-slack-signature': `v0=${signed}`,
      ...(attempt > 0
        ? { 'x-slack-retry-num': String(attempt), 'x-slack-retry-reason': parcel.retryReason ?? 'http_error' }
        : {}),
    },
  });
  if (!slack.isOpen()) return answer;
  slack.db.run(
    'insert into dispatches (at, team, app, kind, attempt, status, reason) values (?,?,?,?,?,?,?)',
    ...[slack.now(), parcel.team, app.id, parcel.kind, attempt, answer.status, answer.reason ?? null],
  );
  if (answer.reason)
    log.warn(
      { team: parcel.team, kind: parcel.kind, status: answer.status, reason: answer.reason },
      'app did not take it',
    );
  return answer;
}

async function request(url: string, init: RequestInit): Promise<Answer> {
  try {
    const response = await fetch(url, init);
    const body = await response.text();
    return response.ok
      ? { status: response.status, body }
      : {
          status: response.status,
          body,
          reason: response.status < 400 ? 'too_many_redirects' : 'http_error',
        };
  } catch (cause) {
    const late = cause instanceof DOMException && cause.name === 'TimeoutError';
    return { status: 0, body: '', reason: late ? 'http_timeout' : 'connection_failed' };
  }
}

/**
 * Sends the event to one app, held back and doubled as chaos says, and again where it fails (up to three times).
 * Resolves when it is delivered or given up.
 */
export async function sendEvent(
  sender: Sender,
  app: RegisteredApp,
  team: string,
  event: Readonly<Record<string, unknown>> & { readonly type: string },
): Promise<void> {
  if (!app.eventsUrl) return;
  const { slack } = sender;
  const chaos = chaosOf(slack);
  const envelope = {
    token: app.id,
    team_id: team,
    api_app_id: app.id,
    event,
    type: 'event_callback',
    event_id: `Ev${slack.newId('E').slice(1)}`,
    event_time: Math.floor(slack.now() / 1000),
    authorizations: installsOf(slack, team)
      .filter((install) => install.app === app.id)
      .map((install) => ({
        ...{ enterprise_id: null, team_id: team, user_id: install.bot_user },
        ...{ is_bot: true, is_enterprise_install: false },
      })),
    is_ext_shared_channel: false,
  };
  const parcel = { team, kind: event.type, url: app.eventsUrl, body: JSON.stringify(envelope), json: true };
  if (chaos.delayMs > 0) await wait(Math.random() * chaos.delayMs, undefined, { ref: false });
  let answer = await dispatch(sender, app, parcel);
  if (!answer.reason && Math.random() < chaos.duplicate)
    await dispatch(sender, app, { ...parcel, attempt: 1, retryReason: 'http_timeout' });
  for (const [index, delay] of chaos.retryDelaysMs.entries()) {
    if (!answer.reason || !slack.isOpen()) return;
    await wait(delay, undefined, { ref: false });
    if (!slack.isOpen()) return;
    answer = await dispatch(sender, app, { ...parcel, attempt: index + 1, retryReason: answer.reason });
  }
}

const challenged = z.object({ challenge: z.string() });

/** Asks the events URL to prove itself, as when it is entered in the app's settings. False when it does not. */
export async function verifyEventsUrl(sender: Sender, app: RegisteredApp): Promise<boolean> {
  if (!app.eventsUrl) return false;
  const challenge = sender.slack.newSecret(40);
  const body = JSON.stringify({ token: app.id, challenge, type: 'url_verification' });
  const answer = await dispatch(sender, app, {
    ...{ team: '-', kind: 'url_verification', url: app.eventsUrl, body, json: true },
  });
  if (answer.body.trim() === challenge) return true;
  try {
    return challenged.parse(JSON.parse(answer.body)).challenge === challenge;
  } catch {
    return false;
  }
}
