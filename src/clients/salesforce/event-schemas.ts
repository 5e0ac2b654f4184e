// Schemas of change events by their id, each asked for once; a new field of an object brings a new id.
import { type AvroType, avroType } from './avro.ts';
import type { Caller, PubsubApi } from './pubsub-api.ts';

export type EventSchemas = {
  /** Errors: those of the call; TypeError where the answer is no schema. */
  get(caller: Caller, id: string): Promise<AvroType>;
};

const mostKept = 2_000;

/** Ids are hashes of the schemas, but whoever may read one org's may not read another's. */
export function openEventSchemas(api: Pick<PubsubApi, 'schema'>): EventSchemas {
  const known = new Map<string, Promise<AvroType>>();
  return {
    get(caller, id) {
      const key = `${caller.org} ${id}`;
      const before = known.get(key);
      if (before !== undefined) return before;
      const asked = api.schema(caller, id).then(avroType);
      known.set(key, asked);
      // A failure is not remembered, and the oldest give way.
      asked.catch(() => known.delete(key));
      for (const oldest of known.keys()) {
        if (known.size <= mostKept) break;
        known.delete(oldest);
      }
      return asked;
    },
  };
}
