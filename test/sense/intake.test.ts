// Deliveries are kept once for each tenant, understood once, and lead to as few readings as they can.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fc } from '#kit/fast-check.ts';
import { hubspotFixture } from '#kit/hubspot-fixture.ts';
import { adapters, sensingHouse } from '#kit/sensing-house.ts';
import { intake } from '#sense/intake.ts';
import { emptyReading } from '#sense/reading.ts';

let house: Awaited<ReturnType<typeof sensingHouse>>;
beforeAll(async () => {
  house = await sensingHouse();
});
afterAll(() => house.close());
beforeEach(async () => {
  for (const table of ['signal', 'reread', 'delivery', 'dirty', 'record', 'ledger'])
    await house.database.store.pool.query(`delete from ${table}`);
  house.woken.length = 0;
});

const changed = (objectId: number, propertyValue: string, more = {}) =>
  house.event('object.propertyChange', {
    objectTypeId: '0-1',
    objectId,
    propertyName: 'country',
    propertyValue,
    ...more,
  });

describe('intake', () => {
  it('drops the second copy of an event, whatever its attempt', async () => {
    const event = changed(1, 'France');
    expect(await house.hear(event)).toMatchObject({ deliveries: 1, kept: 1, repeated: 0 });
    await house.database.store.pool.query('delete from reread');
    expect(await house.hear({ ...event, attemptNumber: 1 })).toMatchObject({ kept: 0, repeated: 1 });
    expect(await house.count('reread')).toBe(0);
  });

  it('asks once for a record that many events are about', async () => {
    const { body } = hubspotFixture('import-burst');
    const ours = body.map((event) => ({ ...event, portalId: house.portal.portalId }));
    expect(await house.hear(...ours)).toMatchObject({ kept: 100 });
    expect(await house.count('reread')).toBe(50);
    expect(house.woken.filter(({ kind }) => kind === 'reread')).toHaveLength(1);
  });

  it('ends the same in any order, grouping and repetition', async () => {
    const { body } = hubspotFixture('every-kind');
    const ours = body.map((event) => ({ ...event, portalId: house.portal.portalId }));
    const state = async () => {
      const signals = await house.database.store.pool.query(
        'select key, kind, external_id from signal order by key',
      );
      const rereads = await house.database.store.pool.query(
        'select object_type, external_id, links from reread order by 1, 2',
      );
      return { signals: signals.rows, rereads: rereads.rows };
    };
    const clear = () =>
      house.database.store.pool.query('delete from signal; delete from reread; delete from record');
    await house.hear(...ours);
    const wanted = await state();
    expect(wanted.signals.length).toBeGreaterThan(ours.length - 1);
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...ours, ...ours], { minLength: 2 * ours.length }),
        fc.array(fc.integer({ min: 1, max: 2 * ours.length - 1 }), { maxLength: 4 }),
        async (events, cuts) => {
          await clear();
          const edges = [0, ...cuts.sort((a, b) => a - b), events.length];
          for (const [nr, from] of edges.entries()) {
            const some = events.slice(from, edges[nr + 1]);
            if (some.length > 0) await house.keep(...some);
          }
          await intake(house.ports, house.tenant, adapters);
          expect(await state()).toEqual(wanted);
        },
      ),
      { numRuns: 15 },
    );
  });

  it('works an inbox off once, however many workers are at it', async () => {
    for (let nr = 0; nr < 120; nr += 1) await house.keep(changed(nr, 'France'));
    const reports = await Promise.all([1, 2, 3].map(() => intake(house.ports, house.tenant, adapters)));
    const sum = (pick: (one: (typeof reports)[number]) => number) =>
      reports.reduce((all, one) => all + pick(one), 0);
    expect(sum((one) => one.deliveries)).toBe(120);
    expect(sum((one) => one.kept)).toBe(120);
    expect(await house.count("delivery where state <> 'done'")).toBe(0);
  });

  it('does everything again after a crash in the middle, and nothing twice', async () => {
    await house.keep(changed(1, 'France'));
    let crashed = false;
    const crashing = {
      hubspot: (delivery: Parameters<typeof adapters.hubspot>[0]) => {
        if (crashed) return adapters.hubspot(delivery);
        crashed = true;
        throw new TypeError('crash');
      },
    };
    await expect(intake(house.ports, house.tenant, crashing)).rejects.toThrow('crash');
    expect(await house.count('signal')).toBe(0);
    expect(await intake(house.ports, house.tenant, crashing)).toMatchObject({ kept: 1 });
  });
});

