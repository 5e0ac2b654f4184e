// Tokens of connections: good ones are handed out, old ones renewed by one process at a time.
import { fail } from '#errors.ts';
import type { Clock, Log, Store } from '#ports.ts';
import type { Connection, ConnectionId, ConnectionState, Tokens } from '#sense/connection.ts';

/** How a platform answered the wish for new tokens. `later`: it could not answer now. */
export type Renewal =
  | { readonly end: 'renewed'; readonly tokens: Tokens }
  | { readonly end: 'revoked' | 'misconfigured'; readonly problem: string }
  | { readonly end: 'later'; readonly problem: string; readonly waitMs: number };

type Who = Pick<Connection, 'id' | 'tenant'>;

/** Errors: CRM_REVOKED, CRM_MISCONFIGURED, CRM_BUSY (waitMs). */
export type AccessTokens = {
  access(connection: Who): Promise<string>;
  /** The platform no longer takes `refused`: returns the token that another process got meanwhile, or a new one. */
  replace(connection: Who, refused: string): Promise<string>;
  /** Reads the row again before the next token is handed out. */
  forget(id: ConnectionId): void;
};

type Needs = { readonly store: Pick<Store, 'asTenant'>; readonly clock: Clock; readonly log: Log };
type Held = { readonly accessToken: string; readonly until: number };
type Found =
  | { readonly end: 'good'; readonly tokens: Tokens; readonly until: number }
  | { readonly end: 'gone'; readonly problem: string }
  | Exclude<Renewal, { end: 'renewed' }>;

/** A token is used this long without reading its row again, so that a disconnect is noticed by every process. */
const holdMs = 60_000;
const lastMomentMs = 60_000;

/** `renew` is called while the connection's row is locked; it must answer or give up within seconds. */
export function openTokens(needs: Needs, renew: (tokens: Tokens) => Promise<Renewal>): AccessTokens {
  const held = new Map<ConnectionId, Held>();
  const flights = new Map<ConnectionId, Promise<string>>();
  const now = () => needs.clock.now().getTime();
  const keep = (who: Who, found: Found): string => {
    if (found.end !== 'good') {
      held.delete(who.id);
      return refuse(found);
    }
    const until = Math.min(found.until, now() + holdMs);
    held.set(who.id, { accessToken: found.tokens.accessToken, until });
    return found.tokens.accessToken;
  };
  const once = (who: Who, find: () => Promise<Found>): Promise<string> => {
    const flying = flights.get(who.id);
    if (flying !== undefined) return flying;
    const flight = find()
      .then((found) => keep(who, found))
      .finally(() => flights.delete(who.id));
    flights.set(who.id, flight);
    return flight;
  };
  return {
    async access(who) {
      const one = held.get(who.id);
      if (one !== undefined && now() < one.until) return one.accessToken;
      return once(who, async () => (await readGood(needs, who)) ?? (await renewed(needs, who, renew, null)));
    },
    async replace(who, refused) {
      const one = held.get(who.id);
      if (one !== undefined && one.accessToken !== refused && now() < one.until) return one.accessToken;
      const token = await once(who, () => renewed(needs, who, renew, refused));
      // A flight that began before the refusal may have brought the very token that was refused.
      return token === refused ? once(who, () => renewed(needs, who, renew, refused)) : token;
    },
    forget(id) {
      held.delete(id);
    },
  };
}

/** The row's tokens while they need no renewal; null when they do. */
function readGood({ store, clock }: Needs, who: Who): Promise<Found | null> {
  return store.asTenant(who.tenant, async ({ connections }): Promise<Found | null> => {
    const connection = await connections.get(who.id);
    const tokens = await connections.tokens(who.id);
    const gone = goneBecause(connection?.state, tokens);
    if (gone !== null) return gone;
    return tokens !== null && clock.now() < renewAt(tokens) ? good(tokens) : null;
  });
}

function renewed(
  { store, clock, log }: Needs,
  who: Who,
  renew: (tokens: Tokens) => Promise<Renewal>,
  refused: string | null,
): Promise<Found> {
  return store.asTenant(who.tenant, async ({ connections }): Promise<Found> => {
    // After this line no other process renews; whoever waited for the lock finds what the one before it got.
    const tokens = await connections.lockTokens(who.id);
    const connection = await connections.get(who.id);
    const gone = goneBecause(connection?.state, tokens);
    if (gone !== null) return gone;
    if (tokens === null) return { end: 'gone', problem: 'it was disconnected' };
    if (tokens.accessToken !== refused && clock.now() < renewAt(tokens)) return good(tokens);
    const renewal = await renew(tokens);
    if (renewal.end === 'renewed') {
      await connections.saveTokens(who.id, renewal.tokens);
      if (connection?.state !== 'active') await connections.setState(who.id, 'active', null);
      return good(renewal.tokens);
    }
    if (renewal.end === 'later') return stillGood(tokens, renewal, refused, clock.now());
    const code = renewal.end === 'revoked' ? 'CRM_REVOKED' : 'CRM_MISCONFIGURED';
    const reason = JSON.stringify({ code, params: { problem: renewal.problem } });
    await connections.setState(who.id, renewal.end, reason);
    log.warn({ connection: who.id, state: renewal.end, problem: renewal.problem }, 'tokens were not renewed');
    return renewal;
  });
}

function goneBecause(state: ConnectionState | undefined, tokens: Tokens | null): Found | null {
  if (state === 'revoked') return { end: 'gone', problem: 'the permission was taken back' };
  if (state === undefined || state === 'uninstalled' || tokens === null) {
    return { end: 'gone', problem: 'it was disconnected' };
  }
  return null;
}

// Renewal comes early, so a platform that cannot answer now leaves time to use the old token.
function stillGood(
  tokens: Tokens,
  renewal: Found & { end: 'later' },
  refused: string | null,
  now: Date,
): Found {
  const expiresAt = tokens.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY;
  if (tokens.accessToken === refused || expiresAt <= now.getTime()) return renewal;
  return { end: 'good', tokens, until: Math.min(expiresAt, now.getTime() + renewal.waitMs) };
}

function good(tokens: Tokens): Found {
  return { end: 'good', tokens, until: renewAt(tokens).getTime() };
}

function renewAt({ renewAt: at, expiresAt }: Tokens): Date {
  return at ?? new Date((expiresAt?.getTime() ?? 8.64e15) - (expiresAt === null ? 0 : lastMomentMs));
}

function refuse(found: Exclude<Found, { end: 'good' }>): never {
  const { problem } = found;
  if (found.end === 'later') return fail('CRM_BUSY', { problem, waitMs: found.waitMs });
  if (found.end === 'misconfigured') return fail('CRM_MISCONFIGURED', { problem });
  return fail('CRM_REVOKED', { problem });
}
