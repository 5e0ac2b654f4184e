// Promises of the simulated HubSpot about webhooks: what is sent, and that chaos changes when, not what.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { until } from '#kit/until.ts';
import { aHubspot, at, type Json, sendForm } from './hubspot-kit.ts';
import { aListeningHubspot, everything } from './webhook-kit.ts';

const open: (() => Promise<unknown>)[] = [];
const aListening = (options?: Parameters<typeof aListeningHubspot>[1]) => aListeningHubspot(open, options);
function aFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'revloop-test-'));
  open.push(async () => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'hub.sqlite');
}

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

describe('what is sent', () => {
  test('speaks both dialects, each property by its own subscription', async () => {
    const { hub, target, settled } = await aListening();
    const made = hub.portal.create('contacts', { firstname: 'Ann', lastname: 'Lee', jobtitle: 'CTO' });
    await until(settled, 'everything is settled');
    const of = (type: string) => target.events().find((one) => at(one, 'subscriptionType') === type);
    expect(target.events()).toHaveLength(4);
    expect(of('object.creation')).toMatchObject({
      ...{ objectId: Number(made.id), objectTypeId: '0-1', portalId: hub.portal.portalId, appId: 4242 },
      ...{ attemptNumber: 0, changeFlag: 'CREATED', changeSource: 'CRM_UI', sourceId: 'userId:1' },
    });
    expect(at(of('contact.creation'), 'objectTypeId')).toBeUndefined();
    expect(of('object.propertyChange')).toMatchObject({ propertyName: 'firstname', propertyValue: 'Ann' });
    expect(of('contact.propertyChange')).toMatchObject({ propertyName: 'lastname', propertyValue: 'Lee' });
  });

  test("brings the app's own writes back as INTEGRATION with its id, and nothing for an equal value", async () => {
    const { hub, target, settled } = await aListening();
    const made = hub.portal.create('contacts', { firstname: 'Ann' });
    await until(settled, 'everything is settled');
    const before = target.events().length;
    const patch = (firstname: string) =>
      hub.call('PATCH', `/crm/objects/2026-09/contacts/${made.id}`, { properties: { firstname } });
    expect((await patch('Ann')).status).toBe(200);
    expect((await patch('Bea')).status).toBe(200);
    await until(() => settled() && target.events().length > before, 'more events');
    const later = target.events().slice(before);
    expect(later).toHaveLength(1);
    expect(later[0]).toMatchObject({ propertyValue: 'Bea', changeSource: 'INTEGRATION', sourceId: '4242' });
  });

  test('tells an association on both sides, for the primary and the plain one, without an objectId', async () => {
    const { hub, target, settled } = await aListening();
    const contact = hub.portal.create('contacts', {});
    const company = hub.portal.create('companies', { name: 'Acme' });
    const ends = { fromType: 'contacts', fromId: contact.id, toType: 'companies', toId: company.id };
    hub.portal.associate(ends);
    hub.portal.disassociate(ends);
    await until(settled, 'everything is settled');
    const events = target
      .events()
      .filter((one) => at(one, 'subscriptionType') === 'object.associationChange');
    expect(events).toHaveLength(8);
    expect(events.every((one) => at(one, 'objectId') === undefined)).toBe(true);
    const added = events.filter((one) => at(one, 'associationRemoved') === false);
    const seen = added.map(
      (one) =>
        `${at(one, 'associationType')} ${at(one, 'associationTypeId')} ${at(one, 'isPrimaryAssociation')}`,
    );
    expect(seen.sort()).toEqual([
      'COMPANY_TO_CONTACT 2 true',
      'COMPANY_TO_CONTACT 280 false',
      'CONTACT_TO_COMPANY 1 true',
      'CONTACT_TO_COMPANY 279 false',
    ]);
  });

  test('tells merges, deletions, restores and privacy deletions', async () => {
    const { hub, target, settled, kinds } = await aListening();
    const [first, second, third] = [1, 2, 3].map(() => hub.portal.create('contacts', {}).id);
    await until(settled, 'everything is settled');
    target.received.length = 0;
    hub.portal.archive('contacts', third ?? '');
    hub.portal.restore('contacts', third ?? '');
    hub.portal.erase('contacts', third ?? '');
    const result = hub.portal.merge('contacts', first ?? '', second ?? '', undefined, { newId: true });
    await until(settled, 'everything is settled');
    expect(kinds().sort()).toEqual([
      ...['contact.deletion', 'contact.deletion', 'contact.privacyDeletion'],
      ...['object.deletion', 'object.deletion', 'object.merge', 'object.restore'],
    ]);
    const merge = target.events().find((one) => at(one, 'subscriptionType') === 'object.merge');
    expect(merge).toMatchObject({
      primaryObjectId: Number(first),
      mergedObjectIds: [Number(second)],
      newObjectId: Number(result.id),
    });
  });

  test('sends nothing for seeds, nor to portals the app is not installed in', async () => {
    const { hub, target, settled } = await aListening();
    const other = hub.portals.create({ name: 'Other' });
    other.create('contacts', { firstname: 'Else' });
    const at2026 = new Date('2026-01-01T00:00:00Z');
    hub.portal.seed([
      { type: 'contacts', properties: { firstname: 'Seed' }, createdAt: at2026, updatedAt: at2026 },
    ]);
    hub.portal.create('contacts', {});
    await until(() => settled() && target.events().length === 2, 'two events');
    expect(new Set(target.events().map((one) => at(one, 'portalId')))).toEqual(
      new Set([hub.portal.portalId]),
    );
  });
});

