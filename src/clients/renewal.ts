// A renewal of tokens: noted before the platform is asked, kept before anything new is used, never asked twice at once.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRevloopError } from '#errors.ts';
import type { Clock, Log, Store } from '#ports.ts';
import type { Connection, ConnectionState, Tokens } from '#sense/connection.ts';

/**
 * How a platform answered the wish for new tokens. `later`: it said that it cannot now. `lost`: it may have done it, and
 * its answer is not known; a platform that takes a refresh token once only is then not asked again.
 */
export type Renewal =
  | { readonly end: 'renewed'; readonly tokens: Tokens }
  | { readonly end: 'revoked' | 'misconfigured' | 'lost'; readonly problem: string }
  | { readonly end: 'later'; readonly problem: string; readonly waitMs: number };

export type Renew = (tokens: Tokens, connection: Connection) => Promise<Renewal>;

export type RenewalNeeds = {
  readonly store: Pick<Store, 'asTenant'>;
  readonly clock: Clock;
  readonly log: Log;
  /** True: the platform ends the connection when it sees a refresh token again, so none is ever sent twice. */
  readonly once?: boolean;
};

export type Found =
  | { readonly end: 'good'; readonly tokens: Tokens; readonly until: number }
  | { readonly end: 'gone' | 'revoked' | 'misconfigured'; readonly problem: string }
  | { readonly end: 'later'; readonly problem: string; readonly waitMs: number };

type Who = Pick<Connection, 'id' | 'tenant'>;
type Rows = Parameters<Parameters<Store['asTenant']>[1]>[0];

const lastMomentMs = 60_000;
/** Who noted a renewal and did not end it by now is dead: a renewal gives up long before. */
const leaseMs = 60_000;
/** Whoever meets another's renewal looks again this often, and so long. */
const lookMs = 40;
const patienceMs = 15_000;
const busyMs = 5_000;
/** New tokens that could not be kept are lost for good, so that is tried for long. */
const keepTries = 30;
const keepWaitMs = 500;

const lostProblem =
  'the answer to a renewal was lost, and each refresh token is taken only once; connect the account again';

/** The row's tokens while they need no renewal; null when they do. */
export function readGood({ store, clock }: RenewalNeeds, who: Who): Promise<Found | null> {
  return store.asTenant(who.tenant, async ({ connections }): Promise<Found | null> => {
    const connection = await connections.get(who.id);
    const tokens = await connections.tokens(who.id);
    const gone = goneBecause(connection?.state, tokens);
    if (gone !== null) return gone;
    return tokens !== null && clock.now() < renewAt(tokens) ? good(tokens) : null;
  });
}

/** Asks the platform unless another process does, or did; `refused`: the token that the platform no longer takes. */
export async function renewed(
  needs: RenewalNeeds,
  who: Who,
  renew: Renew,
  refused: string | null,
): Promise<Found> {
  const began = performance.now();
  for (;;) {
    const id = randomUUID();
    const turn = await needs.store.asTenant(who.tenant, (rows) =>
      takeTurn(needs, rows, who, { id, refused }),
    );
    if (turn.end === 'asks') return ask(needs, who, renew, { ...turn, id, refused });
    if (turn.end !== 'wait') return turn;
    if (performance.now() - began > patienceMs) return turn.meanwhile;
    await sleep(lookMs);
  }
}

type Turn =
  | Found
  | { readonly end: 'asks'; readonly tokens: Tokens; readonly connection: Connection }
  | { readonly end: 'wait'; readonly meanwhile: Found };

/** Committed before the platform is asked: from then on everybody knows, also after a crash. */
async function takeTurn(
  needs: RenewalNeeds,
  { connections }: Rows,
  who: Who,
  { id, refused }: { id: string; refused: string | null },
): Promise<Turn> {
  const now = needs.clock.now();
  const tokens = await connections.lockTokens(who.id);
  const connection = await connections.get(who.id);
  const gone = goneBecause(connection?.state, tokens);
  if (gone !== null) return gone;
  if (tokens === null || connection === null) return { end: 'gone', problem: 'it was disconnected' };
  if (tokens.accessToken !== refused && now < renewAt(tokens)) return good(tokens);
  const note = tokens.renewal ?? null;
  if (note?.state === 'later' && note.until !== null && note.until > now) {
    const waitMs = note.until.getTime() - now.getTime();
    return stillGood(tokens, { end: 'later', problem: 'it asked to wait', waitMs }, refused, now);
  }
  if (note?.state === 'underway' && now.getTime() - note.at.getTime() < leaseMs) {
    const later = { end: 'later', problem: 'a renewal is under way', waitMs: busyMs } as const;
    return { end: 'wait', meanwhile: stillGood(tokens, later, refused, now) };
  }
  if (note !== null && note.state !== 'later' && needs.once === true) {
    return afterLoss(needs, { connections }, { connection, tokens, refused });
  }
  await connections.saveTokens(who.id, {
    ...tokens,
    renewal: { id, at: now, state: 'underway', until: null },
  });
  return { end: 'asks', tokens, connection };
}

