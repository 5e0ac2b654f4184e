// The command `revloop backtest`, as an operator types it: a rule of the house, a file, an expression; and what is wrong with them.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase, testKeys } from '#kit/database.ts';
import { urlOf } from '#kit/running-world.ts';
import { toldTenant } from '#kit/told-tenant.ts';
import { backtestReport } from '#learn/backtest/report.ts';

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

  test('names what it does not find, and what it does not understand', async () => {
    expect((await revloop('backtest', '--rule', 'nowhere')).said).toContain('file or rule named nowhere');
    expect((await revloop('backtest', '--rule', 'house-tickets-rising', '--days', '0')).said).toContain(
      '--days is',
    );
  });
});
