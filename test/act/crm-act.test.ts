// Actions on the CRM: in batches, each once, a refused one never in the way of the others.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NewAction } from '#act/action.ts';
import { actCrm } from '#act/crm-act.ts';
import { fail } from '#errors.ts';
import { furnishPortal } from '#kit/furnish-portal.ts';
import { sensingHouse } from '#kit/sensing-house.ts';

let house: Awaited<ReturnType<typeof sensingHouse>>;
let ids: ReturnType<typeof furnishPortal>;
beforeEach(async () => {
  house = await sensingHouse();
  ids = furnishPortal(house.portal, 250);
});
afterEach(() => house.close());

let nr = 0;
const write = (externalId: string, properties: Record<string, string>): NewAction => ({
  key: `write ${nr++}`,
  connection: house.connection.id,
  subject: '1',
  kind: 'crm.write',
  payload: { objectType: 'contact', externalId, properties },
});
const put = (...actions: NewAction[]) =>
  house.database.store.asTenant(house.tenant, ({ outbox }) => outbox.put(actions, house.clock.now()));
const act = (crm = house.real) => actCrm(house.portsWith(crm), house.tenant, house.connection.id);
const actions = async (...states: ('pending' | 'done' | 'parked' | 'dry' | 'cancelled')[]) =>
  house.database.store.asTenant(house.tenant, ({ outbox }) => outbox.list({ states, limit: 1000 }));
const inPortal = (id: string, property: string) => house.portal.read('contacts', id)?.properties[property];
const score = (value: number) => ({ revloop_lead_score: String(value) });

