// One answer of the stream as a batch to keep: every event as JSON, an undecipherable one with its bytes.
import type { FeedBatch } from '#ports/feed.ts';
import { eventJson, type Json } from './event-json.ts';
import type { EventSchemas } from './event-schemas.ts';
import { type Caller, type FetchResponse, faultOf } from './pubsub-api.ts';

type Event = FetchResponse['events'][number];

/**
 * Positions name the topic, because an id of one topic means nothing in another. Errors: those of asking for a schema,
 * where asking again may help.
 */
export async function feedBatch(
  schemas: EventSchemas,
  caller: Caller,
  topic: string,
  { events, latestReplayId }: FetchResponse,
): Promise<FeedBatch> {
  const entries: Json[] = [];
  for (const one of events) entries.push(await entryOf(schemas, caller, one));
  const place = events.at(-1)?.replayId ?? latestReplayId;
  const schemaIds = [...new Set(events.map(({ event }) => event.schemaId))];
  return {
    body: entries.length === 0 ? null : Buffer.from(JSON.stringify(entries)),
    headers: { topic, schemas: schemaIds.join(' ') },
    events: entries.length,
    position: positionOf(topic, place),
  };
}

async function entryOf(schemas: EventSchemas, caller: Caller, { event, replayId }: Event): Promise<Json> {
  const { schemaId, payload } = event;
  const common = { schema: schemaId, event: { replayId: base64(replayId) } };
  try {
    return { ...common, payload: eventJson(await schemas.get(caller, schemaId), payload) };
  } catch (error) {
    const fault = faultOf(error);
    const forGood =
      fault === null || ['schema.meta.permission', 'schema.validation.failed'].includes(fault.code);
    if (!forGood) throw error;
    const problem = error instanceof Error ? error.message : String(error);
    return { ...common, raw: base64(payload), problem };
  }
}

export function positionOf(topic: string, replayId: Uint8Array): string {
  return `${topic} ${base64(replayId)}`;
}

/** The id in a position of this topic; null when it is one of another topic. */
export function replayIdIn(topic: string, position: string): Buffer | null {
  const [of, id] = position.split(' ');
  return of === topic && id !== undefined && id !== '' ? Buffer.from(id, 'base64') : null;
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
