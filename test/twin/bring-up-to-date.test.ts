// Twins are brought up to date whatever happens meanwhile, and in whatever order merges come.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engines, freshDatabase, type TestDatabase } from '#kit/database.ts';
import type { TenantStore } from '#ports/store.ts';
import { mergeKey, type NewSignal } from '#sense/signal.ts';
import { tenantSettings } from '#sense/tenant.ts';
import { bringUpToDate } from '#twin/bring-up-to-date.ts';
import { replay } from '#twin/fold.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 1, 10, minute));

describe.each(engines())('twins on $name', (engine) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await freshDatabase({ engine });
    await database.second();
  });
  afterAll(() => database.close());

  async function aStory() {
    const { store } = database;
    const other = await database.second();
    const tenant = await database.tenant();
    const origin = randomUUID();
    const common = (id: string, minute: number) => ({
      ...{ origin, objectType: 'contact' as const, externalId: id, occurredAt: at(minute) },
    });
    return {
      tenant,
      record: (id: string, minute = 0): NewSignal => ({
        ...common(id, minute),
        ...{ key: `record ${id} ${minute}`, kind: 'crm.record' },
        data: { properties: { email: `p${id}@north.test` }, createdAt: at(0).toISOString(), archived: false },
      }),
      event: (id: string, key: string): NewSignal => ({
        ...common(id, 1),
        ...{ key, kind: 'product.event', data: { name: 'opened', user: null, properties: {} } },
      }),
      merged: (winner: string, loser: string, minute: number): NewSignal => ({
        ...common(winner, minute),
        ...{ key: mergeKey(origin, 'contact', winner, loser), kind: 'crm.merged', data: { from: [loser] } },
      }),
      keep: (...list: NewSignal[]) => store.asTenant(tenant, ({ signals }) => signals.keep(list)),
      /** As another process would, while a turn is under way. */
      keepMeanwhile: (...list: NewSignal[]) => other.asTenant(tenant, ({ signals }) => signals.keep(list)),
      turn: (change: (rows: TenantStore) => Partial<TenantStore> = () => ({})) =>
        store.asTenant(tenant, async (rows) => {
          const dirty = await rows.subjects.dirty(new Date(), 100);
          await bringUpToDate({ ...rows, ...change(rows) }, dirty, tenantSettings.parse({}).identity);
          await rows.subjects.clean(dirty);
          return dirty.length;
        }),
      /** Subject, twin and clean replay of a record. */
      of: (id: string) =>
        store.asTenant(tenant, async (rows) => {
          const subject = (await rows.subjects.find(origin, 'contact', [id])).get(id) ?? '0';
          const twin = (await rows.twins.load([subject])).get(subject)?.twin ?? null;
          return { subject, twin, clean: replay('contact', await rows.signals.of(subject)) };
        }),
    };
  }
  type Story = Awaited<ReturnType<typeof aStory>>;
  const untilClean = async ({ turn }: Story) => {
    for (let times = 0; times < 10; times += 1) if ((await turn()) === 0) return;
    throw new Error('the subjects are never clean');
  };

  const orders = [
    ['a', 'b', 'c'],
    ['a', 'c', 'b'],
    ['b', 'a', 'c'],
    ['b', 'c', 'a'],
    ['c', 'a', 'b'],
    ['c', 'b', 'a'],
  ];
  it.each(orders)(
    'follow a chain of merges that comes at once, for subjects made as %s, %s, %s',
    async (...order) => {
      for (const minutes of [
        [5, 6],
        [6, 5],
      ] as const) {
        const story = await aStory();
        for (const id of order) await story.keep(story.record(id), story.event(id, `event ${id}`));
        await story.keep(story.merged('b', 'a', minutes[0]), story.merged('c', 'b', minutes[1]));
        await untilClean(story);
        const { subject, twin, clean } = await story.of('c');
        expect((await story.of('a')).subject).toBe(subject);
        expect((await story.of('b')).subject).toBe(subject);
        expect(twin).toEqual(clean);
        expect(twin?.properties['email']?.value).toBe('pc@north.test');
        expect(twin?.events['opened']?.days).toBe('2026-11-01:3');
        const { rows } = await database.store.pool.query('select id from subject where tenant_id = $1', [
          story.tenant,
        ]);
        expect(rows).toEqual([{ id: subject }]);
      }
    },
  );

  it('count what comes while a twin is folded anew once', async () => {
    const story = await aStory();
    await story.keep(story.record('a'), story.record('b'), story.event('b', 'first'));
    await untilClean(story);
    const [winner, loser] = [await story.of('b'), await story.of('a')];
    await database.store.asTenant(story.tenant, ({ subjects }) =>
      subjects.merge([
        { winner: winner.subject, loser: loser.subject, why: 'a turn over other subjects', inCrm: true },
      ]),
    );
    await story.turn((rows) => ({
      usage: {
        async take(subjects) {
          await story.keepMeanwhile(story.event('b', 'before it is taken'));
          const usage = await rows.usage.take(subjects);
          await story.keepMeanwhile(story.event('b', 'after it was taken'));
          return usage;
        },
      },
    }));
    await untilClean(story);
    const { twin, clean } = await story.of('b');
    expect(twin).toEqual(clean);
    expect(twin?.events['opened']?.days).toBe('2026-11-01:3');
  });

  it('carry out a merge that comes while a turn is under way', async () => {
    const story = await aStory();
    await story.keep(story.record('a'), story.record('b'));
    let reads = 0;
    await story.turn((rows) => ({
      signals: {
        ...rows.signals,
        async unfolded(subjects) {
          reads += 1;
          if (reads === 2) await story.keepMeanwhile(story.merged('b', 'a', 5));
          return rows.signals.unfolded(subjects);
        },
      },
    }));
    await untilClean(story);
    const { subject, twin, clean } = await story.of('b');
    expect((await story.of('a')).subject).toBe(subject);
    expect(twin).toEqual(clean);
  });
});
