// Whose is it? Splits a body by portal, before anything is kept.
import { z } from 'zod';
import { fail } from '#errors.ts';

const portal = z.object({
  portalId: z.union([z.number().int(), z.string().regex(/^\d+$/)]).transform(String),
});

export type PortalPart = { readonly account: string; readonly body: Buffer; readonly events: number };

/**
 * The body's part of each portal: the very bytes when there is one portal, as usual; otherwise an array of the portal's
 * own events, since no customer's rows may hold another's. `strays` are entries without a portal. Errors:
 * DELIVERY_UNREADABLE when it is no JSON array.
 */
export function splitByPortal(body: Buffer): { parts: PortalPart[]; strays: number } {
  const events = parseEvents(body);
  const byPortal = new Map<string, unknown[]>();
  let strays = 0;
  for (const event of events) {
    const parsed = portal.safeParse(event);
    if (!parsed.success) {
      strays += 1;
      continue;
    }
    const { portalId } = parsed.data;
    const list = byPortal.get(portalId);
    if (list === undefined) byPortal.set(portalId, [event]);
    else list.push(event);
  }
  const parts = [...byPortal].map(([account, own]) => ({
    account,
    body: own.length === events.length ? body : Buffer.from(JSON.stringify(own)),
    events: own.length,
  }));
  return { parts, strays };
}

/** Entries of the body. Errors: DELIVERY_UNREADABLE. */
export function parseEvents(body: Buffer): unknown[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (cause) {
    return fail('DELIVERY_UNREADABLE', { problem: 'the body is not JSON' }, { cause });
  }
  if (!Array.isArray(parsed))
    return fail('DELIVERY_UNREADABLE', { problem: 'the body is not a list of events' });
  return parsed;
}
