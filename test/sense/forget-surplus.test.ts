// What was kept of product use before the dial was turned down is removed when an admin asks, everywhere, and nothing else.
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { keepEvents } from '#http/v1/keep-events.ts';
import { engines, freshDatabase, type TestDatabase } from '#kit/database.ts';
import { keepingLog } from '#kit/log.ts';
import { type TwoCrms, twoCrms } from '#kit/two-crms.ts';
import { type CollectionLevel, darkTimes, turned } from '#sense/collection.ts';
import { forgetSurplus } from '#sense/forget-surplus.ts';
import { intake } from '#sense/intake.ts';
import { openEventSources } from '#store/event-sources.ts';
import { countUsers } from '#twin/seen-users.ts';
import { segmentAdapter } from '#webhooks/segment/adapter.ts';

describe.each(engines())('surplus on $name', (engine) => {
  let database: TestDatabase;
  let house: TwoCrms;
  let writeKey: string;
  const adapters = { segment: segmentAdapter };
  const queue = { wake: async () => undefined };
  const { log } = keepingLog();
  const clock = { now: () => new Date() };
  beforeAll(async () => {
    database = await freshDatabase({ engine });
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    house = await twoCrms(database);
    writeKey = (await openEventSources(database.store.db).add(house.tenant, 'app', clock.now())).writeKey;
    await dial('person', ['*']);
    await house.say(house.hubspot, 'company', '9', { name: 'Acme', domain: 'acme.example' });
    await house.say(house.hubspot, 'contact', '1', { email: 'ada@acme.example' });
    await send(
      { type: 'identify', userId: 'ada-9', anonymousId: 'device-7', traits: { email: 'ada@acme.example' } },
      ...['ada-9', 'ben-5', 'ben-5'].map((userId, nr) => ({
        ...{ type: 'track', event: 'Report opened', userId, messageId: `m${nr}` },
        ...{ properties: { feature: 'reports', salary: 90_000 }, context: { domain: 'acme.example' } },
      })),
    );
  });
  const ports = () => ({ store: database.store, queue, clock, log });
  const dial = (level: CollectionLevel, properties: string[]) =>
    house.as(async ({ settings }) => {
      const { settings: before } = await settings.read();
      const collection = turned(before.collection, { ...before.collection, level, properties }, clock.now());
      await settings.save({ ...before, collection });
    });
  const send = async (...batch: object[]) => {
    const eventSources = openEventSources(database.store.db);
    const source = await eventSources.byWriteKey(writeKey, clock.now());
    if (source === null) throw new Error('the key is not known');
    await keepEvents({ eventSources, queue, log }, source, 'batch', { batch });
    await intake(ports(), house.tenant, adapters);
    await house.rest();
  };
  const count = () =>
    house.as(async ({ surplus, settings }) => surplus.count((await settings.read()).settings.collection));
  const forget = async () => {
    await house.as(({ surplus }) => surplus.ask('mia@acme.test', clock.now()));
    while (await forgetSurplus(ports(), house.tenant, adapters));
    await house.rest();
  };
  /** Every table in which one of these words stands, whatever column. */
  const places = async (...words: string[]) => {
    const tables = await sql<{
      name: string;
    }>`select distinct table_name as name from information_schema.columns
      where table_schema = 'public' and column_name = 'tenant_id'`.execute(database.store.db);
    const found: string[] = [];
    for (const { name } of tables.rows) {
      const body = name === 'delivery' ? sql`convert_from(x.body, 'UTF8')` : sql`''`;
      const { rows } = await sql`select from ${sql.table(name)} x where tenant_id = ${house.tenant}
        and (to_jsonb(x) - 'body')::text || coalesce(to_jsonb(x) ->> 'body', '') || ${body} ~ ${words.join('|')} limit 1`.execute(
        database.store.db,
      );
      if (rows.length > 0) found.push(name);
    }
    return found.sort();
  };
  const company = async () => house.twin(await house.subject(house.hubspot, 'company', '9'));
  const usersOf = ({ users }: Awaited<ReturnType<typeof company>>) => countUsers([users], 0, 99_999);
  const note = async () => {
    const { rows } = await sql<{ who: string; body: object }>`select who, body from decision
      where tenant_id = ${house.tenant} and kind = 'erasure' and about = 'collection'`.execute(
      database.store.db,
    );
    return rows;
  };

  it('is nothing while the dial stands where it was', async () => {
    expect(await count()).toEqual({ people: 0, events: 0, users: 0, properties: 0 });
  });

  it('leaves people counted under other names, and not one place that names them', async () => {
    expect(usersOf(await company())).toBe(2);
    await dial('counted', ['feature']);
    expect(await count()).toEqual({ people: 3, events: 3, users: 2, properties: 3 });
    expect(await places('ada-9', 'ben-5', 'device-7', 'salary')).toContain('signal');
    await forget();
    expect(await places('ada-9', 'ben-5', 'device-7', 'salary')).toEqual([]);
    const twin = await company();
    expect(usersOf(twin)).toBe(2);
    expect(twin.events['Report opened']?.days).toMatch(/:3$/);
    expect(Object.keys(twin.tried)).toEqual(['reports']);
    // The contact is the CRM's; what it did is known no more.
    const ada = await house.twin(await house.subject(house.hubspot, 'contact', '1'));
    expect({ events: ada.events, product: ada.asOf.product }).toEqual({ events: {}, product: null });
    expect(await count()).toEqual({ people: 0, events: 0, users: 0, properties: 0 });
    expect(await note()).toMatchObject([
      {
        who: 'mia@acme.test',
        body: { level: 'counted', removed: { people: 3, events: 3, users: 2, properties: 3 } },
      },
    ]);
    // Who comes back is counted as the one that it was.
    await send({
      ...{ type: 'track', event: 'Report opened', userId: 'ada-9', messageId: 'm9' },
      context: { domain: 'acme.example' },
    });
    expect(usersOf(await company())).toBe(2);
  });

  it('counts nobody any more, which is not known, for the time before too', async () => {
    await dial('company', ['feature']);
    await forget();
    const twin = await company();
    expect({ users: twin.users, opened: twin.events['Report opened']?.days.split(':')[1] }).toEqual({
      users: {},
      opened: '3',
    });
    const { collection } = (await house.as(({ settings }) => settings.read())).settings;
    const { events, users } = darkTimes(collection);
    expect(events).toEqual([]);
    expect(users.some(({ from }) => from === Number.NEGATIVE_INFINITY)).toBe(true);
  });

  it('forgets everything of the product where nothing is collected, and the CRM stays', async () => {
    await send({ type: 'track', event: 'Report opened', userId: 'u7', context: { groupId: 'only-here' } });
    await dial('none', []);
    await forget();
    expect(await places('ada-9', 'ben-5', 'device-7', 'salary', 'Report opened', 'only-here')).toEqual([]);
    expect((await company()).properties['name']?.value).toBe('Acme');
    const { collection } = (await house.as(({ settings }) => settings.read())).settings;
    expect(darkTimes(collection).events).toHaveLength(collection.past.length + 1);
  });

  it('takes only properties where only those are fewer, and first tries that were told by them', async () => {
    await dial('person', ['plan']);
    expect(await count()).toEqual({ people: 0, events: 0, users: 0, properties: 6 });
    await forget();
    expect(await places('salary', 'reports')).toEqual([]);
    expect(await places('ada-9')).toContain('signal');
    const twin = await company();
    expect(Object.keys(twin.tried)).toEqual(['Report opened']);
  });

  it('reads first what came before the dial was turned', async () => {
    const eventSources = openEventSources(database.store.db);
    const source = await eventSources.byWriteKey(writeKey, clock.now());
    if (source === null) throw new Error('the key is not known');
    const late = { type: 'track', event: 'Late', userId: 'cem-3', context: { domain: 'acme.example' } };
    await keepEvents({ eventSources, queue, log }, source, 'batch', { batch: [late] });
    await dial('counted', []);
    await forget();
    expect(await places('cem-3')).toEqual([]);
    expect((await company()).events).toHaveProperty('Late');
  });
});
