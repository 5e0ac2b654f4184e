// Product events in Segment's HTTP shape: kept as they came, then answered; workers do the rest.
import { fail } from '#errors.ts';
import type { HttpDeps } from '#http/deps.ts';
import { json, type Reply } from '#http/reply.ts';
import { type HttpRequest, headerOf } from '#http/request.ts';
import type { Route } from '#http/route.ts';
import type { Sender } from '#ports/event-sources.ts';
import { mostMessages } from '#webhooks/segment/message.ts';
import { keepEvents } from './keep-events.ts';

// docs: segment.com/docs/connections/sources/catalog/libraries/server/http-api: 32 kB a message, 500 kB a batch.
const limitBytes = 524_288;
const types = ['track', 'identify', 'group', 'page', 'screen', 'alias', 'batch'] as const;
// Any site may send events: the write key tells whose they are, no cookie is looked at.
const anySite = { 'access-control-allow-origin': '*' };
const preflight = {
  ...anySite,
  'access-control-allow-methods': 'POST',
  'access-control-allow-headers': 'authorization, content-type',
  'access-control-max-age': '86400',
};

/** `POST /v1/track` and its sisters, and `/v1/batch`. Answers `{success: true}` once the bytes are committed. */
export const eventRoutes: readonly Route[] = types.flatMap((type): Route[] => [
  { method: 'post', path: `/v1/${type}`, limitBytes, handle: (deps, request) => take(deps, request, type) },
  // A browser asks first whether it may send JSON or a header from another site.
  { method: 'options', path: `/v1/${type}`, handle: async () => json({}, { headers: preflight }) },
]);

async function take(deps: HttpDeps, request: HttpRequest, type: string): Promise<Reply> {
  const body = jsonOf(request.body);
  const source = await sourceOf(deps, request, body);
  if (type === 'batch') checkBatch(body);
  await keepEvents(deps, source, type, body);
  deps.metrics.delivery('segment', eventsIn(type, body));
  return json({ success: true }, { headers: anySite });
}

/** How many messages came: those of a batch, else one. */
function eventsIn(type: string, { batch }: Body): number {
  return type === 'batch' && Array.isArray(batch) ? batch.length : 1;
}

/** Told to the sender: nobody looks for a batch among those that were put aside. */
function checkBatch({ batch }: Body): void {
  if (!Array.isArray(batch))
    fail('EVENTS_INVALID', { problem: 'a batch is an object with a list named batch' });
  else if (batch.length > mostMessages)
    fail('EVENTS_INVALID', { problem: `a batch has at most ${mostMessages} messages` });
}

type Body = Readonly<Record<string, unknown>>;

function jsonOf(body: Buffer): Body {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch (cause) {
    return fail('EVENTS_INVALID', { problem: 'the body is not JSON' }, { cause });
  }
  return fail('EVENTS_INVALID', { problem: 'the body is not a JSON object' });
}

/** By the user name of basic authentication, or by `writeKey` in the body, as SDKs in browsers do. */
async function sourceOf(deps: HttpDeps, request: HttpRequest, body: Body): Promise<Sender> {
  const basic = /^Basic (.+)$/i.exec(headerOf(request, 'authorization'))?.[1];
  const inBody = typeof body['writeKey'] === 'string' ? body['writeKey'] : '';
  const key =
    basic === undefined ? inBody : (Buffer.from(basic, 'base64').toString('utf8').split(':')[0] ?? '');
  const source = key === '' ? null : await deps.eventSources.byWriteKey(key, deps.clock.now());
  return source ?? fail('WRITE_KEY_UNKNOWN');
}
