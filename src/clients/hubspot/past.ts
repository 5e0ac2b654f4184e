// Reads what records of HubSpot were before, by the history that it keeps of every property.
import { z } from 'zod';
import type { Crm } from '#ports/crm.ts';
import type { PastState } from '#sense/record.ts';
import { hubspotObjects, paths } from './paths.ts';
import { chunks } from './read.ts';
import { hubspotRecord } from './record.ts';
import type { Request } from './request.ts';
import { faults, refuseFaults, understood } from './understood.ts';

/** With history HubSpot lets a request read so many records. */
export const pastBatch = 50;

const entry = z.looseObject({ value: z.string().nullish(), timestamp: z.coerce.date() });
const pastRecord = hubspotRecord.extend({
  propertiesWithHistory: z.record(z.string(), z.array(entry)).default({}),
});
const batchAnswer = z.looseObject({ results: z.array(pastRecord), errors: faults });

/**
 * HubSpot keeps the newest versions of a value only (20, of contacts 45): what was before the oldest of them is not told,
 * and is not known.
 */
export function pastReader(request: Request): Crm['past'] {
  return async (type, records, properties) => {
    const found = new Map<string, readonly PastState[]>();
    for (const chunk of chunks(records, pastBatch)) {
      const reply = await request({
        method: 'POST',
        path: paths.batch(type, 'read'),
        body: {
          inputs: chunk.map(({ id }) => ({ id })),
          properties: [],
          propertiesWithHistory: properties,
        },
        scope: hubspotObjects[type].readScope,
      });
      const { results, errors } = understood(batchAnswer, reply);
      refuseFaults(errors);
      for (const { id, propertiesWithHistory } of results) found.set(id, statesOf(propertiesWithHistory));
    }
    return found;
  };
}

type Histories = z.infer<typeof pastRecord>['propertiesWithHistory'];

function statesOf(histories: Histories): PastState[] {
  const states = new Map<number, Record<string, string | null>>();
  // Newest first: of two at the same moment the newer one counts.
  for (const [name, entries] of Object.entries(histories))
    for (const { value, timestamp } of entries.toReversed()) {
      const at = timestamp.getTime();
      const state = states.get(at) ?? {};
      state[name] = value || null;
      states.set(at, state);
    }
  return [...states]
    .sort(([one], [other]) => one - other)
    .map(([at, properties]) => ({ at: new Date(at), properties }));
}
