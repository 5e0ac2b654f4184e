// Rules of a tenant: versions are kept, going live needs the count, history tells what they would have done, the turn advises.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readCel } from '#advise/rule/read-cel.ts';
import { isRevloopError } from '#errors.ts';
import { aLeadHistory, historyEnd, leadSources } from '#kit/a-lead-history.ts';
import { engines, freshDatabase, type TestDatabase } from '#kit/database.ts';
import { silentLog } from '#kit/log.ts';
import { dyingStore } from '#kit/sensing-house.ts';
import { until } from '#kit/until.ts';
import { lookAgain } from '#learn/look-again.ts';
import { openRuleDesk } from '#learn/rule-desk.ts';
import { train } from '#learn/train.ts';
import { turn } from '#loop.ts';
import type { RuleDesk } from '#ports/rule-desk.ts';
import type { BacktestProgress } from '#ports/store-rules.ts';
import type { Work } from '#ports.ts';
import type { NewSignal } from '#sense/signal.ts';

const dayMs = 86_400_000;
// What the database marks as due now must be due for whoever asks a little later.
const now = new Date(Date.now() + 600_000);
const origin = '00000000-0000-4000-8000-000000000001';
const ago = (days: number) => new Date(now.getTime() - days * dayMs);

function record(id: string, days: number, properties: Record<string, string>): NewSignal {
  return {
    ...{ kind: 'crm.record', key: `${id}/${days}`, origin, objectType: 'company', externalId: id },
    occurredAt: ago(days),
    data: { properties, createdAt: ago(300).toISOString(), archived: false },
  };
}

function logins(id: string, from: number, to: number): NewSignal[] {
  return Array.from({ length: from - to + 1 }, (_, nr) => ({
    ...({
      kind: 'product.event',
      key: `${id}/login/${from - nr}`,
      origin,
      objectType: 'company',
      externalId: id,
    } as const),
    occurredAt: ago(from - nr),
    data: { name: 'Logged In', user: 'u1', properties: {} },
  }));
}

