// Promises of the simulated Salesforce about SOQL: what it answers, and that it refuses what it does not know.
import type { Connection } from 'jsforce';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aSalesforce, failure } from './salesforce-kit.ts';

let sf: Awaited<ReturnType<typeof aSalesforce>>;
let connection: Connection;
const ids: Record<string, string> = {};

beforeAll(async () => {
  let now = Date.parse('2026-11-01T10:00:00Z');
  sf = await aSalesforce({ clock: () => new Date(now) });
  connection = await sf.connect();
  const account = sf.org.create('Account', {
    Name: 'Initech',
    Industry: 'Technology',
    Website: 'initech.example',
  });
  ids['account'] = account;
  const make = (name: string, values: Readonly<Record<string, string | number | boolean | null>>) => {
    now += 60_000;
    ids[name] = sf.org.create('Contact', { LastName: name, ...values });
  };
  make('Alpha', { AccountId: account, Email: 'Alpha@Initech.example', Title: 'CEO', DoNotCall: true });
  make('Beta', { AccountId: account, Email: 'beta@initech.example', Description: "it's long" });
  make('Gamma', { Email: 'gamma@other.example', Title: "Chief O'Brien 100%_x" });
  make('Delta', { Title: 'ceo' });
});
afterAll(() => sf.close());

const found = async (where: string) => {
  const { records } = await connection.query(`SELECT LastName FROM Contact WHERE ${where} ORDER BY LastName`);
  return records.map((record) => String(record['LastName']));
};
const refusal = (soql: string) => failure(connection.query(soql));

describe('conditions', () => {
  test('compare texts without case, ids of either length, and count empty as not equal', async () => {
    expect(await found("Title = 'CEO'")).toEqual(['Alpha', 'Delta']);
    expect(await found("Title != 'CEO'")).toEqual(['Beta', 'Gamma']);
    expect(await found("Email IN ('BETA@initech.example', 'none@x.example')")).toEqual(['Beta']);
    expect(await found("Email NOT IN ('beta@initech.example')")).toEqual(['Alpha', 'Delta', 'Gamma']);
    expect(await found('Email = null')).toEqual(['Delta']);
    expect(await found(`AccountId = '${ids['account']?.slice(0, 15)}'`)).toEqual(['Alpha', 'Beta']);
    expect(await found(`Id IN ('${ids['Beta']}', '${ids['Gamma']}')`)).toEqual(['Beta', 'Gamma']);
    expect(await found('DoNotCall = TRUE')).toEqual(['Alpha']);
    expect(await found("Account.Name = 'initech' AND (Title = null OR NOT (DoNotCall = false))")).toEqual([
      'Alpha',
      'Beta',
    ]);
  });

  test('take patterns and escapes literally where they are escaped', async () => {
    expect(await found("Email LIKE '%@INITECH.example'")).toEqual(['Alpha', 'Beta']);
    expect(await found("LastName LIKE '_eta'")).toEqual(['Beta']);
    expect(await found("Title = 'Chief O\\'Brien 100%_x'")).toEqual(['Gamma']);
    expect(await found("Title LIKE '%100\\%\\_x'")).toEqual(['Gamma']);
    expect(await found("Title LIKE '%200\\%\\_x'")).toEqual([]);
  });

  test('compare times as points in time', async () => {
    const from = '2026-11-01T10:02:00Z';
    expect(await found(`SystemModstamp >= ${from} AND SystemModstamp < 2026-11-01T10:03:00.000Z`)).toEqual([
      'Beta',
    ]);
    expect(await found('CreatedDate > 2026-11-01T12:02:00%2B02:00'.replace('%2B', '+'))).toEqual([
      'Delta',
      'Gamma',
    ]);
  });
});

