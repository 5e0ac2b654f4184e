// POST /webhooks/hubspot: HubSpot's events are verified, kept, and only then answered.
import { fail } from '#errors.ts';
import { plain } from '#http/reply.ts';
import { type HttpRequest, headerOf } from '#http/request.ts';
import type { Route } from '#http/route.ts';

export type Inbound = {
  /** The body's part of each portal; errors DELIVERY_UNREADABLE. */
  split(body: Buffer): {
    parts: readonly { account: string; body: Buffer; events: number }[];
    strays: number;
  };
  /** Keeps the parts, committed when it returns. */
  receive(
    parts: readonly { account: string; body: Buffer; events: number }[],
    strays: number,
    headers: Readonly<Record<string, string>>,
  ): Promise<{ kept: number; unknown: number }>;
};

/** HubSpot sends at most 100 events a request; a megabyte holds many times as much. */
export function hubspotWebhook({ split, receive }: Inbound): Route {
  return {
    method: 'post',
    path: '/webhooks/hubspot',
    async handle(deps, request) {
      const { valid } = deps.verifyHubspot(
        {
          method: request.method,
          url: `${deps.config.publicUrl}${request.url}`,
          body: request.body,
          signature: headerOf(request, 'x-hubspot-signature-v3') || undefined,
          timestamp: headerOf(request, 'x-hubspot-request-timestamp') || undefined,
        },
        deps.clock.now(),
      );
      if (!valid) return fail('REQUEST_UNSIGNED');
      const { parts, strays } = split(request.body);
      const { kept, unknown } = await receive(parts, strays, headersOf(request));
      if (kept > 0) deps.metrics.delivery('hubspot', kept);
      if (unknown > 0) deps.metrics.letGo('hubspot', unknown);
      return plain('');
    },
  };
}

/** With them and its bytes a kept delivery can be verified again. */
const worthKeeping = ['x-hubspot-signature-v3', 'x-hubspot-request-timestamp', 'user-agent', 'content-type'];

function headersOf(request: HttpRequest): Readonly<Record<string, string>> {
  return Object.fromEntries(
    worthKeeping.map((name) => [name, headerOf(request, name)]).filter(([, value]) => value !== ''),
  );
}
