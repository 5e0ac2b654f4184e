// The API of segments: nothing before anybody looked, then what was found, with names, members and a place for each.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type HttpHouse, openHttpHouse } from '#kit/http-house.ts';
import { planted } from '#kit/planted-customers.ts';
import { type ToldTenant, toldTenant } from '#kit/told-tenant.ts';
import { segmentsFrom } from '#learn/segments/segments-from.ts';

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
