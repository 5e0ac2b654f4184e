// Finds HubSpot records that changed in a span of time, without ever paging past what search can show.
import type { Crm } from '#ports/crm.ts';
import type { ObjectType } from '#sense/signal.ts';
import { hubspotObjects, paths } from './paths.ts';
import { batchSize, chunks, readBatch } from './read.ts';
import { askedProperties, type HubspotRecord, hubspotRecord, pageOf, toRecord } from './record.ts';
import type { Request } from './request.ts';
import { understood } from './understood.ts';

/** HubSpot's limits for search: 200 results a page, bodies of 3,000 characters. */
const pageSize = 200;
const longestBody = 3_000;

const page = pageOf(hubspotRecord);

/**
 * Walks by id inside the span, so neither 10,000 results (search's end) nor any number of records with the same time
 * of change are in the way. `next` is the last id of a page that is not the last.
 */
export function changeFinder(request: Request): Crm['changed'] {
  return async (type, { since, until, afterId, properties }) => {
    const full = bodyOf(type, { since, until, afterId }, askedProperties(type, properties));
    const fits = JSON.stringify(full).length <= longestBody;
    const reply = await request({
      method: 'POST',
      path: paths.search(type),
      body: fits ? full : bodyOf(type, { since, until, afterId }, ['hs_object_id']),
      bucket: 'search',
      scope: hubspotObjects[type].readScope,
    });
    const { results, paging, total } = understood(page, reply);
    const found = fits ? results : await readAll(request, type, results, properties);
    const next = paging?.next === undefined ? null : (results.at(-1)?.id ?? null);
    return {
      records: found.map((raw) => toRecord(type, raw, properties)),
      next,
      ...(total === undefined ? {} : { total }),
    };
  };
}

type Span = { readonly since: Date; readonly until: Date; readonly afterId: string | null };

function bodyOf(type: ObjectType, { since, until, afterId }: Span, properties: readonly string[]) {
  const propertyName = hubspotObjects[type].modified;
  const filters = [
    { propertyName, operator: 'GTE', value: String(since.getTime()) },
    { propertyName, operator: 'LTE', value: String(until.getTime()) },
    ...(afterId === null ? [] : [{ propertyName: 'hs_object_id', operator: 'GT', value: afterId }]),
  ];
  const sorts = [{ propertyName: 'hs_object_id', direction: 'ASCENDING' }];
  return { filterGroups: [{ filters }], sorts, properties, limit: pageSize };
}

async function readAll(
  request: Request,
  type: ObjectType,
  found: readonly HubspotRecord[],
  properties: readonly string[],
): Promise<HubspotRecord[]> {
  const read = new Map<string, HubspotRecord>();
  for (const chunk of chunks(found, batchSize)) {
    const ids = chunk.map((one) => one.id);
    for (const raw of await readBatch(request, type, ids, properties)) read.set(raw.id, raw);
  }
  return found.flatMap((one) => read.get(one.id) ?? []);
}
