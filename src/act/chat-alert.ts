// Sends what is due to a chat: one message for each advice, kept up to date, never repeated.
import type { Action, ActionEnd, NewAction } from '#act/action.ts';
import type { Advice } from '#advise/advice.ts';
import { isRevloopError } from '#errors.ts';
import type { TenantStore } from '#ports/store.ts';
import type { Ports } from '#ports.ts';
import type { Connection } from '#sense/connection.ts';
import type { TenantId } from '#sense/tenant.ts';
import { factsOf } from './chat-facts.ts';
import { rememberingChat } from './chat-memory.ts';
import { type Alert, postAlert } from './chat-post.ts';
import { updateAlert } from './chat-update.ts';
import { ruleOnAlert, strengthOf } from './guard.ts';

type Needs = Pick<Ports, 'store' | 'clients' | 'clock' | 'log'>;
type Due = { readonly action: Action; readonly alert: Omit<Alert, 'told'> | null };

/** The action that brings an advice's message up to date: for the oldest workspace that is connected; none without. */
export function alertActions(advice: Advice, connections: readonly Connection[]): NewAction[] {
  const [workspace] = connections
    .filter(({ platform, state }) => platform === 'slack' && state === 'active')
    .sort((a, b) => a.connectedAt.getTime() - b.connectedAt.getTime());
  if (!workspace) return [];
  // An advice that moved again has something new to say; the same one never says it twice.
  const key = `chat.alert/${advice.id}/${advice.updatedAt.getTime()}/${advice.state}`;
  const { subject } = advice;
  return [{ key, connection: workspace.id, subject, kind: 'chat.alert', payload: { advice: advice.id } }];
}

/** `wall`: the reason is Slack or the workspace, not this message. */
type Ended = ActionEnd & { readonly wall?: boolean };
type Wall = { readonly waitMs: number; readonly problem: string };

// Long enough for a batch in which every message must be sent.
const leaseMs = 300_000;
/** Texts: `console.action.problem.<code>`. */
const capped = 'alerts_capped';

/**
 * Sends the alerts of one workspace that are due, the strongest of `limit` first. Returns how many were taken. Every end
 * is kept in the outbox; nothing is thrown for one message that fails.
 */
export async function actChat(
  given: Needs,
  tenant: TenantId,
  connection: Connection,
  limit = 200,
): Promise<number> {
  const chat = rememberingChat(given.clients.chat(connection));
  const needs = { ...given, clients: { ...given.clients, chat: () => chat } };
  const { store, clock, log } = needs;
  const due = await store.asTenant(tenant, (rows) => takeDue(rows, connection, clock.now(), limit));
  const alerts = due.flatMap(({ alert }) => (alert ? [alert] : []));
  const facts = await factsOf(
    needs,
    tenant,
    alerts.map(({ advice }) => advice),
  );
  const strength = ({ alert }: Due) => (alert ? strengthOf(alert.advice) : 0);
  const batch: { wall: Wall | null } = { wall: null };
  for (const { action, alert } of due.sort((a, b) => strength(b) - strength(a))) {
    const told = alert ? facts.get(alert.advice.id) : undefined;
    let end: Ended = { id: action.id, end: 'cancelled' };
    if (batch.wall) end = { id: action.id, end: 'again', ...batch.wall, free: true };
    else if (alert && told) end = await carryOut(needs, connection, action, { ...alert, told });
    // Slack's own trouble stops all the others too; a cap, or trouble with one message, does not.
    if (end.end === 'again' && end.wall) batch.wall = { waitMs: end.waitMs, problem: end.problem };
    if (end.end === 'again' || end.end === 'parked')
      log.info({ tenant, action: action.id, end }, 'an alert did not go out');
    await store.asTenant(tenant, (rows) => rows.outbox.finish([end], clock.now()));
  }
  return due.length;
}

async function takeDue(rows: TenantStore, connection: Connection, now: Date, limit: number): Promise<Due[]> {
  const actions = await rows.outbox.take({
    connection: connection.id,
    kind: 'chat.alert',
    now,
    limit,
    leaseMs,
  });
  const { settings } = await rows.settings.read();
  const due: Due[] = [];
  const seen = new Set<string>();
  for (const action of actions) {
    const id = action.kind === 'chat.alert' ? action.payload.advice : '';
    // Two actions of one advice say the same: its present state.
    const advice = seen.has(id) ? null : await rows.advice.get(id);
    seen.add(id);
    const notice = advice && (await rows.notices.of(advice.id));
    due.push({ action, alert: advice && { settings, advice, notice } });
  }
  return due;
}

async function carryOut(
  needs: Needs,
  connection: Connection,
  action: Action,
  alert: Alert,
): Promise<ActionEnd> {
  const { id } = action;
  const ruling = ruleOnAlert(alert);
  try {
    if (ruling.say === 'dry') return { id, end: 'dry' };
    if (ruling.say === 'nothing') return { id, end: 'cancelled' };
    if (ruling.say === 'update') await updateAlert(needs, connection, alert);
    if (ruling.say === 'post') {
      const posted = await postAlert(needs, connection, alert);
      if (posted.say === 'wait')
        return { id, end: 'again', waitMs: posted.waitMs, problem: capped, free: true };
    }
    return { id, end: 'done', response: { said: ruling.say } };
  } catch (error) {
    return endOf(action, error);
  }
}

const hour = 3_600_000;

function endOf({ id, attempts }: Action, error: unknown): Ended {
  const backOffMs = Math.min(hour, 5000 * 2 ** Math.min(attempts, 10));
  if (!isRevloopError(error)) return { id, end: 'again', waitMs: backOffMs, problem: String(error) };
  const problem = error.message;
  const waitMs = Number(error.params['waitMs'] ?? 0);
  if (error.code === 'CHAT_LIMIT') return { id, end: 'again', waitMs, problem, free: true, wall: true };
  if (error.code === 'CHAT_BUSY')
    return { id, end: 'again', waitMs: Math.max(waitMs, backOffMs), problem, wall: true };
  // The connection is marked as broken; the alert waits for the workspace to be connected again.
  if (error.code === 'CHAT_REVOKED' || error.code === 'CHAT_MISCONFIGURED')
    return { id, end: 'again', waitMs: hour, problem, free: true, wall: true };
  return { id, end: 'parked', code: error.code, problem };
}
