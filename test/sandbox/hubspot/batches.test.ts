// Promises of the simulated HubSpot about batches and merges.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aHubspot, at, type Json, listAt } from './hubspot-kit.ts';

let hub: Awaited<ReturnType<typeof aHubspot>>;
const contacts = '/crm/objects/2026-09/contacts';
const batch = (verb: string, body: Json) => hub.call('POST', `${contacts}/batch/${verb}`, body);
const made = (properties: Record<string, string> = {}) => hub.portal.create('contacts', properties).id;

beforeAll(async () => {
  hub = await aHubspot({ chaos: { limits: { off: true } } });
});
afterAll(() => hub.close());

describe('batches', () => {
  test('answers 207 with the missing ids and the records it has', async () => {
    const id = made({ firstname: 'Here' });
    const read = await batch('read', { inputs: [{ id }, { id: '987654' }], properties: ['firstname'] });
    expect(read.status).toBe(207);
    expect(at(read.body, 'results.0.properties.firstname')).toBe('Here');
    expect(at(read.body, 'numErrors')).toBe(1);
    expect(at(read.body, 'errors.0.category')).toBe('OBJECT_NOT_FOUND');
    expect(at(read.body, 'errors.0.context.ids')).toEqual(['987654']);
  });

  test.each(['read', 'update', 'archive'])('refuses an id named twice in one batch/%s', async (verb) => {
    const id = made();
    const refused = await batch(verb, {
      inputs: [
        { id, properties: {} },
        { id, properties: {} },
      ],
    });
    expect(refused.status).toBe(400);
    expect(String(at(refused.body, 'message'))).toContain(`Duplicate IDs found in batch input: [${id}]`);
  });

  test('takes 100 inputs and refuses 101', async () => {
    const inputs = Array.from({ length: 101 }, () => ({ properties: { firstname: 'Many' } }));
    expect((await batch('create', { inputs: inputs.slice(1) })).status).toBe(201);
    expect((await batch('create', { inputs })).status).toBe(400);
  });

  test('writes the good records of a batch/update and reports the bad ones by id', async () => {
    const [good, bad] = [made(), made()];
    const answer = await batch('update', {
      inputs: [
        { id: good, properties: { firstname: 'Good' } },
        { id: bad, properties: { hs_lead_status: 'NOPE' } },
      ],
    });
    expect(answer.status).toBe(207);
    expect(listAt(answer.body, 'results').map((one) => at(one, 'id'))).toEqual([good]);
    expect(at(answer.body, 'errors.0.context.ids')).toEqual([bad]);
    expect(hub.portal.read('contacts', good)?.properties['firstname']).toBe('Good');
  });

  test('fails the whole batch where told to, and for a property that does not exist', async () => {
    const [good, bad] = [made(), made()];
    hub.chaos.set({ batchFaults: 'batch' });
    const whole = await batch('update', {
      inputs: [
        { id: good, properties: { firstname: 'Half' } },
        { id: bad, properties: { hs_lead_status: 'NOPE' } },
      ],
    });
    hub.chaos.set({ batchFaults: 'record' });
    expect(whole.status).toBe(400);
    expect(hub.portal.read('contacts', good)?.properties['firstname']).toBeUndefined();
    const unknown = await batch('update', { inputs: [{ id: good, properties: { revloop_score: '1' } }] });
    expect([unknown.status, at(unknown.body, 'errors.0.code')]).toEqual([400, 'PROPERTY_DOESNT_EXIST']);
  });

  test('creates with multi-status only where each input has a trace id', async () => {
    const inputs = [{ properties: { email: 'fine@example.com' } }, { properties: { email: 'bad' } }];
    expect((await batch('create', { inputs })).status).toBe(400);
    expect((await hub.call('GET', `${contacts}/fine@example.com?idProperty=email`)).status).toBe(404);
    const traced = inputs.map((one, index) => ({ ...one, objectWriteTraceId: `t${index}` }));
    const answer = await batch('create', { inputs: traced });
    expect(answer.status).toBe(207);
    expect(at(answer.body, 'results.0.objectWriteTraceId')).toBe('t0');
    expect(at(answer.body, 'errors.0.context.objectWriteTraceId')).toEqual(['t1']);
  });

  test('upserts by a unique property and says which are new', async () => {
    hub.portal.defineProperty('contacts', {
      ...{ name: 'our_key', label: 'Our key', type: 'string', fieldType: 'text', hasUniqueValue: true },
    });
    const upsert = () =>
      batch('upsert', {
        inputs: [
          { id: 'K-1', idProperty: 'our_key', properties: { firstname: 'Key' }, objectWriteTraceId: 'a' },
        ],
      });
    const [first, second] = [await upsert(), await upsert()];
    expect([at(first.body, 'results.0.new'), at(second.body, 'results.0.new')]).toEqual([true, false]);
    expect(at(second.body, 'results.0.id')).toBe(at(first.body, 'results.0.id'));
  });

  test('archives many at once', async () => {
    const ids = [made(), made()];
    expect((await batch('archive', { inputs: ids.map((id) => ({ id })) })).status).toBe(204);
    expect(ids.map((id) => hub.portal.read('contacts', id)?.archived)).toEqual([true, true]);
  });
});

