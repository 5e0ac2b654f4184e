// The command `revloop backtest`, as an operator types it: a rule of the house, a file, an expression; and what is wrong with them.
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aGraph, aTask, rule, say } from '#kit/a-graph.ts';
import { freshDatabase, type TestDatabase, testKeys } from '#kit/database.ts';
import { urlOf } from '#kit/running-world.ts';
import { toldTenant } from '#kit/told-tenant.ts';
import { backtestReport, journeyBacktest } from '#learn/backtest/report.ts';

let database: TestDatabase;
const folder = mkdtempSync(path.join(tmpdir(), 'revloop-rule-'));
const inFolder = (name: string, text: string) => {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
};
beforeAll(async () => {
  database = await freshDatabase();
  await toldTenant(database.store, { name: 'north', portalId: '111', people: 4, now: new Date() });
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await database.close();
});

function revloop(...args: string[]): Promise<{ code: number | string | null; said: string }> {
  const script = path.resolve(import.meta.dirname, '..', '..', 'scripts', 'revloop.js');
  const env = {
    ...{ HOME: '/tmp', LANG: 'en_US.UTF-8', REVLOOP_DATA_DIR: folder },
    ...{ DATABASE_URL: urlOf(database), REVLOOP_ENCRYPTION_KEYS: testKeys },
  };
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...args], { env }, (error, said) =>
      resolve({ code: error === null ? 0 : (error.code ?? null), said }),
    );
  });
}

describe('revloop backtest', () => {
  test('tells of a rule of the house what it would have said, in words', async () => {
    const { code, said } = await revloop('backtest', '--tenant', 'north', '--rule', 'house-tickets-rising');
    expect(code).toBe(0);
    expect(said).toContain('5 subjects');
    expect(said).toMatch(/Outcome “churned”: 0, of them 0 alerted within 60 days before/);
    expect(said).toContain('Together with Logins are falling (house-logins-falling)');
  });

  test('takes a rule, a tree or an expression from a file, and prints the whole report as JSON', async () => {
    const rule = {
      ...{ title: 'In danger', kind: 'company', advice: { code: 'review_health' } },
      when: { combinator: 'and', rules: [{ field: 'score', operator: '<', value: 40 }] },
    };
    const files = [
      inFolder('rule.json', JSON.stringify(rule)),
      inFolder('tree.json', JSON.stringify(rule.when)),
      inFolder('rule.cel', 'score < 40'),
    ];
    for (const file of files) {
      const { code, said } = await revloop('backtest', '--rule', file, '--days', '30', '--json');
      expect(code, said).toBe(0);
      expect(backtestReport.parse(JSON.parse(said))).toMatchObject({ subjects: 5, matchesNow: 1, alerts: 1 });
    }
  });

  test.each([
    ['wrong.cel', 'score <', 'line 1, column 8'],
    [
      'wrong.json',
      '{"combinator":"and","rules":[{"field":"score","operator":"contains","value":"a"}]}',
      'rules.0.operator',
    ],
    ['none.json', '{', 'is not JSON'],
  ])('says what is wrong with %s', async (name, text, says) => {
    const { code, said } = await revloop('backtest', '--rule', inFolder(name, text));
    expect(code).toBe(1);
    expect(said).toContain(says);
  });

  test('tells of a template that is not installed, and of a journey by its name, what it would ask of people', async () => {
    const template = await revloop('backtest', '--journey', 'software-falling-use', '--days', '30');
    expect(template.code, template.said).toBe(0);
    expect(template.said).toContain('Held out: 0; still on the way: 0; ended: -');
    const [tenant] = await database.store.doors.tenants();
    const graph = aGraph({ call: aTask('end'), end: { kind: 'exit' } }, { enter: rule('score', '<', 40) });
    await database.store.asTenant(tenant?.id ?? '', async (rows) => {
      const [id, now] = [randomUUID(), new Date()];
      const made = { id, name: say('Low scores'), kind: 'company', template: null } as const;
      await rows.journeys.make({ ...made, madeAt: now, madeBy: 'test' });
      await rows.journeys.saveVersion(id, { graph }, 'test', now);
    });
    const own = await revloop('backtest', '--journey', 'Low scores', '--days', '30', '--json');
    expect(journeyBacktest.parse(JSON.parse(own.said))).toMatchObject({
      ...{ subjects: 5, matchesNow: 1, alerts: 1, held: 0, onTheWay: 0 },
      ...{ load: [{ kind: 'task', total: 1 }], ends: [{ status: 'exited', count: 1 }] },
    });
    const words = await revloop('backtest', '--journey', 'Low scores', '--days', '7');
    expect(words.said).toContain('Tasks: 1, 1.0 a week (1)');
    expect((await revloop('backtest', '--journey', 'nowhere')).said).toContain(
      'journey or template named nowhere',
    );
    expect((await revloop('backtest')).said).toContain(
      'either the rule by --rule or the journey by --journey',
    );
  });

  test('names what it does not find, and what it does not understand', async () => {
    expect((await revloop('backtest', '--rule', 'nowhere')).said).toContain('file or rule named nowhere');
    expect((await revloop('backtest', '--rule', 'house-tickets-rising', '--days', '0')).said).toContain(
      '--days is',
    );
  });
});
