// Learning what makes a lead convert: the tenant's own closed leads become weights, and all leads are scored anew.
import { hash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { circlesOf } from '#analyze/analyze.ts';
import type { Circle } from '#analyze/circle.ts';
import type { FeatureSource } from '#analyze/feature.ts';
import { leadFacts } from '#analyze/lead-facts.ts';
import { leadSources } from '#analyze/lead-sources.ts';
import { isScoredAsLead, type Origins, toOrigins } from '#analyze/places.ts';
import { personStanding } from '#analyze/standing.ts';
import type { RawValues } from '#analyze/table.ts';
import { toWeights, type Weights } from '#analyze/weights.ts';
import type { TenantStore } from '#ports/store.ts';
import type { Ports } from '#ports.ts';
import type { Platform } from '#sense/connection.ts';
import { definitionsOf } from '#sense/portal.ts';
import type { PropertyDefinition } from '#sense/record.ts';
import type { SubjectKind } from '#sense/signal.ts';
import type { TenantId, TenantSettings } from '#sense/tenant.ts';
import type { ClosedRecord } from './closed-records.ts';
import type { Trainer } from './train-in-worker.ts';

/** Newest closed records that one training looks at: more cost time and memory, and tell of older days. */
const mostRecords = 50_000;
const pageSize = 1000;
/** The same records give the same weights; another seed would only shuffle the folds. */
const seed = 20_261_122;

/** Weights are young for so long, as in `store/doors.ts`: what little history there is grows fast. */
const youngMs = { prior: 15 * 60_000, learned: 24 * 60 * 60_000 } as const;

export type Learned = { readonly version: number; readonly weights: Weights };

/**
 * Trains on everything closed that the twins know, keeps the weights as the live ones, and marks every lead dirty.
 * Weights that are only a prior are kept too: they say so, and how many closed records are missing. Where the weights
 * come out as they were, they only count as trained now.
 * Null, and nothing is done, while the live weights are young and the tenant's choices are the same: whoever wakes for
 * learning while it goes on would have it done twice. Errors: those of the trainer; then the weights before stay live.
 */
export async function learnLeads(
  ports: Pick<Ports, 'store' | 'queue' | 'clock' | 'log'>,
  tenant: TenantId,
  train: Trainer,
): Promise<Learned | null> {
  const { store, queue, clock, log } = ports;
  const told = await store.asTenant(tenant, async (rows) => {
    const found = await frame(rows);
    const choices = choicesOf(found.settings);
    return (await isYoung(rows, choices, clock.now())) ? null : { ...found, choices };
  });
  if (told === null) return null;
  const { sources, choices } = told;
  const records = await closedRecords(ports, tenant, told);
  const now = clock.now();
  const trained = await train({ target: 'lead', sources, records, now: now.getTime(), seed });
  const weights: Weights = { ...trained, choices };
  const { version, fresh } = await store.asTenant(tenant, async (rows) => {
    const live = await rows.weights.live('lead');
    if (live !== null && sayTheSame(live.body, weights)) {
      await rows.weights.confirm('lead', live.version, now);
      return { version: live.version, fresh: false };
    }
    const row = await rows.weights.save(
      { target: 'lead', body: weights, report: weights.report, state: 'live' },
      now,
    );
    for (const kind of kinds) await rows.subjects.markKindDirty(kind, 'weights');
    // The first weights open the loop: whatever was only folded so far is looked at now.
    if (row.version === 1) await rows.subjects.markKindDirty('company', 'weights');
    return { version: row.version, fresh: true };
  });
  log.info({ tenant, version, fresh, learner: weights.learner, closed: weights.history.closed }, 'learned');
  if (fresh) await queue.wake({ kind: 'turn', tenant });
  return { version, weights };
}

/** Nothing closed since, or nothing that changes what was learned: nobody needs to be scored anew. */
function sayTheSame(kept: unknown, learned: Weights): boolean {
  const said = (body: unknown) => ({ ...z.looseObject({}).parse(body), trainedAt: null });
  return isDeepStrictEqual(said(kept), said(JSON.parse(JSON.stringify(learned))));
}

/** What counts as won and lost, and what is left out: with other choices other weights are learned. */
function choicesOf({ outcomes, leftOutFeatures }: TenantSettings): string {
  return hash('sha256', JSON.stringify([outcomes, leftOutFeatures]));
}

async function isYoung(rows: Pick<TenantStore, 'weights'>, choices: string, now: Date): Promise<boolean> {
  const live = await rows.weights.live('lead');
  if (live === null) return false;
  const weights = toWeights(live.body);
  const ageMs = now.getTime() - live.trainedAt.getTime();
  return weights.choices === choices && ageMs < youngMs[weights.learner === 'prior' ? 'prior' : 'learned'];
}

type Frame = { settings: TenantSettings; sources: FeatureSource[]; origins: Origins };

async function frame(rows: TenantStore): Promise<Frame> {
  const { settings } = await rows.settings.read();
  const connections = await rows.connections.all();
  // Of several accounts of one platform a property that has the same name is the same property.
  const definitions = async (platform: Platform, kind: SubjectKind): Promise<PropertyDefinition[]> => {
    const found = new Map<string, PropertyDefinition>();
    for (const { id } of connections.filter((one) => one.platform === platform))
      for (const one of await definitionsOf(rows, id, kind))
        if (!found.has(one.name)) found.set(one.name, one);
    return [...found.values()];
  };
  const all = {
    contact: await definitions('hubspot', 'contact'),
    company: await definitions('hubspot', 'company'),
    lead: await definitions('salesforce', 'lead'),
  };
  return {
    settings,
    sources: leadSources(all, settings.outcomes, settings.leftOutFeatures),
    origins: toOrigins(connections),
  };
}

/** The kinds of subject that a lead can be. */
const kinds = ['contact', 'lead'] as const satisfies readonly SubjectKind[];

async function closedRecords(
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  tenant: TenantId,
  frame: Frame,
): Promise<ClosedRecord[]> {
  let closed: ClosedRecord[] = [];
  for (const kind of kinds) {
    let after: string | null = null;
    do {
      const page: { circles: Circle[]; last: string | null } = await store.asTenant(tenant, async (rows) => {
        const found = await rows.twins.page(kind, after, pageSize);
        const circles = await circlesOf(rows, new Map(found.map(({ subject, twin }) => [subject, twin])));
        return { circles, last: found.length === pageSize ? (found.at(-1)?.subject ?? null) : null };
      });
      for (const circle of page.circles) {
        const record = toClosed(circle, frame, clock.now().getTime());
        if (record !== null) closed.push(record);
      }
      // So that a long history does not fill the memory before most of it is left out.
      if (closed.length > 2 * mostRecords) closed = newest(closed);
      after = page.last;
    } while (after !== null);
  }
  return newest(closed);
}

function newest(closed: ClosedRecord[]): ClosedRecord[] {
  if (closed.length <= mostRecords) return closed;
  return closed.sort((a, b) => (b.closedAt ?? b.at) - (a.closedAt ?? a.at)).slice(0, mostRecords);
}

function toClosed(circle: Circle, { settings, sources, origins }: Frame, now: number): ClosedRecord | null {
  const standing = personStanding(circle, settings.outcomes);
  if (standing.is === 'open' || circle.twin.erased || !isScoredAsLead(circle.twin, origins)) return null;
  const closedAt = standing.since === null ? now : Date.parse(standing.since);
  const values: Record<string, RawValues[string]> = {};
  for (const [name, fact] of leadFacts(circle, closedAt, sources, origins)) values[name] = fact.value;
  return { id: circle.subject, at: closedAt, closedAt, won: standing.is === 'won', values };
}
