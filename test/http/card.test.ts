// The HubSpot card's back end: only HubSpot's signature opens it, and only for records of the portal.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { CardAnswered, CardView } from '#http/hubspot/card-view.ts';
import { SettingsView } from '#http/hubspot/settings-view.ts';
import { type HttpHouse, openHttpHouse, signedFetch } from '#kit/http-house.ts';
import { aLeadFinding, aPriorFinding } from '#kit/told-findings.ts';
import { type ToldTenant, toldTenant } from '#kit/told-tenant.ts';

let house: HttpHouse;
let north: ToldTenant;
let south: ToldTenant;

beforeAll(async () => {
  house = await openHttpHouse();
  const now = house.clock.now();
  north = await toldTenant(house.store, { name: 'North', portalId: '101', now });
  south = await toldTenant(house.store, { name: 'South', portalId: '202', people: 3, now });
});
afterAll(() => house.close());

const contact = (objectId: string, more: Record<string, string> = {}) => ({
  portalId: '101',
  objectTypeId: '0-1',
  objectId,
  ...more,
});
const viewOf = async (answer: Response) => {
  expect(answer.status).toBe(200);
  return CardView.parse(await answer.json());
};

describe('the card', () => {
  test('shows the score with evidence, trend, data age and the next step', async () => {
    const view = await viewOf(await house.asHubspot('/hubspot/card', contact('1001')));
    if (view.state !== 'ready') throw new Error(`the card is ${view.state}`);
    expect(view.score).toMatchObject({ value: 92, band: { code: 'A', tone: 'success' } });
    expect(view.trend?.points.length).toBeGreaterThan(2);
    expect(view.trend?.movement).toMatchObject({ direction: 'up', good: true, text: '+6' });
    expect(view.reasons.for[0]).toMatchObject({ label: 'Lead source', direction: 'for' });
    expect(view.reasons.against[0]).toMatchObject({ label: 'Country', value: 'Germany' });
    expect(view.dataAge.sentence).toContain('5 hours ago');
    expect(view.nextStep?.answers).toHaveLength(3);
    expect(view.lastActions.map(({ what }) => what)).toEqual(
      expect.arrayContaining(['Score 92 written to HubSpot', 'Task created: Call Ada Novak today']),
    );
  });

  test('says it in the language of the person', async () => {
    const view = await viewOf(await house.asHubspot('/hubspot/card', contact('1001', { locale: 'zh-cn' })));
    if (view.state !== 'ready') throw new Error(`the card is ${view.state}`);
    expect(view.score.label).toBe('线索评分');
    expect(view.dataAge.sentence).toContain('5小时前');
  });

  test('shows a company’s health with its parts, and leaves out a part of which nothing is known', async () => {
    const query = { portalId: '101', objectTypeId: '0-2', objectId: '5001' };
    const view = await viewOf(await house.asHubspot('/hubspot/card', query));
    if (view.state !== 'ready') throw new Error(`the card is ${view.state}`);
    expect(view.score.band).toMatchObject({ code: 'at_risk', tone: 'danger' });
    expect(view.parts.map(({ key }) => key)).toEqual(['use', 'support', 'relationship']);
    expect(view.parts[1]?.movement).toMatchObject({ direction: 'down', good: false, text: '-31' });
  });

  test('says of a lead what moved its score: what of the record, or that other weights are live, and never a word of health', async () => {
    const now = house.clock.now();
    const by = [{ code: 'early_mails_in', feature: 'early_mails_in', label: '', points: 4.2 }];
    const movedBy = async (cause: 'record' | 'weights', score: number, locale?: string) => {
      const subject = north.subjects.get('1003') ?? '';
      const finding = { ...aLeadFinding(score, now), because: { cause, by } };
      await house.store.asTenant(north.tenant, (rows) => rows.findings.save([{ subject, finding }], now));
      const asked = contact('1003', locale === undefined ? {} : { locale });
      const view = await viewOf(await house.asHubspot('/hubspot/card', asked));
      return view.state === 'ready' ? (view.trend?.movement?.comparedWith ?? '') : view.state;
    };
    const record = await movedBy('record', 41);
    expect(record).toContain('Mainly: ');
    expect(record).toContain('+4');
    expect(record).not.toContain('learned');
    const weights = await movedBy('weights', 44);
    expect(weights).toContain('learned anew');
    expect(weights).toContain('+4');
    expect(weights).not.toContain('health');
    expect(await movedBy('weights', 47, 'zh-cn')).toContain('重新学习');
  });

  test('urges nobody about a contact that is won or lost, nor while there is nothing to do', async () => {
    const now = house.clock.now();
    const headline = async (standing: { standing?: 'won' | 'lost' }) => {
      const subject = north.subjects.get('1002') ?? '';
      const finding = { ...aLeadFinding(88, now), ...standing };
      await house.store.asTenant(north.tenant, (rows) => rows.findings.save([{ subject, finding }], now));
      const view = await viewOf(await house.asHubspot('/hubspot/card', contact('1002')));
      return view.state === 'ready' ? view.score.headline : view.state;
    };
    expect(await headline({ standing: 'won' })).toContain('Already won');
    expect(await headline({ standing: 'lost' })).toContain('Closed as lost');
    expect(await headline({})).toBe('One of your strongest leads.');
    const withAdvice = await viewOf(await house.asHubspot('/hubspot/card', contact('1001')));
    if (withAdvice.state !== 'ready') throw new Error(`the card is ${withAdvice.state}`);
    expect(withAdvice.score.headline).toContain('act now');
    expect(withAdvice.reasons.for[0]?.points).toBe(22);
  });

  test('says how much history is missing while a prior stands in for a model', async () => {
    const now = house.clock.now();
    await house.store.asTenant(north.tenant, (rows) =>
      rows.findings.save([{ subject: north.subjects.get('1010') ?? '', finding: aPriorFinding(now) }], now),
    );
    const view = await viewOf(await house.asHubspot('/hubspot/card', contact('1010')));
    expect(view.state).toBe('little_history');
    if (view.state === 'little_history') expect(view.notice.text).toContain('With 88 more');
  });

  test('is empty for a record of the portal that we have not seen, and has it read', async () => {
    const portal = house.hubspot.portals.create({ name: 'fresh.example.com' });
    const portalId = String(portal.portalId);
    const tenant = await house.store.doors.makeTenant('Fresh');
    const connection = await connect(tenant, portalId);
    const made = portal.create('contacts', { email: 'new@fresh.test' });
    house.wakes.length = 0;
    const query = { portalId, objectTypeId: '0-1', objectId: made.id };
    expect((await viewOf(await house.asHubspot('/hubspot/card', query))).state).toBe('empty');
    expect(house.wakes).toContainEqual({ kind: 'reread', tenant, connection });
    const strange = await house.asHubspot('/hubspot/card', { ...query, objectId: '987654321' });
    expect(strange.status).toBe(404);
  });

  test('says why where the portal is paused or was never installed', async () => {
    const unknown = await viewOf(await house.asHubspot('/hubspot/card', contact('1', { portalId: '999' })));
    expect(unknown.state).toBe('error');
    await house.store.asTenant(south.tenant, (rows) =>
      rows.connections.setState(south.connection, 'revoked', 'CRM_REVOKED'),
    );
    const paused = await viewOf(await house.asHubspot('/hubspot/card', contact('1001', { portalId: '202' })));
    if (paused.state !== 'error') throw new Error(`the card is ${paused.state}`);
    expect(paused.notice.text).toContain('permission was taken back');
    await house.store.asTenant(south.tenant, (rows) =>
      rows.connections.setState(south.connection, 'active', null),
    );
  });
});

