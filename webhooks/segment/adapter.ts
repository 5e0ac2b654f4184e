// Product events in Segment's shape: bytes in, signals out.
import { createHash } from 'node:crypto';
import { fail } from '#errors.ts';
import type { Delivery } from '#sense/delivery.ts';
import type { Heard, Reading } from '#sense/reading.ts';
import { sharedDomains } from '#sense/shared-domains.ts';
import type { NewSignal } from '#sense/signal.ts';
import { levelHeader } from './collect.ts';
import { domainOf, emailIn } from './domain.ts';
import { batch, type Message, message, refusal } from './message.ts';

const shared = new Set(sharedDomains);

/** Messages of a batch that are named in its problem. */
const mostTold = 20;
/** Header under which the route tells the type of a message that is no batch. */
export const typeHeader = 'x-revloop-type';

/**
 * Every message becomes signals about the person and, where the message names a group, about the company. A message
 * that is not usable is named in `problem`; the others of its batch count. Errors: EVENTS_INVALID when the whole is not
 * JSON.
 */
export function segmentAdapter(delivery: Delivery): Reading {
  const messages = messagesOf(delivery);
  const heard: Heard[] = [];
  const problems: string[] = [];
  let unused = 0;
  messages.list.forEach((raw, place) => {
    const refused = refusal.safeParse(raw);
    if (refused.success) {
      problems.push(`message ${place + 1}: ${refused.data.refused}`);
      return;
    }
    const read = message.safeParse(raw);
    if (!read.success) {
      problems.push(`message ${place + 1}: ${read.error.issues[0]?.message ?? 'not understood'}`);
      return;
    }
    const signals = toSignals(delivery, read.data, messages.sentAt);
    if (signals.length === 0) unused += 1;
    heard.push(...signals.map((signal) => ({ signal })));
  });
  const problem =
    problems.length === 0
      ? null
      : `${problems.length} of ${messages.list.length} not usable: ${problems.slice(0, mostTold).join('; ')}`;
  return { heard, wanted: [], echoes: 0, unused, problem };
}

type SentAt = Message['sentAt'];

function messagesOf({ body, headers }: Delivery): { list: readonly unknown[]; sentAt: SentAt } {
  const parsed = jsonOf(body);
  const type = headers[typeHeader] ?? 'batch';
  if (type !== 'batch') {
    const one = typeof parsed === 'object' && parsed !== null ? { ...parsed, type } : parsed;
    return { list: [one], sentAt: undefined };
  }
  const read = batch.safeParse(parsed);
  if (!read.success)
    return fail('EVENTS_INVALID', { problem: 'a batch is an object with a list named batch' });
  return { list: read.data.batch, sentAt: read.data.sentAt };
}

/** How JSON writes signs that no text of the database holds: NUL, and half of a pair. */
const unstorable = /\\u(0000|d[89a-f][0-9a-f]{2})/i;

function jsonOf(body: Buffer): unknown {
  try {
    const text = body.toString('utf8');
    const read: unknown = JSON.parse(text);
    return unstorable.test(text) ? storable(read) : read;
  } catch (cause) {
    return fail('EVENTS_INVALID', { problem: 'the body is not JSON' }, { cause });
  }
}

function storable(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed().replaceAll('\u0000', '\ufffd');
  if (Array.isArray(value)) return value.map(storable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [String(storable(name)), storable(one)]),
  );
}

function toSignals(delivery: Delivery, one: Message, sentAt: SentAt): NewSignal[] {
  const key = `segment/${delivery.origin}/${one.messageId ?? hashOf(one)}`;
  const level = levelOf(delivery);
  const person = one.userId ? `user:${one.userId}` : `anonymous:${one.anonymousId}`;
  const company = companyOf(one);
  const common = { origin: delivery.origin, occurredAt: occurredAt(one, sentAt, delivery.receivedAt) };
  const contact = { ...common, objectType: 'contact' as const, externalId: person };
  const identified = [
    ...(level === 'person' ? [...loginsOf(one, common), ...membershipOf(one, common)] : []),
    ...claimsOf(one, person, company)
      .filter(({ objectType }) => objectType === 'company' || level === 'person')
      .map(
        ({ objectType, externalId, data }): NewSignal => ({
          ...common,
          // A domain says the same each time: it is kept once.
          key:
            company?.startsWith('domain:') && objectType === 'company'
              ? `segment/${delivery.origin}/is/${company}`
              : `${key}/is/${objectType}`,
          ...{ objectType, externalId, kind: 'product.identified', data },
        }),
      ),
  ];
  const event = eventOf(one);
  if (event === null) return identified;
  const user = level === 'company' ? null : (one.userId ?? one.anonymousId ?? null);
  const data = { name: event, user, properties: flat(one) };
  return [
    ...identified,
    ...(level === 'person'
      ? [{ ...contact, key: `${key}/person`, kind: 'product.event' as const, data }]
      : []),
    ...(company === null
      ? []
      : [
          {
            ...{
              ...common,
              key: `${key}/company`,
              objectType: 'company' as const,
              externalId: company,
            },
            ...{ kind: 'product.event' as const, data },
          },
        ]),
  ];
}

