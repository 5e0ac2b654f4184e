// A request that HubSpot signed: which portal and which person it is about, as far as the signature proves it.
import type { z } from 'zod';
import { fail } from '#errors.ts';
import type { HttpDeps } from '#http/deps.ts';
import { type HttpRequest, headerOf } from '#http/request.ts';
import { parsed } from '#http/route.ts';

/** The query of a request with a fresh signature over the public address. Errors: REQUEST_UNSIGNED, INPUT_INVALID. */
export function signedQuery<S extends z.ZodType>(
  { verifyHubspot, config }: Pick<HttpDeps, 'verifyHubspot' | 'config'>,
  request: HttpRequest,
  schema: S,
  now: Date,
): z.output<S> {
  const { valid } = verifyHubspot(
    {
      method: request.method,
      url: `${config.publicUrl}${request.url}`,
      body: request.body,
      signature: headerOf(request, 'x-hubspot-signature-v3') || undefined,
      timestamp: headerOf(request, 'x-hubspot-request-timestamp') || undefined,
    },
    now,
  );
  if (!valid) return fail('REQUEST_UNSIGNED');
  return parsed(schema, onlyOnce(request), 'query');
}

/** A name that stands twice in the query could be signed as one thing and read as another. Errors: INPUT_INVALID. */
function onlyOnce(request: HttpRequest): Readonly<Record<string, string>> {
  const names = [...new URLSearchParams(request.url.split('?').slice(1).join('?')).keys()];
  if (new Set(names).size < names.length) {
    return fail('INPUT_INVALID', { problem: 'query: a name stands twice' });
  }
  return request.query;
}