/** Installs the portal for the tenant by OAuth, as the routes do. */
async function connect(tenant: string, portalId: string): Promise<string> {
  const cookie = await house.signIn(tenant);
  const begun = await fetch(`${house.url}/oauth/hubspot/start`, { redirect: 'manual', headers: { cookie } });
  const consent = new URL(begun.headers.get('location') ?? '');
  const decided = await fetch(`${consent.origin}${consent.pathname}`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams([...consent.searchParams, ['portal_id', portalId]]),
  });
  const browser = begun.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  await fetch(decided.headers.get('location') ?? '', {
    redirect: 'manual',
    headers: { cookie: `${cookie}; ${browser}` },
  });
  return z.string().parse((await house.store.doors.connection('hubspot', portalId))?.id);
}

describe('a request', () => {
  const url = (query: Record<string, string>) =>
    `${house.url}/hubspot/card?${new URLSearchParams({ userId: '9', appId: '1', ...query })}`;

  test('is refused without a signature, with another secret, when it is old, and when it was changed', async () => {
    const good = url(contact('1001'));
    const now = house.clock.now();
    const tried = [
      await fetch(good),
      await signedFetch(good, now, undefined, 'another-secret'),
      await signedFetch(good, new Date(now.getTime() - 6 * 60_000)),
    ];
    const signature = {
      'x-hubspot-signature-v3': 'AAAA',
      'x-hubspot-request-timestamp': String(now.getTime()),
    };
    tried.push(await fetch(good, { headers: signature }));
    expect(tried.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
  });

  test('is refused when a signed name stands twice, so that no portal can be slipped in', async () => {
    const twice = `${url(contact('1001'))}&portalId=202`;
    expect((await signedFetch(twice, house.clock.now())).status).toBe(400);
  });
});

describe('an answer', () => {
  const post = (query: Record<string, string>, body: object) => house.asHubspot('/hubspot/card', query, body);

  test('about another tenant’s advice, or of another record, is refused and changes nothing', async () => {
    const answer = { adviceId: south.adviceId, answer: 'done' };
    const foreign = await post(contact('1001'), answer);
    const other = await post(contact('1002', { portalId: '202' }), answer);
    const record = await post(contact('5001'), { adviceId: north.adviceId, answer: 'done' });
    expect([foreign.status, other.status, record.status]).toEqual([404, 404, 404]);
    const advice = await house.store.asTenant(south.tenant, (rows) => rows.advice.get(south.adviceId));
    expect(advice?.state).toBe('open');
  });

  test('is recorded once however often HubSpot repeats it, and closes the advice', async () => {
    const body = { adviceId: north.adviceId, answer: 'done', reason: 'called her' };
    const first = CardAnswered.parse(await (await post(contact('1001'), body)).json());
    expect(first.confirmation).toContain('Noted as done');
    await Promise.all(Array.from({ length: 5 }, () => post(contact('1001'), body)));
    const outcomes = await house.store.asTenant(north.tenant, (rows) =>
      rows.outcomes.of(north.subjects.get('1001') ?? ''),
    );
    const said = outcomes.filter(({ via }) => via === 'card');
    expect(said).toMatchObject([{ kind: 'done', by: 'rep@north.test', note: 'called her' }]);
    if (first.view.state !== 'ready') throw new Error(`the card is ${first.view.state}`);
    expect(first.view.nextStep).toMatchObject({ answers: [], answered: { answer: 'done' } });
    const late = await post(contact('1001'), { adviceId: north.adviceId, answer: 'dismissed' });
    expect(CardAnswered.parse(await late.json()).confirmation).toContain('answered before');
  });
});

test('the settings page shows what is connected and how far reading has come', async () => {
  const answer = await house.asHubspot('/hubspot/settings', { portalId: '101' });
  const view = SettingsView.parse(await answer.json());
  expect(view.connection.state).toBe('connected');
  expect(view.facts.map(({ value }) => value)).toContain('12,050');
  const unknown = await house.asHubspot('/hubspot/settings', { portalId: '404' });
  expect(SettingsView.parse(await unknown.json()).connection.state).toBe('unknown');
});
