// A history of events from a CSV: every row has a fate, whatever people export, and nothing counts twice.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { columnsOf } from '#commands/events/columns.ts';
import { importEvents } from '#commands/events/import-events.ts';
import { toldTime } from '#commands/events/told-time.ts';
import { collecting } from '#kit/collecting.ts';
import { freshDatabase, type TestDatabase } from '#kit/database.ts';
import { openEventSources } from '#store/event-sources.ts';

const now = new Date('2026-11-01T00:00:00Z');

describe('a CSV of events', () => {
  let database: TestDatabase;
  const folder = mkdtempSync(path.join(tmpdir(), 'revloop-import-'));
  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(async () => {
    await database.close();
    rmSync(folder, { recursive: true });
  });

  async function aSource(level: 'none' | 'counted' | 'person' = 'counted') {
    const tenant = await database.tenant();
    await collecting(database.store, tenant, level, ['plan']);
    const { source } = await openEventSources(database.store.db).add(tenant, 'history', now);
    const refused: (readonly [number, string])[] = [];
    const events = async () => {
      const { rows } = await database.store.pool.query<{ name: string; n: number }>(
        'select name, sum(events)::int as n from usage_feature where tenant_id = $1 group by 1 order by 1',
        [tenant],
      );
      return Object.fromEntries(rows.map(({ name, n }) => [name, n]));
    };
    const run = (text: string | Buffer, more: object = {}, told: object = {}) => {
      const file = path.join(folder, `${randomUUID()}.csv`);
      writeFileSync(file, text);
      const asked = { file, source, repeats: false, dry: false, ...more };
      const heard = {
        refused: (line: number, why: string) => void refused.push([line, why]),
        progress: () => undefined,
      };
      return importEvents({ store: database.store, now }, asked, { ...heard, ...told });
    };
    return { tenant, refused, events, run };
  }

  it('accounts for every row, says which lines are refused and why, and keeps the others once', async () => {
    const house = await aSource();
    const text = [
      '\ufeffEvent Name;User ID;Account ID;Date;Plan;Note',
      'Report made;u1;acme;31.01.2026 14:05;pro;"with ; and ""quotes"" and\r\na line"',
      'Report made;u1;acme;31.01.2026 14:05;pro;"with ; and ""quotes"" and\r\na line"',
      'Report made;u2;acme;2026-02-01;pro;',
      '',
      'Exported;u2;acme;02/03/2026;pro;',
      'Exported;u2;acme;yesterday;pro;',
      ';u2;acme;2026-02-01;pro;',
      'Exported;;;2026-02-01;pro;',
      'Exported;u2;acme;2027-02-01;pro;',
      'Exported;u2;acme;2026-02-30;pro;',
      'Exported;u2;acme;1970-01-01;pro;',
      'Exported;u2;acme;2026-02-01;pro;a;b',
      'Exported;u3;;2026-02-01;pro;',
      `Exported;${'u'.repeat(600)};acme;2026-02-01;pro;`,
    ].join('\r\n');
    const account = await house.run(text);
    expect(account).toMatchObject({ rows: 13, kept: 2, twice: 1, letGo: 1, refused: 9 });
    expect(house.refused).toEqual([
      [8, 'order'],
      [9, 'time'],
      [10, 'event'],
      [11, 'who'],
      [12, 'future'],
      [13, 'time'],
      [14, 'old'],
      [15, 'cells'],
      [17, 'size'],
    ]);
    expect(await house.events()).toEqual({ 'Report made': 2 });
    expect(await house.run(text, { order: 'mdy' })).toMatchObject({ kept: 1, twice: 3, refused: 8 });
    expect(await house.events()).toEqual({ Exported: 1, 'Report made': 2 });
  });

  it('goes on where it was stopped, and counts each row once in all', async () => {
    const house = await aSource();
    const rows = Array.from(
      { length: 3500 },
      (_, nr) =>
        `opened ${nr % 3},u${nr % 40},acme,2026-0${1 + (nr % 9)}-05T00:00:${String(nr % 60).padStart(2, '0')}Z,${nr}`,
    );
    rows[2500] = 'opened,u1,acme,never,1';
    const text = ['event,user,company,time,nr', ...rows].join('\n');
    const stop = () => {
      throw new Error('the machine went down');
    };
    await expect(house.run(text, {}, { refused: stop })).rejects.toThrow('went down');
    const before = Object.values(await house.events()).reduce((sum, n) => sum + n, 0);
    expect(before).toBe(2000);
    expect(await house.run(text)).toMatchObject({ rows: 3500, kept: 1499, twice: 2000, refused: 1 });
    const after = Object.values(await house.events()).reduce((sum, n) => sum + n, 0);
    expect(after).toBe(3499);
  });

  it('takes rows that say just the same for as many events where it is told so, again once in all', async () => {
    const house = await aSource();
    const text = 'event\tuser\tcompany\ttime\nlogin\tu1\tacme\t2026-01-05\nlogin\tu1\tacme\t2026-01-05\n';
    expect(await house.run(text, { repeats: true })).toMatchObject({ rows: 2, kept: 2 });
    expect(await house.run(text, { repeats: true })).toMatchObject({ rows: 2, twice: 2 });
    expect(await house.events()).toEqual({ login: 2 });
  });

  it('keeps only what the dial lets in: users under pseudonyms, named properties, and nothing at none', async () => {
    const house = await aSource();
    await house.run('event,user,company,time,plan,salary\nlogin,ada@acme.example,acme,2026-01-05,pro,1\n');
    const { rows } = await database.store.pool.query<{ text: string }>(
      'select data::text as text from signal where tenant_id = $1',
      [house.tenant],
    );
    const all = rows.map(({ text }) => text).join();
    expect(all).toContain('"plan": "pro"');
    expect(all).not.toMatch(/ada|salary/);
    const silent = await aSource('none');
    await expect(silent.run('event,user,company,time\nlogin,u,a,2026-01-05\n')).rejects.toThrow(
      'Nothing is collected',
    );
    expect(await silent.events()).toEqual({});
  });

  it('counts what a company did when no user is named, and nobody with it', async () => {
    const house = await aSource('person');
    await house.run('feature_name,subscription,usage_date\nboards,S-1,2026-01-05\n', {
      map: 'event=feature_name,group=subscription,time=usage_date',
    });
    expect(await house.events()).toEqual({ boards: 1 });
    const { rows } = await database.store.pool.query('select 1 from usage_user where tenant_id = $1', [
      house.tenant,
    ]);
    expect(rows).toEqual([]);
  });

  it('reads GB18030, and keeps nothing in a dry run', async () => {
    const house = await aSource();
    // 事件,用户,公司,时间 / 登录,u1,甲,2026年1月5日
    const text = Buffer.concat([
      Buffer.from('cac2bcfe2cd3c3bba72cb9abcbbe2ccab1bce40a', 'hex'),
      Buffer.from('b5c7c2bc2c75312cbcd72c32303236c4ea31d4c235c8d50a', 'hex'),
    ]);
    expect(await house.run(text, { dry: true })).toMatchObject({ rows: 1, kept: 1 });
    expect(await house.events()).toEqual({});
    expect(await house.run(text)).toMatchObject({ kept: 1 });
    expect(await house.events()).toEqual({ 登录: 1 });
  });
});

