// An outbound message of Salesforce: up to 100 notifications that records met a rule of the admin, in a SOAP envelope.
import type { Delivery } from '#sense/delivery.ts';
import type { Heard, Reading, Wanted } from '#sense/reading.ts';
import { isSubjectKind } from '#sense/signal.ts';
import { typeOfTask, typesOf } from './object-type.ts';
import { recordId } from './record-id.ts';
import { type Element, parseXml, unreadable } from './xml.ts';

const soap = 'http://schemas.xmlsoap.org/soap/envelope/';
const outbound = 'http://soap.sforce.com/2005/09/outbound';

export type Notification = {
  /** Of the notification: the same when it is sent again. */
  readonly id: string;
  /** API name of the object, such as `Lead`. */
  readonly entity: string;
  readonly recordId: string;
  readonly fields: ReadonlyMap<string, string>;
};
export type OutboundMessage = {
  /** Id of the org, 18 characters. */
  readonly org: string;
  readonly notifications: readonly Notification[];
};

/** Errors: DELIVERY_UNREADABLE, saying what is wrong. */
export function readOutbound(body: Buffer): OutboundMessage {
  const envelope = parseXml(textOf(body));
  if (envelope.name !== 'Envelope' || envelope.space !== soap) return unreadable('it is no SOAP envelope');
  const message = only(only(envelope, 'Body', soap), 'notifications', outbound);
  const org = recordId(only(message, 'OrganizationId', outbound).text.trim());
  if (org === null) return unreadable('OrganizationId is no id');
  const notifications = all(message, 'Notification').map(readNotification);
  if (notifications.length === 0) return unreadable('it has no Notification');
  return { org, notifications };
}

/** Salesforce puts a session of its user in when the admin ticks that; it is nothing for us to keep. */
export function withoutSession(body: Buffer): Buffer {
  const session = /(<(?:[\w.-]+:)?SessionId(?:\s[^>]*)?>)[\s\S]*?(<\/(?:[\w.-]+:)?SessionId\s*>)/g;
  return Buffer.from(textOf(body).replace(session, '$1$2'));
}

/** Messages come late, out of order and more than once, always with the newest values: they are hints. */
export function readOutboundDelivery({ body, origin, receivedAt }: Delivery): Reading {
  const heard: Heard[] = [];
  const wanted: Wanted[] = [];
  let unused = 0;
  for (const { id, entity, recordId: externalId, fields } of readOutbound(body).notifications) {
    const [objectType, ...others] = typesOf(entity);
    if (objectType === undefined) unused += 1;
    else if (others.length === 0 && isSubjectKind(objectType)) {
      const common = { key: `salesforce:${origin}:outbound:${id}`, origin, objectType, externalId };
      heard.push({
        signal: { ...common, occurredAt: receivedAt, kind: 'crm.changed', data: { why: 'linked' } },
      });
    } else {
      const subtype = fields.get('TaskSubtype');
      const told = subtype === undefined ? null : typeOfTask(subtype, fields.get('Type') ?? null);
      const among = others.length === 0 || told !== null ? {} : { among: [objectType, ...others] };
      wanted.push({ objectType: told ?? objectType, ...among, externalId, links: true });
    }
  }
  return { heard, wanted, echoes: 0, unused, problem: null };
}

function readNotification(notification: Element): Notification {
  const record = only(notification, 'sObject', outbound);
  const [type = ''] = [...record.attributes].flatMap(([name, value]) =>
    /^(\w+:)?type$/.test(name) ? [value] : [],
  );
  const fields = new Map(record.children.map(({ name, text }) => [name, text] as const));
  const id = recordId(only(notification, 'Id', outbound).text.trim());
  const record18 = recordId(fields.get('Id')?.trim() ?? '');
  const entity = type.split(':').at(-1) ?? '';
  if (id === null || record18 === null || entity === '')
    return unreadable('a Notification lacks its Id, or its sObject lacks type or Id');
  return { id, entity, recordId: record18, fields };
}

function textOf(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return unreadable('it is not UTF-8');
  }
}

function all({ children }: Element, name: string): Element[] {
  return children.filter((child) => child.name === name && child.space === outbound);
}

function only(element: Element, name: string, space: string): Element {
  const [found, ...more] = element.children.filter((child) => child.name === name && child.space === space);
  if (found === undefined || more.length > 0) return unreadable(`${element.name} has not one ${name}`);
  return found;
}
