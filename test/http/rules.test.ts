// The API of rules: what can be asked, a draft, its sentence and its matches, history, and going live by the count.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type HttpHouse, openHttpHouse } from '#kit/http-house.ts';
import { type ToldTenant, toldTenant } from '#kit/told-tenant.ts';

let house: HttpHouse;
let north: ToldTenant;
let cookie = '';
beforeAll(async () => {
  house = await openHttpHouse();
  north = await toldTenant(house.store, { name: 'north', portalId: '111', people: 4, now: new Date() });
  cookie = await house.signIn(north.tenant);
});
afterAll(() => house.close());

async function ask(method: string, path: string, body?: object) {
  const answer = await fetch(`${house.url}${path}`, {
    method,
    headers: { cookie, 'content-type': 'application/json', 'x-revloop-console': '1', origin: house.url },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: await answer.json() };
}

const cel = 'band == "at_risk" || score < 40';
const rule = { title: 'In danger', kind: 'company', cel, advice: { code: 'review_health', alert: true } };

describe('the API of rules', () => {
  test('lists the fields with type, unit, operators and labels in both languages', async () => {
    const { body } = await ask('get', '/api/fields');
    expect(body.fields).toContainEqual({
      ...{ id: 'tickets', type: 'number', unit: 'count', source: 'support', freshHours: 48, named: null },
      ...{ kinds: ['contact', 'company'], window: true, choices: [] },
      label: { en: 'Tickets opened in {days} days', 'zh-CN': '{days} 天内新建的工单数' },
      operators: ['=', '!=', '<', '<=', '>', '>=', 'between', 'notBetween', 'null', 'notNull'],
    });
  });

  test('previews a condition: tree, expression, sentence, and whom it is about now', async () => {
    const { body } = await ask('post', '/api/rules/preview', { kind: 'company', cel });
    expect(body).toMatchObject({
      when: { combinator: 'or', rules: [{ field: 'band' }, { field: 'score', operator: '<', value: 40 }] },
      sentence: {
        en: 'Grade or band is at risk or Score is less than 40',
        'zh-CN': '等级 为 有风险 或 评分 小于 40',
      },
      ...{ subjects: 5, count: 1, unknown: 0, sample: [{ name: 'Northwind Logistics' }] },
    });
    const again = await ask('post', '/api/rules/preview', { kind: 'company', when: body.when });
    expect(again.body.cel).toBe(cel);
  });

  test('says where a condition is wrong and what to do', async () => {
    const expression = await ask('post', '/api/rules/preview', { kind: 'company', cel: 'score <' });
    expect(expression).toMatchObject({ status: 400, body: { code: 'CEL_INVALID' } });
    const when = { combinator: 'and', rules: [{ field: 'score', operator: '<', value: 'low' }] };
    const tree = await ask('post', '/api/rules/preview', { kind: 'company', when });
    expect(tree).toMatchObject({ status: 400, body: { code: 'RULE_INVALID' } });
    expect(JSON.stringify(tree.body)).toContain('rules.0.value');
    const operator = { combinator: 'and', rules: [{ field: 'score', operator: 'over', value: 5 }] };
    const shape = await ask('post', '/api/rules/preview', { kind: 'company', when: operator });
    expect(JSON.stringify(shape)).toContain('rules.0.operator');
    const deep = `${'{"combinator":"and","rules":['.repeat(30_000)}${']}'.repeat(30_000)}`;
    const nested = await fetch(`${house.url}/api/rules/preview`, {
      method: 'post',
      headers: { cookie, 'x-revloop-console': '1', 'content-type': 'application/json' },
      body: `{"kind":"company","when":${deep}}`,
    });
    expect([nested.status, await nested.text()]).toEqual([
      400,
      expect.stringContaining('deeper than 8 groups'),
    ]);
    const both = await ask('post', '/api/rules/preview', { kind: 'company', when, cel });
    expect(both).toMatchObject({ status: 400, body: { code: 'INPUT_INVALID' } });
  });

  test('checks a condition without counting anybody: its sentence, or each place that is wrong', async () => {
    const good = await ask('post', '/api/rules/check', { kind: 'company', cel });
    expect(good.body).toMatchObject({ faults: [], shown: { cel, when: { combinator: 'or' } } });
    const wrong = { field: 'score', operator: '<', value: 'low' };
    const when = { combinator: 'and', rules: [wrong, { combinator: 'or', rules: [wrong] }] };
    const tree = await ask('post', '/api/rules/check', { kind: 'company', when });
    expect(tree.body).toMatchObject({
      shown: null,
      faults: [{ at: 'rules.0.value' }, { at: 'rules.1.rules.0.value' }],
    });
    const expression = await ask('post', '/api/rules/check', {
      kind: 'company',
      cel: 'customer &&\nscore <',
    });
    expect(expression.body).toMatchObject({ shown: null, faults: [{ at: '', line: 2, column: 8 }] });
  });

  test('keeps a draft, tests it on history, and sets it live only with the count', async () => {
    expect((await ask('post', '/api/rules/in-danger', rule)).body).toMatchObject({
      version: 1,
      state: 'draft',
      live: null,
    });
    const tested = await ask('post', '/api/rules/backtest', {
      kind: 'company',
      cel,
      id: 'in-danger',
      days: 30,
    });
    expect(tested.body).toMatchObject({ subjects: 5, outcome: 'churned', matchesNow: 1 });
    const live = (typed: number) =>
      ask('post', '/api/rules/in-danger/state', { version: 1, state: 'live', typed });
    expect(await live(4)).toMatchObject({ status: 409, body: { code: 'RULE_COUNT_DIFFERS' } });
    expect((await live(1)).body).toMatchObject({ id: 'in-danger', live: 1 });
    const { body } = await ask('get', '/api/rules');
    const shown = body.rules.find(({ id }: { id: string }) => id === 'in-danger');
    expect(shown).toMatchObject({ title: { en: 'In danger' }, live: 1, house: false, advising: 0 });
    expect(body.rules.filter(({ house: own }: { house: boolean }) => own).length).toBeGreaterThanOrEqual(6);
  });

  test('says for how many the advice of each rule is going on, and nothing of a backtest that does not run', async () => {
    const finding = 'health' as const;
    const change = { from: null, to: 'in-danger', scoreFrom: null, scoreTo: null };
    const kept = { finding, code: 'review_health' as const, confidence: 0.5, reasons: [], change };
    const subject = north.subjects.get('5002') ?? '';
    await house.store.asTenant(north.tenant, ({ advice }) =>
      advice.save({ ...kept, subject, situation: 'rule:in-danger', alert: false, task: false }, new Date()),
    );
    const { body } = await ask('get', '/api/rules');
    const shown = body.rules.find(({ id }: { id: string }) => id === 'in-danger');
    expect(shown).toMatchObject({ advising: 1 });
    const run = '018f4c9e-1f2a-7cc3-9a6e-3a8b9d7e6f50';
    expect((await ask('get', `/api/rules/backtests/${run}`)).body).toEqual({ running: null });
  });

  test('shows no other tenant anything', async () => {
    const south = await toldTenant(house.store, {
      name: 'south',
      portalId: '222',
      people: 4,
      now: new Date(),
    });
    const own = cookie;
    cookie = await house.signIn(south.tenant);
    const { body } = await ask('get', '/api/rules');
    expect(body.rules.filter(({ house: ours }: { house: boolean }) => !ours)).toEqual([]);
    expect((await ask('post', '/api/rules/in-danger/state', { version: 1, state: 'off' })).status).toBe(404);
    cookie = own;
  });
});
