// What the card needs to know of one record, read in one transaction of the tenant that owns the portal.
import { type Advice, urgencyOf } from '#advise/advice.ts';
import { type Finding, isBeside, type KeptFinding } from '#analyze/finding.ts';
import { bySaidNow, type HealthOverride } from '#analyze/health-override.ts';
import { fail } from '#errors.ts';
import type { Outcome } from '#learn/outcome.ts';
import type { OutboxRows, TenantStore } from '#ports/store.ts';
import type { Ports } from '#ports.ts';
import type { Connection } from '#sense/connection.ts';
import { type Concept, personName, said } from '#sense/vocabulary.ts';
import type { CardQuery } from './card-view.ts';

export const cardKinds = {
  '0-1': { kind: 'contact', finding: 'lead_score' },
  '0-2': { kind: 'company', finding: 'health' },
  '0-3': { kind: 'deal', finding: 'deal_score' },
} as const satisfies Record<CardQuery['objectTypeId'], { kind: string; finding: string }>;

export type CardKind = (typeof cardKinds)[CardQuery['objectTypeId']];

export type CardStory = {
  readonly subject: string;
  readonly name: string | null;
  readonly timeZone: string;
  readonly kept: KeptFinding | null;
  /** Of a company: what a person says of it now, a moment before the next turn knows of it. */
  readonly word: HealthOverride | null;
  /** Of a customer: whether it has stopped trying anything new. */
  readonly stagnation: Finding | null;
  readonly trend: readonly { at: Date; score: number | null }[];
  /** Live ones, strongest first, then the last one that was answered within a day. */
  readonly advice: readonly Advice[];
  readonly actions: Awaited<ReturnType<OutboxRows['list']>>;
  readonly outcomes: readonly Outcome[];
};

const dayMs = 86_400_000;

/**
 * The story of the portal's record, or null when it is not known yet. Errors: NOT_FOUND when the portal has no such
 * record: that is asked of the portal itself, so another tenant's record is refused in the same words.
 */
export async function cardStory(
  ports: Ports,
  connection: Connection,
  query: CardQuery,
  now: Date,
): Promise<CardStory | null> {
  const found = await ports.store.asTenant(connection.tenant, async (rows) => {
    const { kind } = cardKinds[query.objectTypeId];
    const subject = (await rows.subjects.find(connection.id, kind, [query.objectId])).get(query.objectId);
    return subject === undefined ? null : storyOf(rows, subject, cardKinds[query.objectTypeId], now);
  });
  if (found === null) await meet(ports, connection, query, now);
  return found;
}

async function storyOf(
  rows: TenantStore,
  subject: string,
  { kind, finding }: CardKind,
  now: Date,
): Promise<CardStory> {
  const tenant = await rows.settings.read();
  const found = await rows.findings.current([subject]);
  const kept = found.find((one) => one.finding.kind === finding);
  const word = kind === 'company' ? ((await rows.health.overrides([subject]))[0] ?? null) : null;
  const twin = (await rows.twins.load([subject])).get(subject)?.twin;
  const known = (concept: Concept): string => said(twin?.properties ?? {}, concept) ?? '';
  const name = personName(twin?.properties ?? {}) || known('name') || known('email');
  const live = await rows.advice.live([subject]);
  const closed = await rows.advice.closed([subject], new Date(now.getTime() - dayMs));
  return {
    subject,
    name: name === '' ? null : name,
    timeZone: tenant.settings.timeZone,
    kept: kept === undefined ? null : { ...kept, finding: bySaidNow(kept.finding, word) },
    word,
    stagnation: found.find((one) => isBeside(one.finding))?.finding ?? null,
    trend: await rows.findings.trend(subject, finding, new Date(now.getTime() - 90 * dayMs)),
    advice: [
      ...live
        .filter((one) => one.state !== 'snoozed' && one.finding === finding)
        .sort((a, b) => urgencyOf(b) - urgencyOf(a)),
      ...closed.filter((one) => one.finding === finding && one.answeredBy !== null),
    ],
    actions: await rows.outbox.list({ states: ['done'], subject, limit: 6 }),
    outcomes: await rows.outcomes.of(subject),
  };
}

/** A record that we have not seen: if the portal has it, it is read soon. */
async function meet(
  { store, clients, queue }: Ports,
  connection: Connection,
  query: CardQuery,
  now: Date,
): Promise<void> {
  const { kind } = cardKinds[query.objectTypeId];
  const { records } = await clients.crm(connection, 'person').read(kind, [query.objectId], ['hs_object_id']);
  if (records.length === 0) return fail('NOT_FOUND', { what: 'such record' });
  await store.asTenant(connection.tenant, (rows) =>
    rows.rereads.want(
      [{ connection: connection.id, objectType: kind, externalId: query.objectId, links: true }],
      now,
    ),
  );
  await queue.wake({ kind: 'reread', tenant: connection.tenant, connection: connection.id });
}
