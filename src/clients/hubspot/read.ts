// Reads HubSpot records by id, a hundred a request, and finds those that were merged into others.
import { z } from 'zod';
import type { Crm } from '#ports/crm.ts';
import type { CrmRecord } from '#sense/record.ts';
import type { ObjectType } from '#sense/signal.ts';
import { hubspotObjects, paths } from './paths.ts';
import { askedProperties, type HubspotRecord, hubspotRecord, toRecord } from './record.ts';
import type { Request } from './request.ts';
import { faults, refuseFaults, understood } from './understood.ts';

export const batchSize = 100;
/** Each id that was not found costs a request to learn whether it was merged; of more than these it is not asked. */
const mergeLookups = 20;

const batchAnswer = z.looseObject({ results: z.array(hubspotRecord), errors: faults });

export function reader(request: Request): Crm['read'] {
  return async (type, ids, properties) => {
    const asked = [...new Set(ids)];
    const found = new Map<string, CrmRecord>();
    for (const chunk of chunks(asked, batchSize)) {
      for (const raw of await readBatch(request, type, chunk, properties)) {
        found.set(raw.id, toRecord(type, raw, properties));
      }
    }
    const known = () => new Set([...found.values()].flatMap((one) => [one.id, ...(one.mergedIds ?? [])]));
    const lost = asked.filter((id) => !known().has(id));
    for (const id of lost.slice(0, mergeLookups)) {
      const winner = await readMerged(request, type, id, properties);
      if (winner !== null) found.set(winner.id, withMerged(found.get(winner.id) ?? winner, id));
    }
    const names = known();
    return { records: [...found.values()], missing: asked.filter((id) => !names.has(id)) };
  };
}

/** The records of at most 100 ids; ids that HubSpot does not have are simply absent. */
export async function readBatch(
  request: Request,
  type: ObjectType,
  ids: readonly string[],
  properties: readonly string[],
): Promise<HubspotRecord[]> {
  if (ids.length === 0) return [];
  const reply = await request({
    method: 'POST',
    path: paths.batch(type, 'read'),
    body: {
      inputs: ids.map((id) => ({ id })),
      properties: askedProperties(type, properties),
      propertiesWithHistory: [],
    },
    scope: hubspotObjects[type].readScope,
  });
  const { results, errors } = understood(batchAnswer, reply);
  refuseFaults(errors);
  return results;
}

// A merged record's old id is answered with the record it was merged into.
async function readMerged(
  request: Request,
  type: ObjectType,
  id: string,
  properties: readonly string[],
): Promise<CrmRecord | null> {
  const reply = await request({
    method: 'GET',
    path: paths.object(type, id),
    query: { properties: askedProperties(type, []).join(',') },
    scope: hubspotObjects[type].readScope,
    takes: [400, 404],
  });
  const raw = hubspotRecord.safeParse(reply.body);
  if (reply.status >= 400 || !raw.success || raw.data.id === id) return null;
  const [winner] = await readBatch(request, type, [raw.data.id], properties);
  return winner === undefined ? null : withMerged(toRecord(type, winner, properties), id);
}

function withMerged(record: CrmRecord, id: string): CrmRecord {
  return { ...record, mergedIds: [...new Set([...(record.mergedIds ?? []), id])] };
}

export function chunks<T>(list: readonly T[], size: number): T[][] {
  const made: T[][] = [];
  for (let at = 0; at < list.length; at += size) made.push(list.slice(at, at + size));
  return made;
}
