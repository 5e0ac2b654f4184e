// The requests of an org's day, which all its integrations share: what is used, and what we still allow ourselves.
import { z } from 'zod';
import { fail } from '#errors.ts';
import type { ApiUsage } from '#ports/crm.ts';
import type { Clock, Store } from '#ports.ts';
import type { Connection } from '#sense/connection.ts';

/** backfill: reading everything. read: all other reading. write: what the customer sees of us. */
export type Purpose = 'backfill' | 'read' | 'write';

export type Budget = {
  /** Errors: CRM_BUDGET (waitMs) when what is left is for something more important. */
  check(purpose: Purpose): Promise<void>;
  /** Learns from an answer's headers. */
  note(headers: Headers): Promise<void>;
  usage(): Promise<ApiUsage | null>;
};

/** Shares of the limit from which on a purpose waits; the rest is for write-back and renewals. */
const stopsAt: Readonly<Record<Purpose, number>> = {
  backfill: 0.7,
  read: 0.9,
  write: Number.POSITIVE_INFINITY,
};
const whatWaits: Readonly<Record<Purpose, string>> = {
  backfill: 'the first reading',
  read: 'reading',
  write: 'writing',
};

/** The window rolls, so after this long one request is made to see what came free. */
const probeMs = 10 * 60_000;
/** How old what other processes saw may be, and how often what is seen here is kept for them. */
const freshMs = 30_000;
const keepMs = 60_000;
const worthShare = 0.01;

export const usageFact = 'api-usage';
const keptUsage = z.object({ used: z.number(), limit: z.number() });
/** The same header may tell how much each app used: `per-app-api-usage=17/250(appName=...)`. */
const inHeader = /(?:^|[\s;,])api-usage=(\d+)\/(\d+)/;

type Needs = { readonly store: Pick<Store, 'asTenant'>; readonly clock: Clock };

/** One for each connection of a process. */
export function openBudget({ store, clock }: Needs, connection: Pick<Connection, 'id' | 'tenant'>): Budget {
  let seen: ApiUsage | null = null;
  let kept: ApiUsage | null = null;
  let lookedAt = Number.NEGATIVE_INFINITY;
  const look = async (): Promise<ApiUsage | null> => {
    const now = clock.now().getTime();
    if (now - Math.max(lookedAt, seen?.at.getTime() ?? 0) < freshMs) return seen;
    lookedAt = now;
    const fact = await store.asTenant(connection.tenant, ({ portalFacts }) =>
      portalFacts.read(connection.id, usageFact),
    );
    const body = keptUsage.safeParse(fact?.body);
    if (fact !== null && body.success && (seen === null || fact.readAt > seen.at)) {
      seen = { ...body.data, at: fact.readAt };
    }
    return seen;
  };
  return {
    usage: look,
    async check(purpose) {
      if (purpose === 'write') return;
      const usage = await look();
      if (usage === null || usage.used < usage.limit * stopsAt[purpose]) return;
      const waitMs = probeMs - (clock.now().getTime() - usage.at.getTime());
      const { used, limit } = usage;
      if (waitMs > 0) fail('CRM_BUDGET', { used, limit, what: whatWaits[purpose], waitMs });
    },
    async note(headers) {
      const [, used, limit] = inHeader.exec(headers.get('sforce-limit-info') ?? '') ?? [];
      if (used === undefined || limit === undefined || Number(limit) <= 0) return;
      const now: ApiUsage = { used: Number(used), limit: Number(limit), at: clock.now() };
      seen = now;
      if (!isNews(kept, now)) return;
      kept = now;
      await store.asTenant(connection.tenant, ({ portalFacts }) =>
        portalFacts.save(connection.id, usageFact, { used: now.used, limit: now.limit }, now.at),
      );
    },
  };
}

function isNews(kept: ApiUsage | null, now: ApiUsage): boolean {
  if (kept === null || kept.limit !== now.limit) return true;
  if (Math.abs(now.used - kept.used) >= now.limit * worthShare) return true;
  return now.at.getTime() - kept.at.getTime() >= keepMs;
}
