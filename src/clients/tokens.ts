// Tokens of connections: good ones are handed out, old ones renewed by one process at a time.
import { fail } from '#errors.ts';
import type { Connection, ConnectionId } from '#sense/connection.ts';
import { type Found, type Renew, type RenewalNeeds, readGood, renewed } from './renewal.ts';

type Who = Pick<Connection, 'id' | 'tenant'>;

/** What a request needs to be let in; `instanceUrl` where the platform has a host for each account. */
export type Access = { readonly accessToken: string; readonly instanceUrl: string | null };

/** Errors: CRM_REVOKED, CRM_MISCONFIGURED, CRM_BUSY (waitMs). */
export type AccessTokens = {
  access(connection: Who): Promise<string>;
  /** The same with the host. */
  session(connection: Who): Promise<Access>;
  /** The platform no longer takes `refused`: returns the token that another process got meanwhile, or a new one. */
  replace(connection: Who, refused: string): Promise<string>;
  /** The platform lets nobody of the account in, whatever the token, until its admin acts. */
  stop(connection: Who, problem: string): Promise<void>;
  /** Reads the row again before the next token is handed out. */
  forget(id: ConnectionId): void;
};

type Held = Access & { readonly until: number };

/** A token is used this long without reading its row again, so that a disconnect is noticed by every process. */
const holdMs = 60_000;

/** `renew` must answer or give up within seconds. */
export function openTokens(needs: RenewalNeeds, renew: Renew): AccessTokens {
  const held = new Map<ConnectionId, Held>();
  const flights = new Map<ConnectionId, Promise<Access>>();
  const now = () => needs.clock.now().getTime();
  const keep = (who: Who, found: Found): Access => {
    if (found.end !== 'good') {
      held.delete(who.id);
      return refuse(found);
    }
    const { accessToken, instanceUrl = null } = found.tokens;
    const one = { accessToken, instanceUrl, until: Math.min(found.until, now() + holdMs) };
    held.set(who.id, one);
    return one;
  };
  const once = (who: Who, find: () => Promise<Found>): Promise<Access> => {
    const flying = flights.get(who.id);
    if (flying !== undefined) return flying;
    const flight = find()
      .then((found) => keep(who, found))
      .finally(() => flights.delete(who.id));
    flights.set(who.id, flight);
    return flight;
  };
  const session = async (who: Who): Promise<Access> => {
    const one = held.get(who.id);
    if (one !== undefined && now() < one.until) return one;
    return once(who, async () => (await readGood(needs, who)) ?? (await renewed(needs, who, renew, null)));
  };
  const replacing = (who: Who, refused: string) => once(who, () => renewed(needs, who, renew, refused));
  return {
    session,
    access: async (who) => (await session(who)).accessToken,
    async replace(who, refused) {
      const one = held.get(who.id);
      if (one !== undefined && one.accessToken !== refused && now() < one.until) return one.accessToken;
      const { accessToken } = await replacing(who, refused);
      // A flight that began before the refusal may have brought the very token that was refused.
      return accessToken === refused ? (await replacing(who, refused)).accessToken : accessToken;
    },
    async stop(who, problem) {
      held.delete(who.id);
      const reason = JSON.stringify({ code: 'CRM_REVOKED', params: { problem } });
      await needs.store.asTenant(who.tenant, async ({ connections }) => {
        const now = await connections.get(who.id);
        if (now?.state === 'active') await connections.setState(who.id, 'revoked', reason);
      });
    },
    forget(id) {
      held.delete(id);
    },
  };
}

function refuse(found: Exclude<Found, { end: 'good' }>): never {
  const { problem } = found;
  if (found.end === 'later') return fail('CRM_BUSY', { problem, waitMs: found.waitMs });
  if (found.end === 'misconfigured') return fail('CRM_MISCONFIGURED', { problem });
  return fail('CRM_REVOKED', { problem });
}
