// Writing back: the fewest requests, and a record that is refused never holds the others back.
import nock from 'nock';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type InstalledPortal, installedPortal } from '#kit/hubspot-portal.ts';
import type { WriteResult } from '#ports/crm.ts';

const batch = (status: number) => `POST /crm/objects/2026-09/contacts/batch/update ${status}`;
const single = (status: number) => `PATCH /crm/objects/2026-09/contacts/{id} ${status}`;

describe('HubSpot write', () => {
  let installed: InstalledPortal;
  let ids: string[];
  beforeAll(async () => {
    installed = await installedPortal({ chaos: { limits: { off: true } } });
    const { portal } = installed;
    portal.defineProperty('contacts', { name: 'score', label: 'Score', type: 'number', fieldType: 'number' });
    const at = new Date('2026-01-01T00:00:00Z');
    ids = portal.seed(
      Array.from({ length: 100 }, (_, index) => ({
        type: 'contacts',
        properties: { email: `p${index}@acme.example.com` },
        createdAt: at,
        updatedAt: at,
      })),
    );
  });
  beforeEach(async () => {
    await installed.calls();
  });
  afterEach(() => {
    installed.sandbox.chaos.set({ batchFaults: 'record', locked: false, writeRules: [], failureRate: 0 });
  });
  afterAll(() => installed.close());

  const scoreOf = (id: string) => installed.portal.read('contacts', id)?.properties['score'];
  const bad = (ends: readonly WriteResult[]) => ends.flatMap((one) => (one.ok ? [] : [one]));
  const write = (rows: [id: string, value: string, name?: string][]) =>
    installed.crm().write(
      'contact',
      rows.map(([id, value, name = 'score']) => ({ id, properties: { [name]: value } })),
    );

  it('writes a hundred records in one request', async () => {
    const ends = await write(ids.map((id, index) => [id, String(index)]));
    expect(ends).toEqual(ids.map((id) => ({ id, ok: true })));
    expect(ids.map(scoreOf)).toEqual(ids.map((_, index) => String(index)));
    expect(await installed.calls()).toEqual({ [batch(200)]: 1 });
  });

  it('tells which record was refused and why, while the others are written', async () => {
    const ends = await write([
      [ids[0] ?? '', '71'],
      [ids[1] ?? '', 'seventy'],
      [ids[2] ?? '', '73'],
    ]);
    expect(ends[0]).toEqual({ id: ids[0], ok: true });
    expect(bad(ends)).toEqual([
      {
        id: ids[1],
        ok: false,
        code: 'INVALID_NUMBER',
        problem: expect.stringContaining('seventy'),
        again: false,
      },
    ]);
    expect([ids[0], ids[2]].map((id) => scoreOf(id ?? ''))).toEqual(['71', '73']);
    expect(await installed.calls()).toEqual({ [batch(207)]: 1 });
  });

  it('finds the bad records by halves when HubSpot refuses the batch as a whole', async () => {
    installed.sandbox.chaos.set({ batchFaults: 'batch' });
    const worst = new Set([ids[13], ids[77]]);
    const ends = await write(ids.map((id) => [id, worst.has(id) ? 'x' : '55']));
    expect(bad(ends).map((one) => one.id)).toEqual([ids[13], ids[77]]);
    expect(ids.filter((id) => scoreOf(id) === '55')).toHaveLength(98);
    const calls = await installed.calls();
    expect(Object.values(calls).reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(2 * 14 + 1);
  });

  it('parks a record that the rules of the account refuse, and only that one', async () => {
    const rule = {
      objectType: 'contacts',
      property: 'company',
      when: { property: 'firstname', value: 'Kim' },
    };
    const kim = installed.portal.create('contacts', { email: 'kim@acme.example.com', firstname: 'Kim' });
    installed.sandbox.chaos.set({ writeRules: [rule] });
    const ends = await write([
      [kim.id, '1'],
      [ids[4] ?? '', '44'],
    ]);
    expect(bad(ends)).toMatchObject([{ id: kim.id, code: 'REQUIRED_PROPERTY_MISSING', again: false }]);
    expect(bad(ends)[0]?.problem).toContain('company');
    expect(scoreOf(ids[4] ?? '')).toBe('44');
  });

  it('writes to the winner when a record was merged meanwhile', async () => {
    const make = (name: string) =>
      installed.portal.create('contacts', { email: `${name}@acme.example.com` }).id;
    const [winner, loser] = [make('winner'), make('loser')];
    installed.portal.merge('contacts', winner, loser);
    const ends = await write([
      [loser, '91'],
      [ids[5] ?? '', '45'],
    ]);
    expect(ends).toEqual([
      { id: loser, ok: true },
      { id: ids[5], ok: true },
    ]);
    expect(scoreOf(winner)).toBe('91');
    expect(await installed.calls()).toEqual({ [batch(207)]: 1, [single(200)]: 1 });
  });

  it('says so when a record is gone', async () => {
    const gone = installed.portal.create('contacts', { email: 'gone@acme.example.com' }).id;
    installed.portal.archive('contacts', gone);
    const ends = await write([
      [gone, '1'],
      [ids[6] ?? '', '46'],
    ]);
    expect(bad(ends)).toMatchObject([{ id: gone, code: 'OBJECT_NOT_FOUND', again: false }]);
    expect(scoreOf(ids[6] ?? '')).toBe('46');
  });

  it('names a property that the account no longer has, and writes the records that do not need it', async () => {
    const ends = await write([
      [ids[7] ?? '', '1', 'vanished'],
      [ids[8] ?? '', '48'],
      [ids[9] ?? '', '2', 'vanished'],
    ]);
    expect(bad(ends).map((one) => [one.id, one.code, one.again])).toEqual([
      [ids[7], 'PROPERTY_DOESNT_EXIST', false],
      [ids[9], 'PROPERTY_DOESNT_EXIST', false],
    ]);
    expect(scoreOf(ids[8] ?? '')).toBe('48');
    expect(await installed.calls()).toEqual({ [batch(400)]: 1, [batch(200)]: 1 });
  });

  it('throws when nothing was written at all', async () => {
    installed.sandbox.chaos.set({ locked: true });
    const person = installed.crm({ pace: 'person' });
    const row = { id: ids[0] ?? '', properties: { score: '1' } };
    await expect(person.write('contact', [row])).rejects.toMatchObject({ code: 'CRM_BUSY' });
  });

  it('asks again later for records that were not reached before HubSpot failed', async () => {
    const host = 'https://hubspot.test';
    const path = '/crm/objects/2026-09/contacts/batch/update';
    const refusal = {
      status: 'error',
      category: 'VALIDATION_ERROR',
      message: 'no',
      errors: [{ message: 'no' }],
    };
    nock(host).post(path).reply(400, refusal);
    nock(host)
      .post(path)
      .reply(200, { status: 'COMPLETE', results: [{ id: '1' }] });
    nock(host).post(path).times(2).reply(503, { message: 'down' });
    const crm = installed.crm({ pace: 'person', config: { ...installed.config, HUBSPOT_API_URL: host } });
    const rows = ['1', '2'].map((id) => ({ id, properties: { score: '1' } }));
    const ends = await crm.write('contact', rows);
    expect(ends).toEqual([
      { id: '1', ok: true },
      { id: '2', ok: false, code: 'CRM_BUSY', problem: expect.any(String), again: true },
    ]);
    expect(nock.isDone()).toBe(true);
    nock.cleanAll();
  });

  it('drops the records that a refusal names, instead of halving', async () => {
    const host = 'https://hubspot.test';
    const path = '/crm/objects/2026-09/contacts/batch/update';
    const sent: unknown[] = [];
    const refusal = {
      status: 'error',
      category: 'VALIDATION_ERROR',
      message: 'bad',
      context: { ids: ['2'] },
    };
    nock(host)
      .post(path, (body) => sent.push(body) > 0)
      .reply(400, refusal);
    nock(host)
      .post(path, (body) => sent.push(body) > 0)
      .reply(200, { results: [{ id: '1' }, { id: '3' }] });
    const crm = installed.crm({ config: { ...installed.config, HUBSPOT_API_URL: host } });
    const rows = ['1', '2', '3'].map((id) => ({ id, properties: { score: '1' } }));
    expect(bad(await crm.write('contact', rows)).map((one) => one.id)).toEqual(['2']);
    expect(sent).toHaveLength(2);
    nock.cleanAll();
  });
});