describe.each(engines())('rules of a tenant, on $name', (engine) => {
  let database: TestDatabase;
  let tenant = '';
  let desk: RuleDesk;
  const wakes: Work[] = [];
  const time = { now };
  const clock = { now: () => time.now };
  const queue = { wake: async (work: Work) => void wakes.push(work) };
  beforeAll(async () => {
    database = await freshDatabase({ engine, clock });
    tenant = await database.tenant();
    desk = openRuleDesk({ store: database.store, clock });
    await database.store.asTenant(tenant, async (rows) => {
      await rows.signals.keep([
        ...[
          record('lively', 200, { name: 'Lively', lifecyclestage: 'customer' }),
          ...logins('lively', 120, 0),
        ],
        ...[record('quiet', 200, { name: 'Quiet', lifecyclestage: 'customer' }), ...logins('quiet', 120, 25)],
        ...[record('left', 200, { name: 'Left', lifecyclestage: 'customer' }), ...logins('left', 120, 50)],
        ...[record('left', 10, { lifecyclestage: 'other' }), record('unknown', 200, { name: 'No product' })],
      ]);
      const history = { sources: leadSources, records: aLeadHistory(40), now: historyEnd, seed: 1 };
      const body = train({ target: 'lead', ...history });
      await rows.weights.save({ target: 'lead', body, report: body.report, state: 'live' }, now);
    });
  });
  afterAll(() => database.close());

  const ports = () => ({ store: database.store, queue, clock, log: silentLog() });
  const silence = (days: number) => ({
    ...{ title: 'Silent customers', kind: 'company' as const },
    when: readCel(`customer && days_since.event >= ${days}`, 'company'),
    advice: { code: 'reengage_users' as const, alert: true, task: false },
  });
  const advice = async () => {
    await turn(ports(), tenant);
    const open = await database.store.asTenant(tenant, (rows) => rows.advice.list(['open'], 50));
    return open.filter(({ situation }) => situation === 'rule:silence');
  };

  test('a rule that is kept again unchanged stays the same version; a change is a new draft', async () => {
    expect(await desk.save(tenant, 'silence', silence(20), 'mia')).toMatchObject({
      version: 1,
      state: 'draft',
    });
    expect(await desk.save(tenant, 'silence', silence(20), 'tom')).toMatchObject({
      version: 1,
      madeBy: 'mia',
    });
    expect(await desk.save(tenant, 'silence', silence(15), 'tom')).toMatchObject({
      version: 2,
      state: 'draft',
    });
  });

  test('history tells who would have been caught and how early, without knowledge of later days', async () => {
    await turn(ports(), tenant);
    const rule = { id: 'silence', ...silence(15) };
    const report = await desk.backtest(tenant, rule, { days: 90, outcome: null, horizonDays: 60 });
    expect(report).toMatchObject({
      outcome: 'churned',
      outcomes: 1,
      alerts: 2,
      recall: 1,
      undecided: 1,
      matchesNow: 1,
    });
    expect(report.caught).toMatchObject([{ name: 'Left', daysEarly: 25 }]);
    expect(report.overlap.map(({ id }) => id)).toContain('house-logins-falling');
  });

  test('while history is read every process knows how far it is, of this tenant only, and forgets it afterwards', async () => {
    const run = randomUUID();
    const told: BacktestProgress[] = [];
    const input = {
      days: 30,
      outcome: null,
      horizonDays: 60,
      run,
      told: (so: BacktestProgress) => told.push(so),
    };
    const [second, other] = [await database.second(), await database.tenant('other')];
    const away = openRuleDesk({ store: second, clock });
    // History cannot be read before somebody has seen how far it is.
    const seen = await database.store.db.transaction().execute(async (trx) => {
      await sql`lock table outcome in access exclusive mode`.execute(trx);
      const report = desk.backtest(tenant, { id: null, ...silence(15) }, input);
      await until(async () => (await away.progress(tenant, run)) !== null, 'progress in another process');
      return {
        ...{ far: await away.progress(tenant, run), report },
        foreign: await away.progress(other, run),
      };
    });
    expect(seen).toMatchObject({ far: { done: 0, total: 4 }, foreign: null });
    expect((await seen.report).subjects).toBe(4);
    expect([told[0], told.at(-1)]).toEqual([
      { done: 0, total: 4 },
      { done: 4, total: 4 },
    ]);
    expect(await away.progress(tenant, run)).toBeNull();
    await second.close();
  });

  test('whom it is about right now is counted, and what is not known is said', async () => {
    const matches = await desk.matches(tenant, silence(15));
    expect(matches).toMatchObject({ subjects: 4, count: 1, sample: [{ name: 'Quiet' }] });
    expect(matches.missing).toContainEqual({ field: 'days_since.event', subjects: 1 });
  });

  test('it goes live only when the count is typed that the preview shows', async () => {
    const live = (typed: number | null) =>
      desk.setState(tenant, 'silence', { version: 2, state: 'live', typed }, 'mia');
    for (const typed of [null, 0, 2])
      await expect(live(typed)).rejects.toSatisfy(
        (error) => isRevloopError(error) && error.code === 'RULE_COUNT_DIFFERS',
      );
    expect(await advice()).toEqual([]);
    expect(await live(1)).toMatchObject({ version: 2, live: 2 });
  });

  test('then the turn advises, with what the rule looked at as its reasons', async () => {
    const [told, ...more] = await advice();
    expect(more).toEqual([]);
    expect(told).toMatchObject({
      ...{
        situation: 'rule:silence',
        code: 'reengage_users',
        alert: true,
        rule: { id: 'silence', version: 2 },
      },
      reasons: [
        { code: 'field', feature: 'customer', value: 'true' },
        { code: 'field', feature: 'days_since.event', value: 25, source: 'product' },
      ],
    });
  });

  test('what it advised then is named by its title in the tests of others, and is not its own rival', async () => {
    const overlap = async (id: string | null) => {
      const input = { days: 90, outcome: null, horizonDays: 60 };
      return (await desk.backtest(tenant, { id, ...silence(15) }, input)).overlap;
    };
    expect(await overlap(null)).toContainEqual(
      expect.objectContaining({ id: 'rule:silence', title: silence(15).title }),
    );
    expect((await overlap('silence')).map(({ id }) => id)).not.toContain('rule:silence');
  });

  test('silence sends no event: once a day whoever a rule could be about is looked at again', async () => {
    expect(await lookAgain(ports(), tenant)).toContain('company');
    expect(await lookAgain(ports(), tenant)).toEqual([]);
    time.now = new Date(now.getTime() + 16 * dayMs);
    expect(await lookAgain(ports(), tenant)).toContain('company');
    expect(await advice()).toHaveLength(2);
  });

  test('advice ends when the rule holds no more, and when the rule is switched off', async () => {
    await database.store.asTenant(tenant, (rows) => rows.signals.keep(logins('quiet', -14, -15)));
    expect(await advice()).toHaveLength(1);
    await desk.setState(tenant, 'silence', { version: 2, state: 'off', typed: null }, 'mia');
    expect(await advice()).toEqual([]);
  });

  test('it is live, or stopped, exactly when the register says so, whenever a process dies', async () => {
    const registered = async () =>
      (
        await database.store.asTenant(tenant, ({ decisions }) =>
          decisions.register({ kind: 'rule', search: '', since: null, until: null, offset: 0, limit: 100 }),
        )
      ).decisions.map(({ who, about, body }) => ({ who, about, body }));
    for (let at = 1; at < 50; at += 1) {
      const dying = openRuleDesk({ store: dyingStore(database.store, at), clock });
      const stopped = await dying
        .setState(tenant, 'silence', { version: 1, state: 'off', typed: null }, `try ${at}`)
        .then(
          () => true,
          () => false,
        );
      const rules = await database.store.asTenant(tenant, (rows) => rows.rules.all());
      const by = rules.find(({ id, version }) => id === 'silence' && version === 1)?.stateBy;
      const news = (await registered()).filter(({ who }) => who === `try ${at}`);
      expect(news).toHaveLength(by === `try ${at}` ? 1 : 0);
      if (stopped) break;
    }
    const [last] = await registered();
    expect(last).toMatchObject({ about: 'silence', body: { version: 1, to: 'off' } });
  });

  test("the house's rules are live until the tenant changes or stops them", async () => {
    const house = await desk.get(tenant, 'house-logins-falling');
    expect(house).toMatchObject({ version: 0, live: 0, house: true });
    const off = await desk.setState(
      tenant,
      'house-logins-falling',
      { version: 0, state: 'off', typed: null },
      'mia',
    );
    expect(off).toMatchObject({ version: 1, state: 'off', live: null });
  });
});
