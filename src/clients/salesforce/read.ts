// Reads records of an org by id, two hundred a request, and finds those that were merged into others.
import { z } from 'zod';
import type { Crm } from '#ports/crm.ts';
import type { CrmRecord } from '#sense/record.ts';
import type { ObjectType } from '#sense/signal.ts';
import type { Described, Describes } from './describe.ts';
import { withFields } from './fields.ts';
import { isIdOf, paths, salesforceObjects } from './objects.ts';
import { allRowsOf, type Row } from './query.ts';
import { columnsOf, idOf, textAt, toRecord } from './record.ts';
import type { Request } from './request.ts';
import { toId18 } from './salesforce-id.ts';
import { chunks, oneOf } from './soql.ts';
import { understood } from './understood.ts';

/** Salesforce's limit for collections. */
export const batchSize = 200;
const idsAQuestion = 300;
/** A winner can be merged itself; a longer chain than this is not followed. */
const longestChain = 10;

const retrieved = z.array(z.record(z.string(), z.unknown()).nullable());

type Reading = {
  readonly request: Request;
  readonly type: ObjectType;
  readonly described: Described;
  readonly properties: readonly string[];
};

export function reader(request: Request, describes: Describes): Crm['read'] {
  return (type, ids, properties) =>
    withFields(describes, type, async (described) => {
      const reading: Reading = { request, type, described, properties };
      const asked = [...new Set(ids)];
      // One id of another object would have the whole request refused.
      const sound = asked.filter((id) => isIdOf(type, id));
      const found = new Map<string, CrmRecord>();
      for (const record of await readRecords(reading, sound)) found.set(record.id, record);
      const lost = sound.filter((id) => !found.has(toId18(id)));
      const winners = await winnersOf(reading, lost);
      const unread = [...new Set(winners.values())].filter((id) => !found.has(id));
      for (const record of await readRecords(reading, unread)) found.set(record.id, record);
      for (const [loser, winner] of winners) {
        const record = found.get(winner);
        if (record !== undefined) found.set(winner, withMerged(record, loser));
      }
      const known = new Set([...found.values()].flatMap(({ id, mergedIds }) => [id, ...(mergedIds ?? [])]));
      return { records: [...found.values()], missing: asked.filter((id) => !known.has(toId18(id))) };
    });
}

/** Ids that are not there, or that the user does not see, are simply absent. */
async function readRecords(
  { request, type, described, properties }: Reading,
  ids: readonly string[],
): Promise<CrmRecord[]> {
  const { names } = columnsOf(type, described, properties);
  const found: CrmRecord[] = [];
  for (const some of chunks(ids, batchSize)) {
    const reply = await request({
      method: 'POST',
      path: paths.retrieve(described.name),
      body: { ids: some, fields: names },
      purpose: 'read',
      object: described.name,
    });
    for (const row of understood(retrieved, reply)) {
      if (row !== null) found.push(toRecord(type, described, row, properties));
    }
  }
  return found;
}

/** For each id that was merged away, the record that it lives on in: the recycle bin tells. */
async function winnersOf(
  { request, type, described }: Reading,
  lost: readonly string[],
): Promise<Map<string, string>> {
  const masters = new Map<string, string>();
  if (!salesforceObjects[type].merges) return masters;
  let asked = lost.map(toId18);
  for (let round = 0; asked.length > 0 && round < longestChain; round += 1) {
    const rows = await binned(request, described, asked);
    const next: string[] = [];
    for (const row of rows) {
      const master = textAt(row, 'MasterRecordId');
      if (master === null) continue;
      masters.set(idOf(row), master);
      if (!masters.has(master)) next.push(master);
    }
    asked = [...new Set(next)];
  }
  const ends = lost.map((id) => [toId18(id), endOf(masters, toId18(id))] as const);
  return new Map(ends.flatMap(([id, end]) => (end === null ? [] : [[id, end] as const])));
}

async function binned(request: Request, { name }: Described, ids: readonly string[]): Promise<Row[]> {
  const questions = chunks(ids, idsAQuestion).map((some) => ({
    soql: `SELECT Id, IsDeleted, MasterRecordId FROM ${name} WHERE ${oneOf('Id', some)}`,
    deleted: true,
    purpose: 'read' as const,
    object: name,
  }));
  return (await allRowsOf(request, questions)).flat();
}

function endOf(masters: ReadonlyMap<string, string>, id: string): string | null {
  let end = masters.get(id) ?? null;
  for (let steps = 0; end !== null && masters.has(end) && steps < longestChain; steps += 1) {
    end = masters.get(end) ?? null;
  }
  return end;
}

function withMerged(record: CrmRecord, id: string): CrmRecord {
  return { ...record, mergedIds: [...new Set([...(record.mergedIds ?? []), id])] };
}
