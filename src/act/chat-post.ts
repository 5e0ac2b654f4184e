// Posts the first message of an advice: once, even if the answer to it is lost.
import { createHash } from 'node:crypto';
import type { Advice } from '#advise/advice.ts';
import { fail, isRevloopError } from '#errors.ts';
import type { Chat, ChatMessage, MessageRef } from '#ports/chat.ts';
import type { Notice } from '#ports/store.ts';
import type { Ports } from '#ports.ts';
import type { Connection } from '#sense/connection.ts';
import type { TenantSettings } from '#sense/tenant.ts';
import type { Told } from './chat-facts.ts';
import { alertMessage } from './chat-message.ts';
import { channelFor, placesFor } from './chat-recipient.ts';
import { capWindowMs, type Ruling, ruleOnPlace } from './guard.ts';

export type Alert = {
  readonly settings: TenantSettings;
  readonly advice: Advice;
  readonly notice: Notice | null;
  readonly told: Told;
};
type Needs = Pick<Ports, 'store' | 'clients' | 'clock' | 'log'>;

/** Codes of Slack that speak against the place, not against the message. */
const badPlaces = [
  'channel_not_found',
  'not_in_channel',
  'is_archived',
  'user_not_found',
  'user_disabled',
  'cannot_dm_bot',
];

/** Posts to the first place that takes it, or waits for its cap. Errors: those of Chat, CHAT_NOBODY. */
export async function postAlert(needs: Needs, connection: Connection, alert: Alert): Promise<Ruling> {
  const chat = needs.clients.chat(connection);
  const message = alertMessage(alert.told.facts);
  if (alert.notice && (await arrived(needs, chat, connection, alert, message))) return { say: 'post' };
  for (const place of placesFor({ ...alert, connection, owner: alert.told.owner })) {
    try {
      const channel = await channelFor(chat, place);
      if (channel === null) continue;
      return await postTo(needs, chat, connection, alert, { channel, message });
    } catch (error) {
      if (!isBadPlace(error)) throw error;
      needs.log.warn(
        { connection: connection.id, place, error },
        'an alert goes elsewhere, this place does not take it',
      );
    }
  }
  return fail('CHAT_NOBODY');
}

/** What a message says, as a short text that changes when it does. */
export function hashOf(message: ChatMessage): string {
  return createHash('sha256')
    .update(JSON.stringify([message.text, message.blocks]))
    .digest('base64url')
    .slice(0, 22);
}

export function toNotice(
  connection: Connection,
  advice: Advice,
  ref: MessageRef,
  message: ChatMessage,
): Notice {
  const told = { state: advice.state, score: advice.change.scoreTo, band: advice.change.to };
  return { advice: advice.id, connection: connection.id, ...ref, hash: hashOf(message), told };
}

async function postTo(
  { store, clock }: Needs,
  chat: Chat,
  connection: Connection,
  { settings, advice }: Alert,
  { channel, message }: { channel: string; message: ChatMessage },
): Promise<Ruling> {
  const now = clock.now();
  const intent = toNotice(connection, advice, { channel, ts: '' }, message);
  const ruling = await store.asTenant(connection.tenant, async (rows): Promise<Ruling> => {
    const since = new Date(now.getTime() - capWindowMs);
    const may = ruleOnPlace(settings, await rows.notices.countSince(channel, since), now);
    // Kept before it is sent: should the answer be lost, the next attempt knows where to look for the message.
    if (may.say === 'post') await rows.notices.save(intent, now);
    return may;
  });
  if (ruling.say !== 'post') return ruling;
  const ref = await chat.post(channel, message).catch(async (error: unknown) => {
    // Refused for sure: the next attempt is a first one again, and does not count towards the cap.
    if (isRefusal(error)) await store.asTenant(connection.tenant, (rows) => rows.notices.takeBack(advice.id));
    throw error;
  });
  await store.asTenant(connection.tenant, (rows) =>
    rows.notices.save(toNotice(connection, advice, ref, message), now),
  );
  return ruling;
}

/** True when an earlier attempt did arrive, although we never heard of it. */
async function arrived(
  { store, clock, log }: Needs,
  chat: Chat,
  connection: Connection,
  { advice, notice }: Alert,
  message: ChatMessage,
): Promise<boolean> {
  if (notice === null) return false;
  const found = await chat.find(notice.channel, advice.id, advice.createdAt);
  if (found === 'unknown')
    log.warn(
      { advice: advice.id },
      'an alert is posted again: without a history scope nobody can tell whether it arrived',
    );
  if (found === null || found === 'unknown') return false;
  // Its words may be older than ours: an empty hash lets the next update bring it up to date.
  const known = { ...toNotice(connection, advice, found, message), hash: '' };
  await store.asTenant(connection.tenant, (rows) => rows.notices.save(known, clock.now()));
  return true;
}

/** CHAT_BUSY leaves open whether the message arrived; so does an answer that could not be read. */
function isRefusal(error: unknown): boolean {
  return isRevloopError(error) && error.code !== 'CHAT_BUSY';
}

function isBadPlace(error: unknown): boolean {
  return (
    isRevloopError(error) && error.code === 'CHAT_REFUSED' && badPlaces.includes(String(error.params['code']))
  );
}
