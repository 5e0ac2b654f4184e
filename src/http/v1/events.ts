// Product events in Segment's HTTP shape: kept as they came, then answered; workers do the rest.
import { fail } from '#errors.ts';
import type { HttpDeps } from '#http/deps.ts';
import { json, type Reply } from '#http/reply.ts';
import { type HttpRequest, headerOf } from '#http/request.ts';
import type { Route } from '#http/route.ts';
import type { EventSource } from '#ports/event-sources.ts';

// docs: segment.com/docs/connections/sources/catalog/libraries/server/http-api: 32 kB a message, 500 kB a batch.
const limitBytes = 524_288;
// Any site may send events: the write key tells whose they are, no cookie is looked at.
const anySite = { 'access-control-allow-origin': '*' };

/** `POST /v1/track` and its sisters, and `/v1/batch`. Answers `{success: true}` once the bytes are committed. */
export const eventRoutes: readonly Route[] = (
  ['track', 'identify', 'group', 'page', 'screen', 'alias', 'batch'] as const
).map((type) => ({
  method: 'post',
  path: `/v1/${type}`,
  limitBytes,
  handle: (deps, request) => take(deps, request, type),
}));

async function take(deps: HttpDeps, request: HttpRequest, type: string): Promise<Reply> {
  const body = jsonOf(request.body);
  const source = await sourceOf(deps, request, body);
  const kept = {
    source: 'segment',
    origin: source.id,
    headers: { 'x-revloop-type': type },
    body: request.body,
  } as const;
  await deps.store.asTenant(source.tenant, ({ deliveries }) => deliveries.keep(kept));
  deps.metrics.delivery('segment', eventsIn(type, body));
  await deps.queue
    .wake({ kind: 'intake', tenant: source.tenant })
    .catch((error: unknown) =>
      deps.log.warn({ tenant: source.tenant, error: String(error) }, 'intake was not woken'),
    );
  return json({ success: true }, { headers: anySite });
}

/** How many messages came: those of a batch, else one. */
function eventsIn(type: string, body: object): number {
  return type === 'batch' && 'batch' in body && Array.isArray(body.batch) ? body.batch.length : 1;
}

function jsonOf(body: Buffer): object {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (typeof value === 'object' && value !== null) return value;
  } catch (cause) {
    return fail('EVENTS_INVALID', { problem: 'the body is not JSON' }, { cause });
  }
  return fail('EVENTS_INVALID', { problem: 'the body is not a JSON object' });
}

/** By the user name of basic authentication, or by `writeKey` in the body, as SDKs in browsers do. */
async function sourceOf(deps: HttpDeps, request: HttpRequest, body: object): Promise<EventSource> {
  const basic = /^Basic (.+)$/i.exec(headerOf(request, 'authorization'))?.[1];
  const inBody = 'writeKey' in body && typeof body.writeKey === 'string' ? body.writeKey : '';
  const key =
    basic === undefined ? inBody : (Buffer.from(basic, 'base64').toString('utf8').split(':')[0] ?? '');
  const source = key === '' ? null : await deps.eventSources.byWriteKey(key, deps.clock.now());
  return source ?? fail('WRITE_KEY_UNKNOWN');
}
