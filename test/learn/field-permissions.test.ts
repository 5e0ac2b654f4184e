// What a field may be used for holds where it counts: in training rows, in the live row, in reasons, in what is kept.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Weights } from '#analyze/weights.ts';
import { past } from '#kit/furnish-portal.ts';
import { sensingHouse } from '#kit/sensing-house.ts';
import { leads } from '#learn/leads.ts';
import { learnTarget } from '#learn/learn-target.ts';
import { type TrainRequest, train } from '#learn/train.ts';
import { turn } from '#loop.ts';
import type { FieldChoices } from '#sense/field-permission.ts';

let house: Awaited<ReturnType<typeof sensingHouse>>;
let openLead = '';
const asked: TrainRequest[] = [];

beforeAll(async () => {
  house = await sensingHouse();
  // The form of address goes with the outcome as closely as the country does.
  const closed = Array.from({ length: 120 }, (_, nr) => ({
    type: 'contacts',
    properties: {
      email: `person${nr}@example.com`,
      salutation: nr % 3 === 0 || nr % 10 === 0 ? 'Dr.' : 'Mr.',
      country: nr % 3 === 0 || nr % 11 === 0 ? 'France' : 'Japan',
      ...(nr % 3 === 0 ? { lifecyclestage: 'customer' } : { hs_lead_status: 'UNQUALIFIED' }),
    },
    createdAt: past,
    updatedAt: past,
  }));
  const open = {
    type: 'contacts',
    properties: { email: 'open@example.com', salutation: 'Dr.', country: 'France' },
    createdAt: past,
    updatedAt: past,
  };
  const ids = house.portal.seed([...closed, open]);
  openLead = ids.at(-1) ?? '';
  await house.syncAll();
  await turnAll();
});
afterAll(() => house.close());

async function turnAll() {
  while ((await turn(house.ports, house.tenant)).more);
}
const as = <T>(work: Parameters<typeof house.database.store.asTenant<T>>[1]) =>
  house.database.store.asTenant(house.tenant, work);

async function learn(): Promise<Weights> {
  house.clock.ahead += 86_400_000;
  const learned = await learnTarget(house.ports, house.tenant, leads, async (request) => {
    asked.push(request);
    return train(request);
  });
  if (learned === null) throw new Error('it was not due');
  await turnAll();
  return learned.weights;
}

async function choose(fields: FieldChoices) {
  await as(async (rows) => {
    const { settings } = await rows.settings.read();
    await rows.settings.save({ ...settings, fields });
    await rows.subjects.markKindDirty('contact', 'field permission');
  });
}

async function foundOnOpen() {
  return as(async (rows) => {
    const subject =
      (await rows.subjects.find(house.connection.id, 'contact', [openLead])).get(openLead) ?? '';
    const [kept] = await rows.findings.current([subject], 'lead_score');
    return kept?.finding;
  });
}

describe('by itself', () => {
  it('what nobody should be judged by is in no training row, is no feature, and is named with the reason', async () => {
    const weights = await learn();
    const request = asked.at(-1);
    expect(request?.records.filter(({ values }) => 'salutation' in values)).toEqual([]);
    expect(request?.records.filter(({ values }) => 'country' in values)).toHaveLength(120);
    expect(weights.features.map(({ name }) => name)).toContain('country');
    expect(weights.features.map(({ name }) => name)).not.toContain('salutation');
    const why = new Map(weights.leftOut.map((one) => [one.name, one.why]));
    expect(why.get('salutation')).toBe('protected');
    for (const name of ['email', 'firstname', 'phone']) expect(why.get(name)).toBe('personal');
  });

  it('is no reason either', async () => {
    const features = (await foundOnOpen())?.reasons.map(({ feature }) => feature);
    expect(features).toContain('country');
    expect(features).not.toContain('salutation');
  });
});

describe('once an admin decided', () => {
  it('a protected field is learned from, and still not shown unless that was decided too', async () => {
    await choose({ 'contact.salutation': { score: true } });
    const weights = await learn();
    expect(weights.features.map(({ name }) => name)).toContain('salutation');
    expect((await foundOnOpen())?.reasons.map(({ feature }) => feature)).not.toContain('salutation');
    await choose({ 'contact.salutation': { score: true, show: true } });
    await turnAll();
    expect((await foundOnOpen())?.reasons.map(({ feature }) => feature)).toContain('salutation');
  });

  it('a field that was forbidden is not looked at any more, even before the weights are learned anew', async () => {
    const before = await foundOnOpen();
    await choose({ 'contact.country': { score: false } });
    await turnAll();
    const after = await foundOnOpen();
    expect(before?.reasons.map(({ feature }) => feature)).toContain('country');
    expect(after?.reasons.map(({ feature }) => feature)).not.toContain('country');
    expect(after?.probability).not.toBe(before?.probability);
    const weights = await learn();
    expect(weights.features.map(({ name }) => name)).not.toContain('country');
    expect(weights.leftOut.find(({ name }) => name === 'country')?.why).toBe('permission');
  });

  it('a field that is not kept is neither asked for nor taken, and what was kept of it is gone', async () => {
    await choose({ 'contact.country': { keep: false } });
    expect(await as((rows) => rows.fields.forget('contact', ['country']))).toBe(121);
    await turnAll();
    expect(await house.value('contact', openLead, 'country')).toBeNull();
    await house.hear(
      house.event('object.propertyChange', {
        objectTypeId: '0-1',
        objectId: Number(openLead),
        propertyName: 'country',
        propertyValue: 'Spain',
      }),
    );
    house.clock.ahead += 60_000;
    await house.reread();
    await turnAll();
    expect(await house.value('contact', openLead, 'country')).toBeNull();
    expect(await house.value('contact', openLead, 'email')).toBe('open@example.com');
    const [kept] = (await house.known('contact', openLead)).values();
    expect(kept?.properties).not.toHaveProperty('country');
  });
});