describe('writing', () => {
  it('takes one request for each hundred records, and none when nothing changed', async () => {
    await put(...ids.contacts.map((id, at) => write(id, score(at % 100))));
    await act(); // Makes the fields first.
    expect(inPortal(ids.contacts[249] ?? '', 'revloop_lead_score')).toBe('49');
    await put(...ids.contacts.map((id, at) => write(id, score((at + 1) % 100))));
    await house.calls();
    expect(await act()).toMatchObject({ done: 250, parked: 0 });
    expect(Object.entries(await house.calls())).toEqual([[expect.stringContaining('batch/update 200'), 3]]);
    await put(...ids.contacts.map((id, at) => write(id, score((at + 1) % 100))));
    expect(await act()).toMatchObject({ done: 250 });
    expect(await house.calls()).toEqual({});
  });

  it('parks the refused record with the reason, and writes the others of its batch', async () => {
    await act();
    const [bad = '', ...good] = ids.contacts.slice(0, 100);
    await put(write(bad, { revloop_lead_score: 'not a number' }), ...good.map((id) => write(id, score(77))));
    expect(await act()).toMatchObject({ done: 99, parked: 1 });
    expect(inPortal(good[50] ?? '', 'revloop_lead_score')).toBe('77');
    const [parked] = await actions('parked');
    expect(parked).toMatchObject({
      payload: { externalId: bad },
      problem: expect.stringContaining('not a number'),
    });
  });

  it('is tried again when an admin asks for it', async () => {
    const [bad = ''] = ids.contacts;
    await put(write(bad, { revloop_lead_score: 'not a number' }));
    await act();
    const [parked] = await actions('parked');
    await house.database.store.asTenant(house.tenant, ({ outbox }) =>
      outbox.retry(parked?.id ?? '', house.clock.now()),
    );
    expect(await act()).toMatchObject({ parked: 1 });
  });

  it('does not write what was refused again until it is another value', async () => {
    const [bad = ''] = ids.contacts;
    await put(write(bad, { revloop_lead_score: 'not a number' }));
    await act();
    const written = await house.database.store.asTenant(house.tenant, ({ outbox }) =>
      outbox.written(house.connection.id, 'contact', [bad]),
    );
    expect(written.get(bad)).toEqual({ revloop_lead_score: 'not a number' });
  });

  it('tells the admin of a field that was removed, and writes once it is back', async () => {
    const [id = ''] = ids.contacts;
    await put(write(id, score(10)));
    await act();
    const removed = await fetch(`${house.sandbox.url}/crm/properties/2026-09/contacts/revloop_lead_score`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${await token()}` },
    });
    expect(removed.status).toBe(204);
    await put(write(id, score(20)));
    expect(await act()).toMatchObject({ again: 1 });
    house.clock.ahead += 1_100;
    expect(await act()).toMatchObject({ parked: 1 });
    const [parked] = await actions('parked');
    expect(parked?.problem).toContain('archive');
    house.portal.context.book.restore('contacts', 'revloop_lead_score');
    house.clock.ahead += 6 * 60_000;
    await house.database.store.asTenant(house.tenant, ({ outbox }) =>
      outbox.retry(parked?.id ?? '', house.clock.now()),
    );
    expect(await act()).toMatchObject({ done: 1 });
    expect(inPortal(id, 'revloop_lead_score')).toBe('20');
  });

  it('keeps the values that were put while the call was under way', async () => {
    const [id = ''] = ids.contacts;
    await put(write(id, score(10)));
    await act({
      ...house.real,
      write: async (...args) => {
        await put(write(id, score(20)));
        return house.real.write(...args);
      },
    });
    expect(inPortal(id, 'revloop_lead_score')).toBe('10');
    expect(await act()).toMatchObject({ done: 1 });
    expect(inPortal(id, 'revloop_lead_score')).toBe('20');
    expect(await actions('pending')).toEqual([]);
  });

  it('notes its values before the call, so that the echo is known even if it comes first', async () => {
    const [id = ''] = ids.contacts;
    await put(write(id, { country: 'Chile' }));
    await act({
      ...house.real,
      write: async (...args) => {
        const results = await house.real.write(...args);
        const echo = { objectTypeId: '0-1', objectId: id, propertyName: 'country', propertyValue: 'Chile' };
        const report = await house.hear(house.event('object.propertyChange', echo));
        expect(report).toMatchObject({ kept: 0, echoes: 1 });
        return results;
      },
    });
    expect(inPortal(id, 'country')).toBe('Chile');
  });

  it('does not touch a field that the customer uses for something else', async () => {
    const [id = ''] = ids.contacts;
    house.portal.defineProperty('contacts', {
      name: 'revloop_lead_score',
      label: 'Ours',
      type: 'string',
      fieldType: 'text',
    });
    house.portal.update('contacts', id, { revloop_lead_score: 'mine' });
    await put(write(id, { ...score(10), revloop_confidence: '0.50' }));
    expect(await act()).toMatchObject({ done: 1 });
    expect(inPortal(id, 'revloop_lead_score')).toBe('mine');
    expect(inPortal(id, 'revloop_confidence')).toBe('0.50');
  });

  it('leaves a type without fields that the account does not allow, and writes the others', async () => {
    const [id = ''] = ids.contacts;
    await put(write(id, score(10)));
    const crm = {
      ...house.real,
      provision: async (fields: Parameters<typeof house.real.provision>[0]) =>
        fields[0]?.objectType === 'deal'
          ? fail('CRM_SCOPE', { scope: 'crm.schemas.deals.write' })
          : house.real.provision(fields),
    };
    expect(await act(crm)).toMatchObject({ done: 1 });
  });

  it('is done by another worker when the one that took it died', async () => {
    const [id = ''] = ids.contacts;
    await put(write(id, score(10)));
    const dying = { ...house.real, write: () => Promise.reject(new Error('killed')) };
    await expect(act(dying)).rejects.toThrow('killed');
    expect(await act()).toMatchObject({ done: 0 });
    house.clock.ahead += 6 * 60_000;
    expect(await act()).toMatchObject({ done: 1 });
  });

  it('sends nothing in a dry run', async () => {
    await house.database.store.asTenant(house.tenant, async ({ settings }) => {
      const tenant = await settings.read();
      await settings.save({ ...tenant.settings, dryRun: true });
    });
    await put(write(ids.contacts[0] ?? '', score(10)));
    await house.calls();
    expect(await act()).toMatchObject({ dry: 1, done: 0 });
    expect(await house.calls()).toEqual({});
  });

  it('postpones the lot when the CRM asks to wait, and stops when it was revoked', async () => {
    await put(...ids.contacts.slice(0, 5).map((id) => write(id, score(10))));
    const limited = { ...house.real, write: () => fail('CRM_LIMIT', { waitMs: 4_000 }) };
    expect(await act(limited)).toMatchObject({ again: 5, more: false });
    expect(house.woken).toContainEqual({
      kind: 'act',
      tenant: house.tenant,
      connection: house.connection.id,
    });
    expect(await act()).toMatchObject({ done: 0 });
    house.clock.ahead += 4_100;
    const revoked = { ...house.real, write: () => fail('CRM_REVOKED', { problem: 'gone' }) };
    await act(revoked);
    expect((await house.row()).state).toBe('revoked');
    expect(await actions('pending')).toHaveLength(5);
    expect(await act()).toMatchObject({ done: 0 });
  });
});

async function token(): Promise<string> {
  const tokens = await house.database.store.asTenant(house.tenant, ({ connections }) =>
    connections.tokens(house.connection.id),
  );
  return tokens?.accessToken ?? '';
}
