// What the rows of the loop promise when several workers are at them at once.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NewAction } from '#act/action.ts';
import { engines, freshDatabase, type TestDatabase } from '#kit/database.ts';
import { aHealthFinding, aNamedTwin } from '#kit/told-findings.ts';
import type { NewSignal } from '#sense/signal.ts';
import type { OpenStore } from '#store/open.ts';

const at = new Date('2026-11-01T10:00:00Z');

describe.each(engines())('the rows of the loop on $name', (engine) => {
  let database: TestDatabase;
  let store: OpenStore;
  let other: OpenStore;
  beforeAll(async () => {
    database = await freshDatabase({ engine });
    store = database.store;
    other = await database.second();
  });
  afterAll(() => database.close());

  const aTenant = async () => {
    const tenant = await database.tenant();
    const connection = await store.asTenant(tenant, (rows) =>
      rows.connections.save({
        ...{ platform: 'hubspot', externalId: randomUUID(), account: {}, scopes: [] },
        tokens: { accessToken: 'a', refreshToken: 'r', expiresAt: null },
      }),
    );
    return { tenant, origin: connection.id };
  };
  const aSignal = (origin: string, id: number, key = `key-${id}`): NewSignal => ({
    ...{ key, kind: 'crm.record', origin, objectType: 'contact', externalId: String(id), occurredAt: at },
    data: { properties: { email: `person${id}@north.test` }, createdAt: at.toISOString(), archived: false },
  });
  const shuffled = <T>(list: readonly T[], step: number) =>
    list.map((_, nr) => list[(nr * step) % list.length]).filter((one) => one !== undefined);
  const subjectOf = async (tenant: string, origin: string, id: number) =>
    store.asTenant(tenant, async ({ subjects }) => {
      const found = await subjects.find(origin, 'contact', [String(id)]);
      return found.get(String(id)) ?? '0';
    });

  it('keeps a signal once, and makes its subject once, however many keep it at the same time', async () => {
    const { tenant, origin } = await aTenant();
    const all = Array.from({ length: 101 }, (_, id) => aSignal(origin, id));
    const kept = await Promise.all(
      [1, 2, 3, 5, 7, 11, 13, 17].map((step, nr) =>
        (nr % 2 === 0 ? store : other).asTenant(tenant, ({ signals }) => signals.keep(shuffled(all, step))),
      ),
    );
    expect(kept.reduce((sum, one) => sum + one.kept, 0)).toBe(101);
    expect(kept.reduce((sum, one) => sum + one.repeated, 0)).toBe(7 * 101);
    const { rows } = await store.pool.query(
      `select (select count(*)::int from subject where tenant_id = $1) as subjects,
        (select count(*)::int from dirty where tenant_id = $1) as dirty,
        (select count(*)::int from signal where tenant_id = $1) as signals`,
      [tenant],
    );
    expect(rows).toEqual([{ subjects: 101, dirty: 101, signals: 101 }]);
  });

  it('keeps the same signal twice in one call once', async () => {
    const { tenant, origin } = await aTenant();
    const one = aSignal(origin, 1);
    const kept = await store.asTenant(tenant, ({ signals }) => signals.keep([one, one]));
    expect(kept).toMatchObject({ kept: 1, repeated: 1 });
  });

  it('leaves a subject dirty about which something came while it was looked at', async () => {
    const { tenant, origin } = await aTenant();
    await store.asTenant(tenant, ({ signals }) => signals.keep([aSignal(origin, 1), aSignal(origin, 2)]));
    await store.asTenant(tenant, async ({ subjects }) => {
      const looked = await subjects.dirty(new Date(), 10);
      expect(looked).toHaveLength(2);
      await other.asTenant(tenant, ({ signals }) => signals.keep([aSignal(origin, 2, 'newer')]));
      await subjects.clean(looked);
    });
    const left = await store.asTenant(tenant, ({ subjects }) => subjects.dirty(new Date(), 10));
    expect(left.map(({ subject }) => subject)).toEqual([await subjectOf(tenant, origin, 2)]);
  });

  it('looks at once at whom it would have looked at later, when all are looked at or when it was merged', async () => {
    const { tenant, origin } = await aTenant();
    await store.asTenant(tenant, ({ signals }) => signals.keep([aSignal(origin, 1), aSignal(origin, 2)]));
    const [one, two] = [await subjectOf(tenant, origin, 1), await subjectOf(tenant, origin, 2)];
    const due = () =>
      store.asTenant(tenant, async ({ subjects }) => subjects.dirty(new Date(Date.now() + 1_000), 10));
    const nextMonth = new Date(Date.now() + 30 * 86_400_000);
    const putOff = async () => {
      const list = await due();
      await store.asTenant(tenant, async ({ subjects }) => {
        await subjects.clean(list);
        await subjects.lookAgain(list.map(({ subject }) => ({ subject, at: nextMonth })));
      });
      expect(await due()).toEqual([]);
    };
    await putOff();
    await store.asTenant(tenant, ({ subjects }) => subjects.markKindDirty('contact', 'weights'));
    expect((await due()).map(({ subject }) => subject).sort()).toEqual([one, two].sort());
    await putOff();
    const merge = { winner: one, loser: two, why: 'merged in the CRM', inCrm: true };
    await store.asTenant(tenant, ({ subjects }) => subjects.merge([merge]));
    expect((await due()).map(({ subject }) => subject)).toEqual([one]);
  });

  it('gives the turn of a tenant to one worker at a time', async () => {
    const { tenant } = await aTenant();
    const { tenant: another } = await aTenant();
    await store.asTenant(tenant, async ({ subjects }) => {
      expect(await subjects.holdTurn()).toBe(true);
      expect(await other.asTenant(tenant, (rows) => rows.subjects.holdTurn())).toBe(false);
      expect(await other.asTenant(another, (rows) => rows.subjects.holdTurn())).toBe(true);
    });
    expect(await other.asTenant(tenant, (rows) => rows.subjects.holdTurn())).toBe(true);
  });

  const aWrite = (connection: string, id: number, key: string, score = '50'): NewAction => ({
    ...{ key, connection, subject: '1', kind: 'crm.write' },
    payload: { objectType: 'contact', externalId: String(id), properties: { revloop_lead_score: score } },
  });
  const take = (from: OpenStore, tenant: string, connection: string, now: Date, limit = 10) =>
    from.asTenant(tenant, ({ outbox }) =>
      outbox.take({ connection, kind: 'crm.write', now, limit, leaseMs: 60_000 }),
    );

  it('gives everything about a merged-away subject to the winner', async () => {
    const { tenant, origin } = await aTenant();
    await store.asTenant(tenant, ({ signals }) => signals.keep([1, 2].map((id) => aSignal(origin, id))));
    const [winner, loser] = [await subjectOf(tenant, origin, 1), await subjectOf(tenant, origin, 2)];
    await store.asTenant(tenant, async (rows) => {
      await rows.twins.save(new Map([winner, loser].map((id) => [id, aNamedTwin('contact', `P ${id}`, at)])));
      await rows.outcomes.record([
        { key: 'o', subject: loser, advice: null, kind: 'won', via: 'crm', by: null, at, note: null },
      ]);
      await rows.subjects.merge([{ winner, loser, why: 'merged in the CRM', inCrm: true }]);
    });
    const { twins, of, outcomes } = await store.asTenant(tenant, async (rows) => ({
      twins: await rows.twins.load([winner, loser]),
      of: await rows.signals.of(winner),
      outcomes: await rows.outcomes.of(winner),
    }));
    expect([...twins.keys()]).toEqual([winner]);
    expect(twins.get(winner)?.refold).toBe(true);
    expect(of.map(({ externalId }) => externalId)).toEqual(['1']);
    expect(outcomes).toHaveLength(1);
    expect(await subjectOf(tenant, origin, 2)).toBe(winner);
    const { rows } = await store.pool.query('select id from subject where tenant_id = $1', [tenant]);
    expect(rows).toEqual([{ id: winner }]);
  });

  it('writes nothing for a merged-away record any more, and all of the winner anew', async () => {
    const { tenant, origin } = await aTenant();
    await store.asTenant(tenant, ({ signals }) => signals.keep([1, 2].map((id) => aSignal(origin, id))));
    const [winner, loser] = [await subjectOf(tenant, origin, 1), await subjectOf(tenant, origin, 2)];
    const left = await store.asTenant(tenant, async ({ outbox, subjects }) => {
      const properties = { revloop_lead_score: '92' };
      await outbox.wrote(origin, [{ objectType: 'contact', externalId: '1', properties }]);
      await outbox.put([{ ...aWrite(origin, 2, 'late', '18'), subject: loser }], at);
      await subjects.merge([{ winner, loser, why: 'merged in the CRM', inCrm: true }]);
      return outbox.written(origin, 'contact', ['1']);
    });
    expect(await take(store, tenant, origin, at)).toEqual([]);
    expect([...left]).toEqual([]);
  });

  it('writes a winner once more what was just being written when the CRM merged: the merge may have replaced it', async () => {
    const { tenant, origin } = await aTenant();
    await store.asTenant(tenant, ({ signals }) => signals.keep([1, 2].map((id) => aSignal(origin, id))));
    const [winner, loser] = [await subjectOf(tenant, origin, 1), await subjectOf(tenant, origin, 2)];
    await store.asTenant(tenant, ({ outbox }) =>
      outbox.put([{ ...aWrite(origin, 1, 'in hand', '34'), subject: winner }], at),
    );
    const [inHand] = await take(store, tenant, origin, at);
    await store.asTenant(tenant, async ({ outbox, subjects }) => {
      await subjects.merge([{ winner, loser, why: 'merged in the CRM', inCrm: true }]);
      await outbox.finish([{ id: inHand?.id ?? '', mark: inHand?.mark ?? '', end: 'done' }], at);
    });
    expect(await take(store, tenant, origin, at)).toMatchObject([
      { payload: { properties: { revloop_lead_score: '34' } } },
    ]);
  });

  it('leaves nothing of an erased person in any table, and nobody else is touched', async () => {
    const { tenant, origin } = await aTenant();
    await store.asTenant(tenant, ({ signals }) => signals.keep([1, 2].map((id) => aSignal(origin, id))));
    const [one, two] = [await subjectOf(tenant, origin, 1), await subjectOf(tenant, origin, 2)];
    await store.asTenant(tenant, async (rows) => {
      const named = [one, two].map((id, nr): [string, ReturnType<typeof aNamedTwin>] => {
        const twin = aNamedTwin('contact', 'Ada Novak', at);
        const email = { value: `person${nr + 1}@north.test`, at: at.toISOString(), by: 'x' };
        return [id, { ...twin, properties: { ...twin.properties, email } }];
      });
      await rows.twins.save(new Map(named));
      await rows.findings.save(
        [one, two].map((subject) => ({ subject, finding: aHealthFinding(40, at) })),
        at,
      );
      await rows.subjects.erase(one, { who: 'crm' });
    });
    expect(await mentions(store, tenant, 'person1@north.test')).toEqual([]);
    expect(await mentions(store, tenant, 'person2@north.test')).toEqual(['signal', 'twin']);
    const found = await store.asTenant(tenant, ({ findings }) => findings.current([one, two]));
    expect(found.map(({ subject }) => subject)).toEqual([two]);
  });
});

/** The tables of the tenant in which the words stand anywhere. */
async function mentions(store: OpenStore, tenant: string, words: string): Promise<string[]> {
  const { rows: tables } = await store.pool.query<{ name: string }>(
    `select distinct table_name as name from information_schema.columns
     where table_schema = 'public' and column_name = 'tenant_id' order by 1`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const { rows } = await store.pool.query(
      `select 1 from ${name} t where tenant_id = $1 and to_jsonb(t)::text ilike '%' || $2 || '%' limit 1`,
      [tenant, words],
    );
    if (rows.length > 0) found.push(name);
  }
  return found;
}
