// Writing fields when answers are lost and records are merged under way: the CRM ends with the last values.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NewAction } from '#act/action.ts';
import { actCrm } from '#act/crm-act.ts';
import { furnishPortal } from '#kit/furnish-portal.ts';
import { sensingHouse } from '#kit/sensing-house.ts';

let house: Awaited<ReturnType<typeof sensingHouse>>;
let ids: ReturnType<typeof furnishPortal>;
beforeEach(async () => {
  house = await sensingHouse();
  ids = furnishPortal(house.portal, 30);
});
afterEach(() => house.close());

let nr = 0;
const write = (externalId: string, properties: Record<string, string>): NewAction => ({
  ...{ key: `write ${nr++}`, connection: house.connection.id, subject: '1', kind: 'crm.write' },
  payload: { objectType: 'contact', externalId, properties },
});
const put = (...actions: NewAction[]) =>
  house.database.store.asTenant(house.tenant, ({ outbox }) => outbox.put(actions, house.clock.now()));
const act = (crm = house.real) => actCrm(house.portsWith(crm), house.tenant, house.connection.id);
const inPortal = (id: string, property: string) => house.portal.read('contacts', id)?.properties[property];
const score = (value: number) => ({ revloop_lead_score: String(value) });

describe('writing that is cut off', () => {
  it('writes the older value again when the answer to a newer one was lost', async () => {
    const [id = ''] = ids.contacts;
    await put(write(id, score(92)));
    await act();
    await put(write(id, score(33)));
    const lost = act({
      ...house.real,
      write: async (...args) => {
        await house.real.write(...args);
        throw new Error('the worker died');
      },
    });
    await lost.catch(() => undefined);
    expect(inPortal(id, 'revloop_lead_score')).toBe('33');
    await put(write(id, score(92)));
    house.clock.ahead += 6 * 60_000;
    await act();
    expect(inPortal(id, 'revloop_lead_score')).toBe('92');
  });

  it('tells a winner its own values anew when those of the merged-away record reached it', async () => {
    const [winner = '', loser = ''] = ids.contacts;
    const { store } = house.database;
    await house.syncAll();
    await put(write(winner, score(18)));
    await act();
    const found = await store.asTenant(house.tenant, ({ subjects }) =>
      subjects.find(house.connection.id, 'contact', [winner, loser]),
    );
    const [into = '', from = ''] = [found.get(winner), found.get(loser)];
    await put({ ...write(loser, score(92)), subject: from });
    await act({
      ...house.real,
      write: async (...args) => {
        house.portal.merge('contacts', winner, loser);
        await store.asTenant(house.tenant, ({ subjects }) =>
          subjects.merge([{ winner: into, loser: from, why: 'merged', inCrm: true }]),
        );
        await put(write(winner, score(18)));
        const ends = await house.real.write(...args);
        await store.asTenant(house.tenant, ({ outbox }) =>
          outbox.wrote(house.connection.id, [
            { objectType: 'contact', externalId: winner, properties: score(18) },
          ]),
        );
        return ends;
      },
    });
    const { written, dirty } = await store.asTenant(house.tenant, async ({ outbox, subjects }) => ({
      written: await outbox.taken(house.connection.id, 'contact', [winner]),
      dirty: await subjects.dirty(new Date(), 10_000),
    }));
    expect(written.get(winner)).toEqual({});
    expect(dirty.map(({ subject }) => subject)).toContain(into);
  });
});
