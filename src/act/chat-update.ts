// Brings the message of an advice up to date, and says in its thread what got better or worse.
import { isRevloopError } from '#errors.ts';
import type { Notice } from '#ports/store.ts';
import type { Ports } from '#ports.ts';
import type { Connection } from '#sense/connection.ts';
import { text } from '#texts/texts.ts';
import { factsOf, type Told } from './chat-facts.ts';
import { alertMessage } from './chat-message.ts';
import { hashOf, toNotice } from './chat-post.ts';
import { scoreWords } from './chat-words.ts';

type Needs = Pick<Ports, 'store' | 'clients' | 'clock' | 'log'>;
type Updating = { readonly notice: Notice | null; readonly told: Told };

/** Sends nothing where the message already says all this. Errors: those of Chat, except a message that was deleted. */
export async function updateAlert(
  needs: Needs,
  connection: Connection,
  { notice, told }: Updating,
): Promise<void> {
  if (notice === null || notice.ts === '') return;
  const { facts } = told;
  const message = alertMessage(facts);
  const { channel, ts } = notice;
  const line = threadLine(notice, told);
  if (hashOf(message) === notice.hash && line === null) return;
  const chat = needs.clients.chat(connection);
  try {
    if (hashOf(message) !== notice.hash) await chat.update({ channel, ts }, message);
    // Kept before the thread hears of it: a line that is lost is better than one that comes twice.
    const next = toNotice(connection, facts.advice, { channel, ts }, message);
    // Small moves add up until the thread hears of them.
    const { score, band } = line === null ? notice.told : next.told;
    const kept = { ...next, told: { ...next.told, score, band } };
    await needs.store.asTenant(connection.tenant, (rows) => rows.notices.save(kept, needs.clock.now()));
    if (line !== null) await chat.post(channel, { text: line, blocks: [] }, ts);
  } catch (error) {
    if (!isGone(error)) throw error;
    needs.log.info(
      { advice: facts.advice.id },
      'somebody deleted the message of an advice; it is not sent again',
    );
  }
}

/** Reads the advice anew and brings its message up to date at once: after somebody answered. */
export async function refreshAlert(needs: Needs, connection: Connection, advice: string): Promise<void> {
  const found = await needs.store.asTenant(connection.tenant, async (rows) => {
    const one = await rows.advice.get(advice);
    return one && { advice: one, notice: await rows.notices.of(one.id) };
  });
  if (!found) return;
  const told = (await factsOf(needs, connection.tenant, [found.advice])).get(advice);
  if (told) await updateAlert(needs, connection, { notice: found.notice, told });
}

/** One line for the thread, or null where nothing happened that people should hear of. */
function threadLine({ told: before }: Notice, { facts }: Told): string | null {
  const { locale, advice } = facts;
  const { scoreTo, to } = advice.change;
  if (advice.state === 'expired')
    return before.state === 'expired' ? null : text(locale, 'slack.thread.over');
  if (advice.state === 'open' && before.state === 'snoozed') return text(locale, 'slack.thread.awake');
  if (advice.state !== 'open' && advice.state !== 'taken') return null;
  if (before.score === null || scoreTo === null || before.score === scoreTo) return null;
  const stronger = advice.finding === 'health' ? scoreTo < before.score : scoreTo > before.score;
  // Small moves are seen in the message itself; the thread is for a new band or a big step.
  if (before.band === to && Math.abs(scoreTo - before.score) < 10) return null;
  return text(locale, `slack.thread.${stronger ? 'stronger' : 'weaker'}.${advice.finding}`, {
    from: scoreWords(locale, before.score, before.band),
    to: scoreWords(locale, scoreTo, to),
  });
}

const gone = [
  'message_not_found',
  'channel_not_found',
  'is_archived',
  'cant_update_message',
  'thread_not_found',
];

function isGone(error: unknown): boolean {
  return (
    isRevloopError(error) && error.code === 'CHAT_REFUSED' && gone.includes(String(error.params['code']))
  );
}