type Asking = {
  readonly id: string;
  readonly tokens: Tokens;
  readonly connection: Connection;
  readonly refused: string | null;
};

// Outside of any transaction: the store may do a transaction twice, and must not ask twice.
async function ask(needs: RenewalNeeds, who: Who, renew: Renew, asking: Asking): Promise<Found> {
  let renewal: Renewal;
  try {
    renewal = await renew(asking.tokens, asking.connection);
  } catch (error) {
    // Errors of the catalogue come before anything is sent.
    const end = isRevloopError(error) ? 'later' : 'lost';
    await settleSurely(needs, who, asking, { end, problem: String(error), waitMs: busyMs });
    throw error;
  }
  return settleSurely(needs, who, asking, renewal);
}

async function settleSurely(needs: RenewalNeeds, who: Who, asking: Asking, renewal: Renewal): Promise<Found> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await needs.store.asTenant(who.tenant, (rows) => settle(needs, rows, asking, renewal));
    } catch (error) {
      needs.log.error({ connection: who.id, tries, error }, 'the end of a renewal could not be kept');
      if (tries === keepTries) throw error;
      await sleep(keepWaitMs);
    }
  }
}

async function settle(
  needs: RenewalNeeds,
  { connections }: Rows,
  { id, tokens, connection, refused }: Asking,
  renewal: Renewal,
): Promise<Found> {
  const now = needs.clock.now();
  const kept = await connections.lockTokens(connection.id);
  if (kept === null) return { end: 'gone', problem: 'it was disconnected' };
  // Connected again meanwhile: those tokens are newer than what was asked for.
  if (kept.refreshToken !== tokens.refreshToken) return good(kept);
  if (renewal.end === 'renewed') {
    await connections.saveTokens(connection.id, { ...renewal.tokens, renewal: null });
    await connections.setState(connection.id, 'active', null);
    const { instanceUrl } = renewal.tokens;
    if (instanceUrl != null && instanceUrl !== connection.account.instanceUrl) {
      await connections.setAccount(connection.id, { ...connection.account, instanceUrl });
    }
    return good(renewal.tokens);
  }
  if (kept.renewal?.id !== id) return { end: 'later', problem: 'another renewal took over', waitMs: busyMs };
  if (renewal.end === 'later') {
    const until = new Date(now.getTime() + renewal.waitMs);
    await connections.saveTokens(connection.id, {
      ...tokens,
      renewal: { id, at: now, state: 'later', until },
    });
    return stillGood(tokens, renewal, refused, now);
  }
  if (renewal.end === 'lost') {
    if (needs.once === true) {
      await connections.saveTokens(connection.id, {
        ...tokens,
        renewal: { id, at: now, state: 'lost', until: null },
      });
      return afterLoss(needs, { connections }, { connection, tokens, refused });
    }
    await connections.saveTokens(connection.id, { ...tokens, renewal: null });
    return stillGood(tokens, { end: 'later', problem: renewal.problem, waitMs: busyMs }, refused, now);
  }
  const { end, problem } = renewal;
  await connections.saveTokens(connection.id, { ...tokens, renewal: null });
  const code = renewal.end === 'revoked' ? 'CRM_REVOKED' : 'CRM_MISCONFIGURED';
  await connections.setState(connection.id, end, JSON.stringify({ code, params: { problem } }));
  needs.log.warn({ connection: connection.id, state: end, problem }, 'tokens were not renewed');
  return { end, problem };
}

/** The old access token is used as long as it works; the admin is told at once that the org must be connected again. */
async function afterLoss(
  { log, clock }: RenewalNeeds,
  { connections }: Pick<Rows, 'connections'>,
  { connection, tokens, refused }: Omit<Asking, 'id'>,
): Promise<Found> {
  const usable = tokens.accessToken !== refused && (tokens.expiresAt ?? clock.now()) >= clock.now();
  const reason = JSON.stringify({ code: 'CRM_RENEWAL_LOST', params: {} });
  const state = usable ? 'active' : 'revoked';
  if (connection.state !== state || connection.reason !== reason) {
    await connections.setState(connection.id, state, reason);
    log.warn({ connection: connection.id, usable }, 'the answer to a renewal of tokens was lost');
  }
  return usable
    ? { end: 'good', tokens, until: clock.now().getTime() + lastMomentMs }
    : { end: 'revoked', problem: lostProblem };
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