describe('answers', () => {
  test('nest parents, name the owner as what it may be, and are null where there is none', async () => {
    const { records } = await connection.query(
      "SELECT Id, Account.Name, Account.Owner.Name, Owner.Name FROM Contact WHERE LastName IN ('Alpha', 'Gamma') ORDER BY LastName",
    );
    expect(records[0]).toEqual({
      attributes: { type: 'Contact', url: `/services/data/v67.0/sobjects/Contact/${ids['Alpha']}` },
      Id: ids['Alpha'],
      Account: {
        attributes: { type: 'Account', url: `/services/data/v67.0/sobjects/Account/${ids['account']}` },
        Name: 'Initech',
        Owner: expect.objectContaining({ Name: 'Ada Admin' }),
      },
      Owner: expect.objectContaining({ attributes: expect.objectContaining({ type: 'Name' }) }),
    });
    expect(records[1]?.['Account']).toBeNull();
  });

  test('are sorted with empty ones first unless told otherwise, limited and counted', async () => {
    const names = async (rest: string) =>
      (await connection.query(`SELECT LastName FROM Contact ${rest}`)).records.map(
        (record) => record['LastName'],
      );
    expect(await names('ORDER BY Email LIMIT 2')).toEqual(['Delta', 'Alpha']);
    expect(await names('ORDER BY Email DESC NULLS LAST, LastName LIMIT 2 OFFSET 1')).toEqual([
      'Beta',
      'Alpha',
    ]);
    expect(await names('ORDER BY SystemModstamp, Id')).toEqual(['Alpha', 'Beta', 'Gamma', 'Delta']);
    expect((await connection.query('SELECT COUNT() FROM Contact')).totalSize).toBe(4);
    const groups = await connection.query('SELECT AccountId, COUNT(Id) n FROM Contact GROUP BY AccountId');
    expect(groups.records.map((record) => record['n']).sort()).toEqual([2, 2]);
  });

  test('come in pages whose locators belong to one query, and deleted ones only when asked for', async () => {
    for (let n = 0; n < 450; n += 1) sf.org.create('Case', { Subject: `Case ${n}` });
    const headers = { 'Sforce-Query-Options': 'batchSize=200' };
    const first = await connection.query('SELECT Id FROM Case', { headers });
    expect([first.totalSize, first.done, first.records.length]).toEqual([450, false, 200]);
    const second = await connection.queryMore(first.nextRecordsUrl ?? '');
    const third = await connection.queryMore(second.nextRecordsUrl ?? '');
    expect([second.records.length, third.records.length, third.done]).toEqual([200, 50, true]);
    expect(await failure(connection.queryMore('/services/data/v67.0/query/0r8nothing-200'))).toMatchObject({
      code: 'INVALID_QUERY_LOCATOR',
    });
    const gone = String(first.records[0]?.Id);
    sf.org.remove('Case', gone);
    expect((await connection.query(`SELECT Id FROM Case WHERE Id = '${gone}'`)).totalSize).toBe(0);
    const all = await connection.query(`SELECT Id, IsDeleted FROM Case WHERE Id = '${gone}'`, {
      scanAll: true,
    });
    expect(all.records).toMatchObject([{ IsDeleted: true }]);
  });
});

describe('what it does not know or allow', () => {
  test('is refused with the code and the place', async () => {
    expect(await refusal('SELECT Id FROM Nothing')).toMatchObject({ code: 'INVALID_TYPE' });
    const { code, message } = await refusal('SELECT Id, Nothing FROM Contact');
    expect([code, message]).toEqual(['INVALID_FIELD', expect.stringContaining('ERROR at Row:1:Column:12')]);
    for (const soql of [
      'SELECT FROM Contact',
      'SELECT Id Contact',
      "SELECT Id FROM Contact WHERE LastName = 'a' AND Title = 'b' OR Title = 'c'",
      "SELECT Id FROM Contact WHERE LastName = 'a' HAVING x",
      'SELECT Id FROM Contact WHERE Id IN (SELECT ContactId FROM Case)',
      "SELECT Id FROM Contact WHERE LastName = 'a\\q'",
      'SELECT FIELDS(ALL) FROM Contact LIMIT 200',
      '',
    ]) {
      expect({ soql, ...(await refusal(soql)) }).toMatchObject({ soql, code: 'MALFORMED_QUERY' });
    }
  });

  test('includes filters of the wrong kind, on long texts, and on ids that are none', async () => {
    const where = (condition: string) => refusal(`SELECT Id FROM Contact WHERE ${condition}`);
    expect(await where("Description = 'x'")).toMatchObject({ code: 'INVALID_FIELD' });
    expect(await where("SystemModstamp > '2026-11-01T10:00:00Z'")).toMatchObject({ code: 'INVALID_FIELD' });
    expect(await where('SystemModstamp > 2026-11-01')).toMatchObject({ code: 'INVALID_FIELD' });
    expect(await where('LastName = 5')).toMatchObject({ code: 'INVALID_FIELD' });
    expect(await where("AccountId = 'abc'")).toMatchObject({ code: 'INVALID_QUERY_FILTER_OPERATOR' });
    expect(await where("Id LIKE '003%'")).toMatchObject({ code: 'INVALID_QUERY_FILTER_OPERATOR' });
    expect(await refusal('SELECT Id FROM Contact ORDER BY Description')).toMatchObject({
      code: 'INVALID_FIELD',
    });
    expect(await refusal('SELECT Id FROM Contact OFFSET 2001')).toMatchObject({
      code: 'NUMBER_OUTSIDE_VALID_RANGE',
    });
  });

  test('includes addresses beyond 16,384 bytes and retired versions', async () => {
    expect(await refusal(`SELECT Id FROM Contact WHERE LastName = '${'x'.repeat(16_400)}'`)).toMatchObject({
      code: 'URI_TOO_LONG',
    });
    const old = await fetch(`${sf.server.url}/services/data/v30.0/sobjects`, {
      headers: { authorization: `Bearer ${connection.accessToken}` },
    });
    expect(old.status).toBe(410);
  });
});
