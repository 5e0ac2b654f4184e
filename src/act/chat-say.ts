// Says in a chat what journeys have to say: each message once, even when an answer was lost.
import { isRevloopError } from '#errors.ts';
import type { Ports } from '#ports.ts';
import type { Connection } from '#sense/connection.ts';
import type { Owner } from '#sense/record.ts';
import type { TenantSettings } from '#sense/tenant.ts';
import { text } from '#texts/texts.ts';
import type { Action, ActionEnd } from './action.ts';
import { channelFor, type Place, placesFor } from './chat-recipient.ts';
import { clip, safe } from './chat-words.ts';
import { backoffMs, mostTries } from './worked.ts';

type Say = Extract<Action, { kind: 'chat.say' }>;
type Needs = Pick<Ports, 'store' | 'clients' | 'clock' | 'log'>;

const aRound = 20;
const leaseMs = 5 * 60_000;
const mostText = 2_800;

/** Returns how many were taken. */
export async function sayInChat(needs: Needs, connection: Connection): Promise<number> {
  const { store, clock } = needs;
  const { tenant, id } = connection;
  const { due, settings, crms } = await store.asTenant(tenant, async (rows) => {
    const now = clock.now();
    const taken = await rows.outbox.take({ connection: id, kind: 'chat.say', now, limit: aRound, leaseMs });
    const tenantRow = await rows.settings.read();
    const all = taken.filter((action) => action.kind === 'chat.say');
    if (!tenantRow.settings.dryRun)
      return { due: all, settings: tenantRow.settings, crms: await rows.connections.all() };
    await rows.outbox.finish(
      all.map((one) => ({ id: one.id, mark: one.mark, end: 'dry' as const })),
      now,
    );
    return { due: [], settings: tenantRow.settings, crms: [] };
  });
  for (const action of due) {
    const crm = crms.find((one) => one.id === action.payload.crm && one.state === 'active') ?? null;
    const end = await sayOne(needs, connection, { action, settings, crm });
    await store.asTenant(tenant, (rows) => rows.outbox.finish([end], clock.now()));
  }
  return due.length;
}

type One = { readonly action: Say; readonly settings: TenantSettings; readonly crm: Connection | null };

async function sayOne(
  needs: Needs,
  connection: Connection,
  { action, settings, crm }: One,
): Promise<ActionEnd> {
  const { id, mark, attempts, payload, key, createdAt } = action;
  const chat = needs.clients.chat(connection);
  try {
    const owner = await ownerOf(needs, crm, payload.ownerId);
    for (const place of placesOf(payload.to, { settings, connection, owner })) {
      const channel = await channelFor(chat, place);
      if (channel === null) continue;
      const found = attempts > 1 ? await chat.find(channel, key, createdAt) : null;
      if (found !== null && found !== 'unknown') return { id, mark, end: 'done', response: { ...found } };
      const words = safe(payload.text, mostText);
      const section = { type: 'section', text: { type: 'mrkdwn', text: words, verbatim: true } };
      const blocks = [section, ...linkOf(payload.link), ...answersTo(payload.approval, settings.locale)];
      const ref = await chat.post(channel, { text: words, blocks, mark: key });
      return { id, mark, end: 'done', response: { ...ref } };
    }
    return { id, mark, end: 'parked', code: 'CHAT_NOBODY', problem: 'there is no channel or person for it' };
  } catch (error) {
    needs.log.info({ action: id, err: error }, 'a message of a journey did not go out');
    return endOf(action, error);
  }
}

function linkOf(link: Say['payload']['link']): Readonly<Record<string, unknown>>[] {
  if (link === undefined) return [];
  const label = { type: 'plain_text', text: clip(link.label, 75) };
  const button = { type: 'button', action_id: 'revloop:open', text: label, url: link.url };
  return [{ type: 'actions', elements: [button] }];
}

/** The buttons' action ids and block; `webhooks/slack/verdict.ts` reads them. */
function answersTo(
  approval: Say['payload']['approval'],
  locale: TenantSettings['locale'],
): Readonly<Record<string, unknown>>[] {
  if (approval === undefined) return [];
  const button = (answer: 'yes' | 'no', style: 'primary' | 'danger') => ({
    ...{ type: 'button', action_id: `revloop-run:${answer}`, value: approval.run, style },
    text: { type: 'plain_text', text: text(locale, `slack.approval.${answer}`) },
  });
  return [
    {
      ...{ type: 'actions', block_id: `run:${approval.run}` },
      elements: [button('yes', 'primary'), button('no', 'danger')],
    },
  ];
}

function endOf({ id, mark, attempts }: Say, error: unknown): ActionEnd {
  const problem = error instanceof Error ? error.message : String(error);
  const code = isRevloopError(error) ? error.code : 'INTERNAL';
  const waitMs = isRevloopError(error) ? Number(error.params['waitMs'] ?? 0) : 0;
  if (code === 'CHAT_LIMIT') return { id, mark, end: 'again', waitMs, problem, free: true };
  if (code === 'CHAT_REFUSED' || attempts >= mostTries) return { id, mark, end: 'parked', code, problem };
  return { id, mark, end: 'again', waitMs: Math.max(waitMs, backoffMs(attempts)), problem };
}

function placesOf(to: Say['payload']['to'], input: Parameters<typeof placesFor>[0]): Place[] {
  if (typeof to === 'object') return [{ kind: 'channel', id: to.channel }];
  const usual = placesFor({ ...input, owner: to === 'manager' ? input.owner : null });
  const email = to === 'owner' ? input.owner?.email : undefined;
  return email ? [{ kind: 'email', email }, ...usual] : usual;
}

/** Without the owner's name the message goes where all of them go. */
async function ownerOf(
  { clients, log }: Needs,
  crm: Connection | null,
  ownerId: string | null,
): Promise<Owner | null> {
  if (crm === null || ownerId === null) return null;
  try {
    return (await clients.crm(crm).owners()).find(({ id }) => id === ownerId) ?? null;
  } catch (error) {
    log.warn({ connection: crm.id, error }, 'a message goes out without the owner, the CRM did not name it');
    return null;
  }
}
