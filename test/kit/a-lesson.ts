// A lesson whose closed records are a made history, as far as it has happened by the clock; on a real store.

import { hash } from 'node:crypto';
import type { Weights } from '#analyze/weights.ts';
import { aLeadHistory, historyEnd, leadSources } from '#kit/a-lead-history.ts';
import { freshDatabase } from '#kit/database.ts';
import { keepingLog } from '#kit/log.ts';
import type { ClosedRecord } from '#learn/closed-records.ts';
import { learnTarget } from '#learn/learn-target.ts';
import type { Lesson } from '#learn/lesson.ts';
import { modelNight } from '#learn/model-night.ts';
import { train } from '#learn/train.ts';
import type { Trainer } from '#learn/train-in-worker.ts';
import type { Store } from '#ports.ts';
import type { TenantSettings } from '#sense/tenant.ts';

const hour = 3_600_000;
export const night = 24 * hour;

export type World = (record: ClosedRecord, nr: number) => ClosedRecord;

const made = new Map<string, Weights>();

/** Trains for real, and once for all tenants that have lived through the same. */
const trained: Trainer = async (request) => {
  const lived = request.records.map(({ at, won, values }) => [at, won, values]);
  const key = hash('sha256', JSON.stringify([request.sources, lived]));
  const weights = made.get(key) ?? train(request);
  made.set(key, weights);
  return { ...weights, trainedAt: new Date(request.now).toISOString() };
};

/**
 * Leads that close one an hour, 1,400 of them. The first 600 are learned from; it is two in the morning when the other 800
 * have closed. `world` changes those.
 */
export async function lessonHouse() {
  const time = { now: 0 };
  const clock = { now: () => new Date(time.now) };
  const database = await freshDatabase({ clock });
  const { log } = keepingLog();
  const learned = 600;
  const seen = historyEnd - 801 * hour;

  async function tenantIn(world: World = (record) => record, given: Partial<Lesson> = {}) {
    const tenant = await database.tenant();
    const subjects = await database.store.pool.query<{ id: string }>(
      `insert into subject (tenant_id, id, kind)
       select $1, nextval('subject_id'), 'contact' from generate_series(1, 1400) returning id`,
      [tenant],
    );
    const records = aLeadHistory(learned + 800).map((record, nr) => {
      const one = { ...record, id: subjects.rows[nr]?.id ?? '', at: record.at - 1, closedAt: record.at };
      return nr < learned ? one : world(one, nr);
    });
    const woken: unknown[] = [];
    const lesson: Lesson = {
      target: 'lead',
      kinds: ['contact'],
      sources: async () => [...leadSources],
      closed: async () => records.filter(({ closedAt = 0 }) => closedAt <= time.now),
      open: async () => records.slice(-200).map(({ id, at, values }) => ({ subject: id, at, values })),
      ...given,
    };
    const portsOf = (store: Store) => ({
      store,
      clock,
      log,
      queue: { wake: async (work: unknown) => void woken.push(work) },
    });
    time.now = seen;
    // All tenants have lived through the same until here.
    const first = await learnTarget(portsOf(database.store), tenant, lesson, trained);
    if (first === null) throw new Error('nothing was learned');
    time.now = historyEnd + 2 * hour;
    return {
      tenant,
      lesson,
      ports: portsOf(database.store),
      records,
      woken,
      first: first.weights,
      night: (trainer: Trainer = trained, store: Store = database.store) =>
        modelNight(portsOf(store), tenant, lesson, trainer),
      rows: <T>(work: Parameters<typeof database.store.asTenant<T>>[1]) =>
        database.store.asTenant(tenant, work),
      choose: (chosen: Partial<TenantSettings>) =>
        database.store.asTenant(tenant, async ({ settings }) =>
          settings.save({ ...(await settings.read()).settings, ...chosen }),
        ),
      live: () => database.store.asTenant(tenant, ({ weights }) => weights.live('lead')),
      checks: () => database.store.asTenant(tenant, ({ models }) => models.checks('lead', 10)),
      events: () =>
        database.store.asTenant(tenant, ({ models }) => models.events({ target: 'lead', limit: 20 })),
      /** What stood on the cards: `promise` of every lead, by these weights, since it was there. */
      async promise(probability: (record: ClosedRecord) => number, version = 1) {
        const all = records.map((one) => ({
          subject: one.id,
          at: new Date(one.at - hour),
          p: probability(one),
        }));
        await database.store.pool.query(
          `insert into finding_history (tenant_id, subject_id, kind, at, score, band, probability, weights_version)
           select $1, x.subject, 'lead_score', x.at, 50, 'B', x.p, $3
           from jsonb_to_recordset($2::jsonb) as x(subject bigint, at timestamptz, p double precision)`,
          [tenant, JSON.stringify(all), version],
        );
      },
    };
  }
  return { time, clock, database, tenantIn, train: trained, close: () => database.close() };
}
