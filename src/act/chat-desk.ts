// The desk: what people ask for and answer inside the chat, and what it says back.
import { isRevloopError } from '#errors.ts';
import type { Answered } from '#ports/answer.ts';
import type { JourneyDesk } from '#ports/journey-desk.ts';
import type { Ports } from '#ports.ts';
import type { Connection } from '#sense/connection.ts';
import { type Locale, text } from '#texts/texts.ts';
import { openAnswers } from './answer-advice.ts';
import { type HealthSaid, healthForm, hearHealth, showHealth } from './chat-health.ts';
import { homeBlocks, topText } from './chat-home.ts';
import { localeOf, memberOf } from './chat-member.ts';
import { readHome, readTop } from './chat-overview.ts';
import { statusText } from './chat-status.ts';
import { refreshAlert } from './chat-update.ts';
import { safe } from './chat-words.ts';

type Needs = Pick<Ports, 'store' | 'clients' | 'clock' | 'log' | 'queue'> & {
  readonly journeys: Pick<JourneyDesk, 'approve'>;
};

/** An answer by a button. `days` only of `snoozed`. */
export type Pressed = {
  readonly key: string;
  readonly advice: string;
  readonly kind: 'taken' | 'snoozed' | 'done' | 'not_useful';
  readonly days: number | null;
  readonly user: string;
  readonly handle: string;
};
/** Yes or no to a run of a journey that waits for it. */
export type Approval = {
  readonly run: string;
  readonly answer: 'yes' | 'no';
  readonly user: string;
  readonly handle: string;
};
/** `objection`: what to tell the person, because the answer did not count. */
export type PressResult = {
  readonly recorded: boolean;
  readonly objection: string | null;
  readonly locale: Locale;
};

/** The desk as the routes of a chat need it. */
export function chatDesk(needs: Needs) {
  return {
    press: (connection: Connection, pressed: Pressed) => press(needs, connection, pressed),
    approve: (connection: Connection, approval: Approval) => approve(needs, connection, approval),
    refresh: (connection: Connection, advice: string) => refresh(needs, connection, advice),
    note: (connection: Connection, key: string, words: string) => note(needs, connection, key, words),
    healthForm: (connection: Connection, advice: string, user: string) =>
      healthForm(needs, connection, advice, user),
    hearHealth: (connection: Connection, said: HealthSaid) => hearHealth(needs, connection, said),
    showHealth: (connection: Connection, advice: string) => showHealth(needs, connection, advice),
    showHome: (connection: Connection, user: string) => showHome(needs, connection, user),
    command: (connection: Connection, user: string, words: string) => command(needs, connection, user, words),
    leave: (connection: Connection, state: 'uninstalled' | 'revoked') => leave(needs, connection, state),
  };
}

/** Records the answer, once, and leaves an action behind that brings the message up to date whatever happens next. */
async function press(needs: Needs, connection: Connection, pressed: Pressed): Promise<PressResult> {
  const { tenant } = connection;
  const member = await memberOf(needs, connection, pressed.user);
  const locale = await localeOf(needs, connection, member);
  const { key, advice, kind, days: snoozeDays } = pressed;
  const by = member?.name ?? pressed.handle;
  const answer = { key, advice, kind, via: 'slack', by, snoozeDays, note: null, subject: null } as const;
  const answered = await openAnswers(needs)({ tenant, ...answer });
  return { recorded: answered.result === 'recorded', objection: objectionTo(locale, answered), locale };
}

/** The first answer counts, wherever it was given; one that comes too late changes nothing and is told so. */
async function approve(needs: Needs, connection: Connection, approval: Approval): Promise<string> {
  const { tenant } = connection;
  const { run, answer, user, handle } = approval;
  const member = await memberOf(needs, connection, user);
  const who = member?.name ?? handle;
  const { settings } = await needs.store.asTenant(tenant, (rows) => rows.settings.read());
  try {
    await needs.journeys.approve(tenant, who, run, answer);
    return text(settings.locale, `slack.approval.said.${answer}`, { who: safe(who, 80) });
  } catch (error) {
    if (!isRevloopError(error) || !['JOURNEY_STATE', 'NOT_FOUND'].includes(error.code)) throw error;
    return text(settings.locale, 'slack.approval.over');
  }
}

/** Brings the message of an advice up to date now, without waiting for a worker. */
async function refresh(needs: Needs, connection: Connection, advice: string): Promise<void> {
  const { dryRun } = (await needs.store.asTenant(connection.tenant, (rows) => rows.settings.read())).settings;
  if (!dryRun) await refreshAlert(needs, connection, advice);
}

/** Adds what the person wrote about an answer of theirs. False when that answer is not known. */
function note(needs: Needs, connection: Connection, key: string, words: string): Promise<boolean> {
  return needs.store.asTenant(connection.tenant, (rows) => rows.outcomes.note(key, words.slice(0, 500)));
}

/** Shows a person the Home tab in their language. */
async function showHome(needs: Needs, connection: Connection, user: string): Promise<void> {
  const locale = await localeOf(needs, connection, await memberOf(needs, connection, user));
  const home = await readHome(needs, connection.tenant, locale);
  await needs.clients.chat(connection).publishHome(user, homeBlocks(home));
}

/** What `/revloop <words>` answers, as mrkdwn, in the person's language. */
async function command(needs: Needs, connection: Connection, user: string, words: string): Promise<string> {
  const locale = await localeOf(needs, connection, await memberOf(needs, connection, user));
  const [verb = ''] = words.trim().toLowerCase().split(/\s+/);
  if (verb === 'top') return topText(await readTop(needs, connection.tenant, locale, 5));
  if (verb === 'status') return statusText(needs, connection, locale);
  return text(locale, 'slack.help');
}

/** The tenant took us out of the workspace, or took the permission back. */
function leave(needs: Needs, connection: Connection, state: 'uninstalled' | 'revoked'): Promise<void> {
  return needs.store.asTenant(connection.tenant, async (rows) => {
    const now = await rows.connections.get(connection.id);
    // tokens_revoked comes with app_uninstalled, in any order: uninstalled says more.
    if (now === null || now.state === 'uninstalled') return;
    await rows.connections.setState(connection.id, state, state === 'revoked' ? 'CHAT_REVOKED' : null);
    await rows.connections.forgetTokens(connection.id);
  });
}

function objectionTo(locale: Locale, answered: Answered): string | null {
  if (answered.result === 'unknown') return text(locale, 'slack.answer.unknown');
  const { advice, result } = answered;
  if (result === 'held') return text(locale, 'slack.answer.held', { who: safe(advice.answeredBy ?? '', 80) });
  if (result !== 'closed') return null;
  return text(locale, 'slack.answer.closed', { state: text(locale, `slack.stateName.${advice.state}`) });
}
