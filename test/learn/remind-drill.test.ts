// A drill is due of whomever something was learned: also where a tenant has no open leads at all.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aLeadHistory, historyEnd, leadSources } from '#kit/a-lead-history.ts';
import { freshDatabase, type TestDatabase } from '#kit/database.ts';
import { aLeadFinding } from '#kit/told-findings.ts';
import { quarterMs, remindOfDrill } from '#learn/remind-drill.ts';
import { train } from '#learn/train.ts';
import type { NewSignal } from '#sense/signal.ts';
import { emptyTwin } from '#twin/twin.ts';

const learned = train({
  ...{ target: 'lead', sources: leadSources, records: aLeadHistory(300), now: historyEnd, seed: 2 },
});
let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

/** How often Slack was reminded a quarter after a model of deals was learned, with so many of them open. */
async function reminded(open: number, learner = learned.learner): Promise<number> {
  const tenant = await database.tenant();
  const now = new Date(Date.UTC(2026, 10, 22, 12));
  const { store } = database;
  await store.asTenant(tenant, async (rows) => {
    const tokens = { accessToken: 'at', refreshToken: null, expiresAt: null };
    const { id } = await rows.connections.save({
      ...{ platform: 'slack', externalId: `T${tenant}`, account: {}, scopes: [], tokens },
    });
    const ids = Array.from({ length: open }, (_, nr) => String(9001 + nr));
    const data = { properties: {}, createdAt: now.toISOString(), archived: false };
    const common = { kind: 'crm.record', origin: id, objectType: 'deal', occurredAt: now } as const;
    await rows.signals.keep(
      ids.map((externalId): NewSignal => ({ ...common, externalId, key: `deal:${externalId}`, data })),
    );
    const subjects = [...(await rows.subjects.find(id, 'deal', ids)).values()];
    await rows.twins.save(new Map(subjects.map((subject) => [subject, emptyTwin('deal')])));
    const finding = { ...aLeadFinding(60, now), kind: 'deal_score' as const, band: 'even' as const };
    await rows.findings.save(
      subjects.map((subject) => ({ subject, finding })),
      now,
    );
    const body = { ...learned, target: 'deal' as const, learner };
    await rows.weights.save({ target: 'deal', body, report: body.report, state: 'live' }, now);
  });
  const clock = { now: () => new Date(now.getTime() + 1.1 * quarterMs) };
  await remindOfDrill({ store, clock, console: 'https://revloop.test/console' }, tenant);
  const actions = await store.asTenant(tenant, (rows) =>
    rows.outbox.list({ states: ['pending'], limit: 100 }),
  );
  return actions.filter(({ kind }) => kind === 'chat.say').length;
}

test('open deals are enough', async () => {
  expect(await reminded(20)).toBe(1);
});

test('too few of them, or a guess that tells nobody apart, are not', async () => {
  expect(await reminded(19)).toBe(0);
  expect(await reminded(20, 'prior')).toBe(0);
});
