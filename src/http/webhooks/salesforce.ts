// POST /webhooks/salesforce/outbound: outbound messages are verified, kept, and only then acknowledged.
import { hash, timingSafeEqual } from 'node:crypto';
import { fail } from '#errors.ts';
import { type Reply, xml } from '#http/reply.ts';
import { headerOf } from '#http/request.ts';
import type { Route } from '#http/route.ts';

export type Inbound = {
  /** Whose message it is, and how many notifications it has; errors DELIVERY_UNREADABLE. */
  read(body: Buffer): { readonly org: string; readonly notifications: readonly unknown[] };
  /** Keeps it, committed when it returns. */
  receive(
    org: string,
    notifications: number,
    body: Buffer,
    headers: Readonly<Record<string, string>>,
  ): Promise<{ kept: number; unknown: number }>;
};

/** At most 100 notifications a message, with the fields that the admin chose. */
const mostBytes = 4 * 1_048_576;

/**
 * Salesforce signs nothing, and its client certificate is not seen behind a proxy: a secret in the address tells a
 * message of the org from anybody else's. A refusal is sent again by Salesforce for a day, so that nothing is lost while
 * the address is corrected.
 */
export function salesforceOutbound({ read, receive }: Inbound): Route {
  return {
    method: 'post',
    path: '/webhooks/salesforce/outbound',
    limitBytes: mostBytes,
    async handle(deps, request) {
      const { org, notifications } = read(request.body);
      const connection = await deps.store.doors.connection('salesforce', org);
      const keys = connection === null ? [] : deps.outboundKeys(connection.id);
      if (!keys.some((key) => isSame(key, request.query['key'] ?? ''))) return fail('OUTBOUND_KEY_WRONG');
      const headers = { 'content-type': headerOf(request, 'content-type') };
      const { kept, unknown } = await receive(org, notifications.length, request.body, headers);
      if (kept > 0) deps.metrics.delivery('salesforce', kept);
      if (unknown > 0) deps.metrics.letGo('salesforce', unknown);
      return acknowledged();
    },
  };
}

function isSame(a: string, b: string): boolean {
  return timingSafeEqual(hash('sha256', a, 'buffer'), hash('sha256', b, 'buffer'));
}

function acknowledged(): Reply {
  return xml(
    '<?xml version="1.0" encoding="UTF-8"?>' +
      '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body>' +
      '<notificationsResponse xmlns="http://soap.sforce.com/2005/09/outbound"><Ack>true</Ack></notificationsResponse>' +
      '</soapenv:Body></soapenv:Envelope>',
  );
}
