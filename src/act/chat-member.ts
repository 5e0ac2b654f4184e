// Who somebody in the chat is, and in which language we speak to them.
import { setTimeout as wait } from 'node:timers/promises';
import type { ChatMember } from '#ports/chat.ts';
import type { Ports } from '#ports.ts';
import type { Connection } from '#sense/connection.ts';
import { type Locale, toLocale } from '#texts/texts.ts';

type Needs = Pick<Ports, 'store' | 'clients' | 'log'>;

// Slack waits three seconds for the answer; a name is not worth more than one of them.
const nameMs = 1000;

export async function memberOf(
  { clients, log }: Needs,
  connection: Connection,
  user: string,
): Promise<ChatMember | null> {
  const stop = new AbortController();
  const late = wait(nameMs, null, { signal: stop.signal }).catch(() => null);
  const found = clients
    .chat(connection)
    .member(user)
    .catch((error: unknown) => {
      log.warn({ connection: connection.id, error }, 'Slack did not say who this is');
      return null;
    });
  const member = await Promise.race([found, late]);
  stop.abort();
  return member;
}

/** Their own language, or else the tenant's. */
export async function localeOf(
  needs: Needs,
  connection: Connection,
  member: ChatMember | null,
): Promise<Locale> {
  if (member?.locale) return toLocale(member.locale);
  return (await needs.store.asTenant(connection.tenant, (rows) => rows.settings.read())).settings.locale;
}
