// Promises of the simulated Salesforce about Bulk API 2.0: jobs that run by themselves, pages of CSV, rows told one by one.
import type { Connection } from 'jsforce';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { aSalesforce, failure } from './salesforce-kit.ts';

let sf: Awaited<ReturnType<typeof aSalesforce>>;
let connection: Connection;
let now: Date;
beforeEach(async () => {
  now = new Date('2026-11-22T10:00:00Z');
  sf = await aSalesforce({ wall: () => now, chaos: { bulkJobMs: 0, sessionSeconds: 30 * 86_400 } });
  connection = await sf.connect();
});
afterEach(() => sf.close());

const job = z.looseObject({
  id: z.string(),
  state: z.string(),
  numberRecordsProcessed: z.number(),
  errorMessage: z.string().optional(),
});
const ask = async (query: string) =>
  job.parse(await connection.requestPost('/jobs/query', { operation: 'query', query }));
const look = async (id: string) => job.parse(await connection.requestGet(`/jobs/query/${id}`));
const page = async (id: string, rest: string) => {
  const answer = await fetch(`${sf.server.url}/services/data/v67.0/jobs/query/${id}/results?${rest}`, {
    headers: { authorization: `Bearer ${connection.accessToken}` },
  });
  return { status: answer.status, text: await answer.text(), next: answer.headers.get('sforce-locator') };
};
const lead = (values: Readonly<Record<string, string | number | boolean | null>> = {}) =>
  sf.org.create('Lead', { LastName: 'Doe', Company: 'Initech', ...values });

describe('a query job', () => {
  test('passes through its states and can be read only at its end, page by page', async () => {
    for (let n = 0; n < 5; n += 1) lead({ AnnualRevenue: 1_000 + n, Title: 'Head of "it",\nBerlin' });
    sf.chaos.set({ bulkJobMs: 3_000 });
    const { id, state } = await ask(
      'SELECT Id, Title, AnnualRevenue, Email, DoNotCall, CreatedDate, Owner.Name FROM Lead',
    );
    expect(state).toBe('UploadComplete');
    now = new Date(now.getTime() + 1_500);
    expect((await look(id)).state).toBe('InProgress');
    expect((await page(id, '')).status).toBe(400);
    now = new Date(now.getTime() + 1_500);
    expect(await look(id)).toMatchObject({ state: 'JobComplete', numberRecordsProcessed: 5 });
    const first = await page(id, 'maxRecords=3');
    expect(first.text.split('\n')[0]).toBe(
      '"Id","Title","AnnualRevenue","Email","DoNotCall","CreatedDate","Owner.Name"',
    );
    expect(first.text).toContain(
      '"Head of ""it"",\nBerlin","1000.0","","false","2026-11-22T10:00:00.000Z","Ada Admin"',
    );
    const second = await page(id, `maxRecords=3&locator=${first.next}`);
    expect(second.next).toBe('null');
    expect(second.text.match(/"00Q/g)).toHaveLength(2);
    now = new Date(now.getTime() + 7 * 86_400_000);
    expect((await page(id, '')).status).toBe(404);
  });

  test('is read by the real client as a stream', async () => {
    for (let n = 0; n < 25; n += 1) lead();
    connection.bulk2.pollInterval = 5;
    const stream = await connection.bulk2.query('SELECT Id, IsConverted FROM Lead');
    const records = await stream.toArray();
    expect(records).toHaveLength(25);
  });

  test('refuses what bulk cannot do: aggregates and offsets at once, compound fields in the job', async () => {
    expect(await failure(ask('SELECT COUNT(Id) FROM Lead'))).toMatchObject({ code: 'API_ERROR' });
    expect(await failure(ask('SELECT Id FROM Lead LIMIT 5 OFFSET 5'))).toMatchObject({ code: 'API_ERROR' });
    expect(await failure(ask('SELECT Nothing FROM Lead'))).toMatchObject({ code: 'INVALID_FIELD' });
    for (const compound of ['Address', 'Name']) {
      const { id } = await ask(`SELECT Id, ${compound} FROM Lead`);
      expect(await look(id)).toMatchObject({
        state: 'Failed',
        errorMessage: expect.stringContaining('compound'),
      });
    }
  });

  test('can fail, get stuck, and be aborted', async () => {
    sf.chaos.set({ bulkJobs: 'fail' });
    expect(await look((await ask('SELECT Id FROM Lead')).id)).toMatchObject({ state: 'Failed' });
    sf.chaos.set({ bulkJobs: 'stuck' });
    const { id } = await ask('SELECT Id FROM Lead');
    now = new Date(now.getTime() + 86_400_000);
    expect((await look(id)).state).toBe('InProgress');
    await connection.requestPatch(`/jobs/query/${id}`, { state: 'Aborted' });
    expect((await look(id)).state).toBe('Aborted');
  });
});

describe('an ingest job', () => {
  test('tells each row apart: written, refused, and #N/A empties a field while an empty cell leaves it', async () => {
    const [one, two] = [lead({ Title: 'CEO', Rating: 'Hot' }), lead({ Title: 'CTO', Rating: 'Hot' })];
    const gone = lead();
    sf.org.remove('Lead', gone);
    connection.bulk2.pollInterval = 5;
    const { successfulResults, failedResults, unprocessedRecords } =
      await connection.bulk2.loadAndWaitForResults({
        ...{ object: 'Lead', operation: 'update' },
        input: `Id,Title,Rating\n${one},#N/A,Warm\n${two},,Cold\n${gone},x,\n`,
      });
    expect(successfulResults.map((row) => row.sf__Id)).toEqual([one, two]);
    expect(failedResults).toMatchObject([
      { sf__Id: gone, sf__Error: 'ENTITY_IS_DELETED:entity is deleted --' },
    ]);
    expect(unprocessedRecords).toEqual([]);
    expect(sf.org.read('Lead', one)?.values['Title']).toBeUndefined();
    expect(sf.org.read('Lead', two)?.values).toMatchObject({ Title: 'CTO', Rating: 'Cold' });
  });

  test('keeps by external id, takes one upload, and only runs when it is closed', async () => {
    const ingest = connection.bulk2.createJob({
      ...{ object: 'Revloop_Feedback__c', operation: 'upsert' },
      externalIdFieldName: 'Client_Key__c',
    });
    await ingest.open();
    await ingest.uploadData('Client_Key__c,Answer__c,Advice__c\nk1,taken,a1\nk1,done,a1\n');
    const again = await fetch(`${sf.server.url}/services/data/v67.0/jobs/ingest/${ingest.id}/batches`, {
      ...{ method: 'PUT', body: 'Client_Key__c\nk2\n' },
      headers: { authorization: `Bearer ${connection.accessToken}`, 'content-type': 'text/csv' },
    });
    expect(await again.json()).toMatchObject([{ errorCode: 'INVALIDJOBSTATE' }]);
    expect((await ingest.check()).state).toBe('Open');
    await ingest.close();
    await ingest.poll(5, 1_000);
    const { successfulResults } = await ingest.getAllResults();
    expect(successfulResults.map((row) => row.sf__Created)).toEqual(['true', 'false']);
    const { records } = await connection.query('SELECT Answer__c FROM Revloop_Feedback__c');
    expect(records).toMatchObject([{ Answer__c: 'done' }]);
  });
});