describe('echoes', () => {
  const wrote = (value: string, at = new Date()) =>
    house.database.store.asTenant(house.tenant, ({ ledger }) =>
      ledger.note(
        [
          {
            connection: house.connection.id,
            objectType: 'contact',
            externalId: '1',
            property: 'country',
            value,
          },
        ],
        at,
      ),
    );

  it('drops a change to the value that we wrote there ourselves', async () => {
    await wrote('France');
    expect(await house.hear(changed(1, 'France'), changed(1, 'Peru'))).toMatchObject({ kept: 1, echoes: 1 });
  });

  it('hears the same value again a day later', async () => {
    await wrote('France', new Date(Date.now() - 25 * 60 * 60_000));
    expect(await house.hear(changed(1, 'France'))).toMatchObject({ kept: 1, echoes: 0 });
  });

  it('knows two values that are on their way back at once', async () => {
    await wrote('France');
    await wrote('Peru');
    expect(await house.hear(changed(1, 'France'), changed(1, 'Peru'))).toMatchObject({ kept: 0, echoes: 2 });
  });

  it('drops what names our own app', async () => {
    const own = { changeSource: 'INTEGRATION', sourceId: '4711' };
    expect(await house.hear(changed(1, 'France', own))).toMatchObject({ kept: 0, echoes: 1 });
    expect(await house.hear(changed(1, 'France', { ...own, sourceId: '4712' }))).toMatchObject({ kept: 1 });
  });
});

describe('what cannot be used', () => {
  const parked = async () => {
    const { rows } = await house.database.store.pool.query<{ problem: string }>(
      "select problem from delivery where state = 'parked'",
    );
    return rows.map(({ problem }) => problem);
  };

  it('puts a delivery aside that is no JSON, and goes on with the next', async () => {
    const origin = house.connection.id;
    await house.database.store.asTenant(house.tenant, ({ deliveries }) =>
      deliveries.keep({ source: 'hubspot', origin, headers: {}, body: Buffer.from('<html>') }),
    );
    expect(await house.hear(changed(1, 'France'))).toMatchObject({ deliveries: 2, parked: 1, kept: 1 });
    expect(await parked()).toEqual([expect.stringContaining('DELIVERY_UNREADABLE')]);
  });

  it('puts a delivery with an unknown kind aside after its good events took effect', async () => {
    const odd = house.event('object.ownershipTransfer', { objectTypeId: '0-1', objectId: 5 });
    expect(await house.hear(odd, changed(1, 'France'))).toMatchObject({ parked: 1, kept: 1 });
    expect(await parked()).toEqual(['not understood: kind object.ownershipTransfer (1)']);
  });

  it('puts only that delivery aside which the database refuses', async () => {
    for (const [nr, country] of ['France', 'NUL', 'Peru'].entries())
      await house.keep(changed(nr + 1, country));
    const refusing = {
      hubspot: (delivery: Parameters<typeof adapters.hubspot>[0]) => {
        const reading = adapters.hubspot(delivery);
        if (!delivery.body.toString().includes('NUL')) return reading;
        const heard = reading.heard.map((one) => ({
          ...one,
          signal: {
            ...one.signal,
            kind: 'crm.changed' as const,
            data: { why: 'changed' as const, property: '\u0000' },
          },
        }));
        return { ...emptyReading, heard };
      },
    };
    expect(await intake(house.ports, house.tenant, refusing)).toMatchObject({ parked: 1, kept: 2 });
    expect(await parked()).toEqual([expect.stringContaining('not storable')]);
    expect(await house.count("delivery where state = 'done'")).toBe(2);
  });
});

describe('what is gone', () => {
  it('forgets the records that were merged or erased, and marks the deleted ones', async () => {
    const at = new Date(Date.now() - 60_000);
    const record = (id: string) => ({
      objectType: 'contact' as const,
      id,
      properties: { email: `${id}@example.com` },
      createdAt: at,
      modifiedAt: at,
      archived: false,
      saidAt: at,
    });
    await house.database.store.asTenant(house.tenant, ({ records }) =>
      records.save(house.connection.id, ['1', '2', '3', '4'].map(record), at),
    );
    await house.hear(
      house.event('object.merge', {
        objectTypeId: '0-1',
        objectId: 1,
        primaryObjectId: 1,
        mergedObjectIds: [2],
      }),
      house.event('contact.privacyDeletion', { objectId: 3 }),
      house.event('object.deletion', { objectTypeId: '0-1', objectId: 4 }),
    );
    const known = await house.known('contact', '1', '2', '3', '4');
    expect([...known].map(([id, { archived }]) => [id, archived])).toEqual([
      ['1', false],
      ['4', true],
    ]);
  });
});