/** A visitor who became a user; that of one device says the same each time, and is kept once. */
function loginsOf(one: Message, common: Pick<NewSignal, 'origin' | 'occurredAt'>): NewSignal[] {
  const visitor =
    one.type === 'identify' ? one.anonymousId : one.type === 'alias' ? (one.previousId ?? null) : null;
  if (!visitor || !one.userId || visitor === one.userId) return [];
  const [externalId, user] = [`anonymous:${visitor}`, `user:${one.userId}`];
  return [
    {
      ...common,
      key: `segment/${common.origin}/is/${externalId}=${user}`,
      ...{ objectType: 'contact', externalId, kind: 'product.identified' },
      data: { email: null, domain: null, user },
    },
  ];
}

/** The product says of a user to which group it belongs: the same each time, and kept once. */
function membershipOf(one: Message, common: Pick<NewSignal, 'origin' | 'occurredAt'>): NewSignal[] {
  if (one.type !== 'group' || !one.userId) return [];
  const [externalId, company] = [`user:${one.userId}`, `group:${one.groupId}`];
  return [
    {
      ...{ ...common, key: `segment/${common.origin}/in/${externalId}=${company}` },
      ...{ objectType: 'contact', externalId, kind: 'product.member', data: { company } },
    },
  ];
}

type Claim = Pick<NewSignal, 'objectType' | 'externalId'> & {
  readonly data: { readonly email: string | null; readonly domain: string | null };
};

/** What a message says of who somebody is: an e-mail for a person, a domain for a company. */
function claimsOf(one: Message, person: string, company: string | null): Claim[] {
  const traits = one.type === 'identify' || one.type === 'group' ? one.traits : one.context?.traits;
  const claims: Claim[] = [];
  const email = one.type === 'group' ? null : (emailIn(traits?.['email']) ?? emailIn(one.userId));
  if (email !== null)
    claims.push({ objectType: 'contact', externalId: person, data: { email, domain: null } });
  if (company === null) return claims;
  const domain = company.startsWith('domain:')
    ? company.slice('domain:'.length)
    : one.type === 'group'
      ? (domainOf(traits?.['domain'] ?? traits?.['website']) ?? domainOf(one.groupId))
      : undefined;
  // A group that writes down where it has its mail, or its page, has told nothing of whose it is.
  if (domain !== undefined && !shared.has(domain))
    claims.push({ objectType: 'company', externalId: company, data: { email: null, domain } });
  return claims;
}

/** The name of the company: the group that the message names, else the domain of the person's address. */
function companyOf(one: Message): string | null {
  const group = groupOf(one);
  if (group !== null) return `group:${group}`;
  const address = emailIn(one.context?.traits?.['email']) ?? emailIn(one.userId);
  const domain = domainOf(one.context?.domain) ?? domainOf(address?.split('@')[1]);
  return domain === undefined || shared.has(domain) ? null : `domain:${domain}`;
}

function levelOf({ headers }: Delivery): string {
  return headers[levelHeader] ?? 'person';
}

function groupOf(one: Message): string | null {
  if (one.type === 'group') return one.groupId;
  const inProperties = one.type === 'track' ? one.properties?.['groupId'] : undefined;
  return one.context?.groupId ?? (typeof inProperties === 'string' ? inProperties : null);
}

function eventOf(one: Message): string | null {
  if (one.type === 'track') return one.event;
  if (one.type === 'page' || one.type === 'screen')
    return `${one.type}: ${one.name ?? one.category ?? ''}`.trim();
  return null;
}

/** A device's clock may be wrong: what it says is moved by as much as its sending time differs from our receiving. */
function occurredAt(one: Message, batchSentAt: SentAt, receivedAt: Date): Date {
  const said = one.originalTimestamp ?? one.timestamp;
  if (said == null) return receivedAt;
  const sentAt = one.sentAt ?? batchSentAt;
  const skew = sentAt == null ? 0 : receivedAt.getTime() - sentAt.getTime();
  // Between a minute and a day: less is the way it travelled, more is a replayed history with old sending times.
  const moved =
    Math.abs(skew) > 60_000 && Math.abs(skew) < 86_400_000 ? said.getTime() + skew : said.getTime();
  return new Date(Math.min(moved, receivedAt.getTime()));
}

type Flat = Record<string, string | number | boolean | null>;

/** Properties as far as they are plain values; at most 30, texts cut at 300 characters. */
function flat(one: Message): Flat {
  const given = 'properties' in one ? (one.properties ?? {}) : {};
  const kept: Flat = {};
  for (const [name, value] of Object.entries(given).slice(0, 30)) {
    if (typeof value === 'string') kept[name] = value.slice(0, 300).toWellFormed();
    else if (typeof value === 'number' || typeof value === 'boolean' || value === null) kept[name] = value;
  }
  return kept;
}

function hashOf(one: Message): string {
  return createHash('sha256').update(JSON.stringify(one)).digest('hex').slice(0, 32);
}