describe('times', () => {
  it.each([
    ['2026-03-31T14:05:00Z', '2026-03-31T14:05:00.000Z'],
    ['2026-03-31 14:05:00.5+02:00', '2026-03-31T12:05:00.500Z'],
    ['2026/3/31', '2026-03-31T00:00:00.000Z'],
    ['2026年3月31日 08:00', '2026-03-31T08:00:00.000Z'],
    ['31.03.2026', '2026-03-31T00:00:00.000Z'],
    ['3/31/2026 2:05 PM', '2026-03-31T14:05:00.000Z'],
    ['12/31/2026 12:05 AM', '2026-12-31T00:05:00.000Z'],
    ['1774966000', '2026-03-31T14:06:40.000Z'],
    ['1774966000123', '2026-03-31T14:06:40.123Z'],
  ])('%s is %s', (given, iso) => {
    const told = toldTime(given, undefined);
    expect('at' in told ? told.at.toISOString() : told.problem).toBe(iso);
  });

  it('that could be two are not guessed at, and days that are none are refused', () => {
    expect(toldTime('03/04/2026', undefined)).toEqual({ problem: 'order' });
    expect(toldTime('03/04/2026', 'dmy')).toEqual({ at: new Date('2026-04-03T00:00:00Z') });
    for (const text of ['31.06.2026', '2026-13-01', '2026-01-01 25:00', 'soon', '', '2026'])
      expect(toldTime(text, undefined)).toEqual({ problem: 'time' });
  });
});

it('columns are found by their usual names, and a missing one is asked for with those that are there', () => {
  const headers = ['Event Name', 'distinct_id', 'Company', 'Timestamp', 'plan'];
  expect(columnsOf(headers, undefined, undefined)).toEqual({
    at: { event: 0, user: 1, group: 2, time: 3 },
    properties: [['plan', 4]],
  });
  expect(columnsOf(headers, 'event=plan', undefined).at.event).toBe(4);
  expect(() => columnsOf(['a', 'time'], undefined, undefined)).toThrow('--map event=COLUMN');
  expect(() => columnsOf(headers, 'event=plans', undefined)).toThrow('there is no column "plans"');
  expect(() => columnsOf(headers, 'who=plan', undefined)).toThrow('--map names one of');
});