describe('merges', () => {
  test('lets the old id lead to the winner in GET and PATCH, but not in batch/update', async () => {
    const [winner, loser] = [
      made({ firstname: 'Win', email: 'win@example.com' }),
      made({ email: 'lose@example.com', jobtitle: 'CTO' }),
    ];
    const merged = await hub.call('POST', `${contacts}/merge`, {
      primaryObjectId: winner,
      objectIdToMerge: loser,
    });
    expect([merged.status, at(merged.body, 'id')]).toEqual([200, winner]);
    const path = `${contacts}/${loser}?properties=jobtitle,hs_merged_object_ids,hs_additional_emails`;
    const read = await hub.call('GET', path);
    expect(at(read.body, 'id')).toBe(winner);
    expect(at(read.body, 'properties.jobtitle')).toBe('CTO');
    expect(at(read.body, 'properties.hs_merged_object_ids')).toBe(loser);
    expect(at(read.body, 'properties.hs_additional_emails')).toBe('lose@example.com');
    const patched = await hub.call('PATCH', `${contacts}/${loser}`, { properties: { lastname: 'Ner' } });
    expect(at(patched.body, 'id')).toBe(winner);
    const updated = await batch('update', { inputs: [{ id: loser, properties: { lastname: 'X' } }] });
    expect([updated.status, at(updated.body, 'numErrors')]).toEqual([207, 1]);
    const list = await hub.call('GET', `${contacts}?limit=100&after=${Number(winner) - 1}`);
    expect(listAt(list.body, 'results').map((one) => at(one, 'id'))).toEqual([winner]);
  });

  test('keeps the second address of a merged contact findable after its first one changed', async () => {
    const [winner, loser] = [made({ email: 'one@example.com' }), made({ email: 'two@example.com' })];
    hub.portal.merge('contacts', winner, loser);
    hub.portal.update('contacts', winner, { email: 'three@example.com' });
    const read = await hub.call('GET', `${contacts}/two@example.com?idProperty=email`);
    expect(at(read.body, 'id')).toBe(winner);
    expect((await hub.call('GET', `${contacts}/one@example.com?idProperty=email`)).status).toBe(404);
  });

  test('can give the result a new id that both old ids lead to', async () => {
    const [first, second] = [made(), made()];
    const company = hub.portal.create('companies', { name: 'Moved' });
    hub.portal.associate({ fromType: 'contacts', fromId: second, toType: 'companies', toId: company.id });
    const result = hub.portal.merge('contacts', first, second, undefined, { newId: true });
    expect([first, second]).not.toContain(result.id);
    for (const id of [first, second]) {
      expect(at((await hub.call('GET', `${contacts}/${id}`)).body, 'id')).toBe(result.id);
    }
    expect(hub.portal.associated('companies', company.id, 'contacts').map((one) => String(one.toId))).toEqual(
      [result.id],
    );
  });

  test('erases a person for good and blocks the address', async () => {
    const id = made({ email: 'erase@example.com' });
    expect((await hub.call('POST', `${contacts}/gdpr-delete`, { objectId: id })).status).toBe(204);
    expect((await hub.call('GET', `${contacts}/${id}?archived=true`)).status).toBe(404);
    const again = await hub.call('POST', contacts, { properties: { email: 'erase@example.com' } });
    expect(again.status).toBe(400);
  });
});