describe('chaos', () => {
  const created = (hub: Awaited<ReturnType<typeof aHubspot>>, many: number) =>
    hub.portals.database.transaction(() => {
      for (let index = 0; index < many; index += 1) hub.portal.create('contacts', {});
    });
  const order = (events: readonly Json[]) =>
    events
      .filter((one) => at(one, 'subscriptionType') === 'object.creation')
      .map((one) => Number(at(one, 'objectId')));

  test('sends some events twice, the same in everything', async () => {
    const { hub, target, settled } = await aListening({ chaos: { duplicateRate: 0.5 } });
    created(hub, 100);
    await until(settled, 'everything is settled');
    const texts = target.events().map((one) => JSON.stringify(one));
    expect(new Set(texts).size).toBe(200);
    expect(texts.length).toBeGreaterThan(250);
  });

  test('loses some, and says how many', async () => {
    const { hub, target, settled } = await aListening({ chaos: { lossRate: 0.5 } });
    created(hub, 100);
    await until(settled, 'everything is settled');
    expect(target.events().length + hub.deliveries.counts().lost).toBe(200);
    expect(hub.deliveries.counts().lost).toBeGreaterThan(50);
  });

  test('sends in another order than things happened', async () => {
    const { hub, target, settled } = await aListening({
      chaos: { outOfOrderRate: 0.5, outOfOrderMs: 50 },
    });
    created(hub, 100);
    await until(settled, 'everything is settled');
    const seen = order(target.events());
    expect(seen).toHaveLength(100);
    expect(seen).not.toEqual([...seen].sort((a, b) => a - b));
  });

  test('waits before it sends', async () => {
    const file = aFile();
    const { hub, target } = await aListening({
      file,
      chaos: { webhookDelayMs: { min: 600_000, max: 900_000 } },
    });
    hub.portal.create('contacts', {});
    const due = () =>
      hub.portals.database.all(
        'select due - ? as wait from webhook_events where due is not null',
        Date.now(),
      );
    await until(() => due().length === 2, 'two that are due');
    expect(due().every((row) => Number(row['wait']) > 590_000)).toBe(true);
    expect(target.received).toHaveLength(0);
  });
});

test('keeps undelivered events, tokens and records over a restart', async () => {
  const file = aFile();
  let status = 503;
  const first = await aListening({ file, status: () => status });
  const made = first.hub.portal.create('contacts', { firstname: 'Still' });
  const { refresh_token } = await first.hub.install();
  await until(() => first.target.received.length > 0, 'the first request');
  open.pop();
  await first.hub.close();
  status = 200;
  const second = await aHubspot({
    file,
    wall: () => new Date(Date.now() + 2 * 86_400_000),
    app: { webhook: { targetUrl: first.url, subscriptions: everything } },
  });
  open.push(second.close);
  await until(() => second.deliveries.counts().delivered === 3, 'all three');
  expect(second.deliveries.counts().pending).toBe(0);
  const read = await second.call('GET', `/crm/objects/2026-09/contacts/${made.id}`);
  expect(at(read.body, 'properties.firstname')).toBe('Still');
  const fields = {
    client_id: 'client-4242',
    client_secret: 'secret-4242',
    grant_type: 'refresh_token',
    refresh_token,
  };
  expect((await sendForm(`${second.url}/oauth/2026-09/token`, fields)).status).toBe(200);
});
