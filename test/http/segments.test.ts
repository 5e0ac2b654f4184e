// The API of segments: nothing before anybody looked, then what was found, with names, members and a place for each.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { segmentName } from '#analyze/segment/segment-name.ts';
import { type HttpHouse, openHttpHouse } from '#kit/http-house.ts';
import { planted } from '#kit/planted-customers.ts';
import { type ToldTenant, toldTenant } from '#kit/told-tenant.ts';
import { segmentsFrom } from '#learn/segments/segments-from.ts';
import { turn } from '#loop.ts';
import { reasonText } from '#texts/reason-text.ts';

let house: HttpHouse;
let north: ToldTenant;
let cookie = '';
beforeAll(async () => {
  house = await openHttpHouse();
  north = await toldTenant(house.store, { name: 'north', portalId: '111', people: 4, now: new Date() });
  cookie = await house.signIn(north.tenant);
});
afterAll(() => house.close());

async function get(path: string) {
  const answer = await fetch(`${house.url}${path}`, { headers: { cookie } });
  return { status: answer.status, body: await answer.json() };
}

async function post(path: string, given: object) {
  const headers = {
    cookie,
    'content-type': 'application/json',
    ...{ 'x-revloop-console': '1', origin: house.url },
  };
  const answer = await fetch(`${house.url}${path}`, { method: 'POST', headers, body: JSON.stringify(given) });
  return answer.json();
}

test('segments are shown as they were found, and each customer in its own', async () => {
  expect((await get('/api/segments')).body).toMatchObject({ madeAt: null, segments: [], points: [] });
  const world = planted({ customers: 90, segments: 3, seed: 30 });
  const found = segmentsFrom(world.customers, null, new Date());
  const company = await house.store.asTenant(north.tenant, async (rows) => {
    const [one] = await rows.twins.page('company', null, 1);
    const subject = one?.subject ?? '';
    const members = found.members.slice(0, 1).map((member) => ({ ...member, subject }));
    await rows.segments.save(found.version, members, new Date());
    return { subject, segment: members[0]?.segment ?? '' };
  });
  const { body } = await get('/api/segments');
  expect(body).toMatchObject({ version: 1, none: null, customers: 90, moved: null });
  expect(body.segments).toHaveLength(3);
  const names = body.segments.map((one: { name: { en: string; 'zh-CN': string } }) => one.name);
  expect(new Set(names.map(({ en }: { en: string }) => en)).size).toBe(3);
  expect(names[0]['zh-CN']).toMatch(/[\u4e00-\u9fff]/);
  const nameOf = (segment: string) => body.segments.find(({ id }: { id: string }) => id === segment).name;
  expect(body.axes).toHaveLength(2);
  expect(body.points).toEqual([expect.objectContaining(company)]);
  const members = await get(`/api/segments/${company.segment}`);
  expect(members.body.members).toEqual([expect.objectContaining({ subject: company.subject })]);
  expect((await get('/api/segments/no-such')).status).toBe(404);
  const story = await get(`/api/subjects/${company.subject}`);
  expect(story.body.segment).toMatchObject({ id: company.segment });
  const fields = await get('/api/fields');
  const field = fields.body.fields.find(({ id }: { id: string }) => id === 'segment');
  expect(field.choices).toContain(company.segment);
  expect(field.choiceNames[company.segment]).toEqual(nameOf(company.segment));
  const rules = [{ field: 'segment', operator: 'in', value: [company.segment, 'gone-by-now'] }];
  const { shown } = await post('/api/rules/check', { kind: 'company', when: { combinator: 'and', rules } });
  const { en, 'zh-CN': zh } = nameOf(company.segment);
  expect(shown.sentence.en).toContain(`is one of “${en}”, “gone-by-now”`);
  expect(shown.sentence['zh-CN']).toContain(`“${zh}”`);
  expect(shown.when.rules).toMatchObject(rules);
});

test('the reason of a rule says the segment by its name, in the language of whoever reads it', async () => {
  const { tenant } = north;
  const [twin] = await house.store.asTenant(tenant, (rows) => rows.twins.page('company', null, 1));
  const company = twin?.subject ?? '';
  const found = segmentsFrom(planted({ customers: 90, segments: 3, seed: 30 }).customers, null, new Date());
  const segment = found.version.segments[1];
  if (segment === undefined) throw new Error('no segment');
  await house.store.asTenant(tenant, ({ segments }) =>
    segments.save(
      found.version,
      [{ subject: company, segment: segment.id, since: new Date(), x: 0, y: 0 }],
      new Date(),
    ),
  );
  const when = { combinator: 'and', rules: [{ field: 'segment', operator: '=', value: segment.id }] };
  const advice = { code: 'review_health', alert: true };
  await post('/api/rules/alike', { title: 'Alike', kind: 'company', when, advice });
  await post('/api/rules/alike/state', { version: 1, state: 'live', typed: 1 });
  await house.store.asTenant(tenant, ({ subjects }) => subjects.markDirty([company], 'test'));
  await turn(
    { store: house.store, queue: house.deps.queue, clock: house.clock, log: house.deps.log },
    tenant,
  );
  const told = await house.store.asTenant(tenant, (rows) => rows.advice.live([company]));
  const reason = told.find(({ situation }) => situation === 'rule:alike')?.reasons[0];
  if (reason === undefined) throw new Error('the rule told no reason');
  expect(reasonText('en', reason).value).toBe(segmentName('en', segment));
  expect(reasonText('zh-CN', reason).value).toBe(segmentName('zh-CN', segment));
});
