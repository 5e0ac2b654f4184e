// The rollups: every event is counted once, in any order, and a twin folded from them is the twin of its signals, bit for bit.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engines, freshDatabase, type TestDatabase } from '#kit/database.ts';
import { fc } from '#kit/fast-check.ts';
import type { NewSignal } from '#sense/signal.ts';
import { tenantSettings } from '#sense/tenant.ts';
import { bringUpToDate } from '#twin/bring-up-to-date.ts';
import { fold, replay } from '#twin/fold.ts';
import { mostUsers } from '#twin/seen-users.ts';
import { emptyTwin } from '#twin/twin.ts';

type Drawn = { ref: 'a' | 'b'; name: string; user: string | null; hour: number };
const drawn: fc.Arbitrary<Drawn> = fc.record({
  ref: fc.constantFrom('a' as const, 'b' as const),
  name: fc.constantFrom('report made', 'exported', '__proto__'),
  user: fc.option(fc.constantFrom('u1', 'u2', '__proto__'), { nil: null }),
  // Over the ends of months and of a year.
  hour: fc.integer({ min: 0, max: 24 * 70 }),
});
const begin = Date.UTC(2025, 11, 1);

describe.each(engines())('rollups on $name', (engine) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await freshDatabase({ engine });
  });
  afterAll(() => database.close());

  async function aTenant(crm = false) {
    const { store } = database;
    const tenant = await database.tenant();
    const origin = randomUUID();
    const twinsOf = (ids: readonly string[]) =>
      store.asTenant(tenant, async (rows) => {
        const found = await rows.subjects.find(origin, 'company', ids);
        const twins = await rows.twins.load([...found.values()]);
        return Promise.all(
          [...new Set(found.values())].map(async (subject) => ({
            subject,
            // jsonb forgets the order of keys, which a fold brings back.
            folded: JSON.stringify(fold(twins.get(subject)?.twin ?? emptyTwin('company'), [])),
            clean: JSON.stringify(replay('company', await rows.signals.of(subject))),
          })),
        );
      });
    return {
      ...{ tenant, crm, twinsOf },
      signal: ({ ref, name, user, hour }: Drawn, nr: number): NewSignal => ({
        ...{ origin, objectType: 'company', externalId: ref, key: `event ${nr}`, kind: 'product.event' },
        ...{ occurredAt: new Date(begin + hour * 3_600_000), data: { name, user, properties: {} } },
      }),
      keep: (list: readonly NewSignal[]) => store.asTenant(tenant, ({ signals }) => signals.keep(list)),
      turn: () =>
        store.asTenant(tenant, async (rows) => {
          const dirty = await rows.subjects.dirty(new Date(), 100);
          await bringUpToDate(rows, dirty, tenantSettings.parse({}).identity);
          await rows.subjects.clean(dirty);
        }),
      async foldAnew() {
        await store.pool.query('update twin set refold = true where tenant_id = $1', [tenant]);
        await store.asTenant(tenant, ({ subjects }) => subjects.markKindDirty('company', 'test'));
        await this.turn();
      },
      merge: () =>
        store.asTenant(tenant, async ({ subjects }) => {
          const found = await subjects.find(origin, 'company', ['a', 'b']);
          const [winner, loser] = [found.get('a'), found.get('b')];
          if (winner === undefined || loser === undefined) return;
          await subjects.merge([{ winner, loser, why: 'test', inCrm: false }]);
        }),
      async rows() {
        const { rows } = await store.pool.query(
          `select sum(events)::int as events from usage_feature where tenant_id = $1`,
          [tenant],
        );
        return Number(rows[0].events ?? 0);
      },
    };
  }
  const cutAt = (list: readonly NewSignal[], cut: number) => [list.slice(0, cut), list.slice(cut)] as const;

  it('give the bytes of a twin that read every signal, whatever came twice, late or in which portions', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(drawn, { maxLength: 25 }),
        fc.nat(25),
        fc.boolean(),
        async (list, cut, merged) => {
          const one = await aTenant();
          const signals = list.map(one.signal);
          const [early, late] = cutAt(signals, cut);
          await one.keep([...late].reverse());
          if (cut % 2 === 0) await one.turn();
          await one.keep([...early, ...late]);
          if (merged) await one.merge();
          await one.turn();
          const once = await one.twinsOf(['a', 'b']);
          for (const { folded, clean } of once) expect(folded).toBe(clean);
          await one.foldAnew();
          expect(await one.twinsOf(['a', 'b'])).toEqual(once);
          expect(await one.rows()).toBe(signals.length);
        },
      ),
      { numRuns: 25, seed: 17 },
    );
  });

  it('remember the same users of a company with more than a twin holds', async () => {
    const one = await aTenant();
    const users = [...Array.from({ length: 900 }, (_, nr) => `user ${nr} 用户`), '__proto__'];
    const list = users.map((user, nr) =>
      one.signal({ ref: nr % 2 === 0 ? 'a' : 'b', name: 'n', user, hour: nr }, nr),
    );
    await one.keep(list);
    await one.merge();
    await one.turn();
    const once = await one.twinsOf(['a', 'b']);
    expect(Object.keys(JSON.parse(once[0]?.folded ?? '{}').users)).toHaveLength(mostUsers);
    for (const { folded, clean } of once) expect(folded).toBe(clean);
    await one.foldAnew();
    expect(await one.twinsOf(['a', 'b'])).toEqual(once);
  });

  it('count the events of two at once, each once', async () => {
    const one = await aTenant();
    const list = Array.from({ length: 300 }, (_, nr) =>
      one.signal({ ref: nr % 2 === 0 ? 'a' : 'b', name: `n${nr % 7}`, user: `u${nr % 5}`, hour: nr }, nr),
    );
    await Promise.all([one.keep(list), one.keep(list.toReversed()), one.keep(list.slice(0, 150))]);
    expect(await one.rows()).toBe(300);
    await one.turn();
    for (const { folded, clean } of await one.twinsOf(['a', 'b'])) expect(folded).toBe(clean);
  });

  it('tell how many were seen on each day, each once a day, and of one tenant alone', async () => {
    const [one, other] = [await aTenant(), await aTenant()];
    const seen = (ref: Drawn['ref'], hour: number, nr: number) =>
      one.signal({ ref, name: 'opened', user: 'u1', hour }, nr);
    await one.keep([seen('a', 1, 1), seen('a', 23, 2), seen('b', 23, 3), seen('b', 24, 4), seen('a', 70, 5)]);
    await other.keep([other.signal({ ref: 'a', name: 'opened', user: 'u1', hour: 48 }, 1)]);
    const first = begin / 86_400_000;
    const from = (day: number) =>
      database.store.asTenant(one.tenant, ({ signals }) => signals.seenInProduct(new Date(day * 86_400_000)));
    expect([...(await from(first))].sort()).toEqual([
      [first, 2],
      [first + 1, 1],
      [first + 2, 1],
    ]);
    expect([...(await from(first + 2))]).toEqual([[first + 2, 1]]);
  });

  it('are forgotten with an erased subject, and belong to nobody else', async () => {
    const [one, other] = [await aTenant(), await aTenant()];
    const event = { ref: 'a' as const, name: 'opened', user: 'u1', hour: 1 };
    await one.keep([one.signal(event, 1)]);
    await other.keep([other.signal(event, 1)]);
    const [mine] = await one.twinsOf(['a']);
    await database.store
      .asTenant(other.tenant, ({ usage }) => usage.take([mine?.subject ?? '0']))
      .then((seen) => {
        expect(seen.size).toBe(0);
      });
    await database.store.asTenant(one.tenant, ({ subjects }) =>
      subjects.erase(mine?.subject ?? '0', { who: 'crm' }),
    );
    expect(await one.rows()).toBe(0);
    expect(await other.rows()).toBe(1);
  });
});
