// What is kept of a request with product events: only what the tenant collects, before anything is written down.
import { createHash } from 'node:crypto';
import type { Collection, CollectionLevel } from '#sense/collection.ts';
import { sharedDomains } from '#sense/shared-domains.ts';
import { domainOf, emailIn } from './domain.ts';
import { pageTopic } from './page-topic.ts';

/** Header under which the door tells what it collected. */
export const levelHeader = 'x-revloop-level';
/** Stands for everybody where people are not even counted. */
export const nobody = 'nobody';

// docs: segment.com/docs/connections/sources/catalog/libraries/server/http-api: 32 kB a message.
const mostBytes = 32_768;
const shared = new Set(sharedDomains);

type Given = Readonly<Record<string, unknown>>;
export type Collecting = Pick<Collection, 'properties'> & {
  readonly level: Exclude<CollectionLevel, 'none'>;
  /** A name that tells nothing of the person, always the same for the same one. */
  readonly pseudonym: (user: string) => string;
  /** An id that nobody else has: for what cannot be told from the same thing done once more. */
  readonly newId: () => string;
};

/**
 * The request with nothing in it but what is kept: no address of a device, no traits but those that say who somebody is,
 * no write key. A message without an id is given one that is the same when it is sent again; one that says no time either
 * is a new one each time, or all logins of somebody would be one.
 */
export function collect(body: Given, type: string, collecting: Collecting): Given {
  if (type !== 'batch') return one(body, type, collecting);
  const { batch, sentAt } = body;
  if (!Array.isArray(batch)) return {};
  return {
    ...(sentAt === undefined ? {} : { sentAt }),
    batch: batch.map((message: unknown) => one(message, type, collecting)),
  };
}

function one(given: unknown, ofRequest: string, collecting: Collecting): Given {
  if (!isGiven(given)) return { refused: 'it is no object' };
  const text = JSON.stringify(given);
  if (Buffer.byteLength(text) > mostBytes) return { refused: 'it is larger than 32 kB' };
  // Outside of a batch the path says what it is, and the message seldom says it too.
  const message = ofRequest === 'batch' ? given : { ...given, type: ofRequest };
  const { type, event, category, timestamp, originalTimestamp, sentAt } = plain(message);
  const dated = timestamp !== undefined || originalTimestamp !== undefined;
  const { messageId = dated ? hashOf(text) : collecting.newId(), name = category ?? topicOf(message) } =
    plain(message);
  return {
    ...{ type, messageId, event, name, category, timestamp, originalTimestamp, sentAt },
    ...whoOf(message, collecting),
    ...whereOf(message, collecting),
    ...propertiesOf(message, collecting),
  };
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** Texts and numbers: what else stands where one of them belongs might hold anything. */
function plain(message: Given): Readonly<Record<string, string | number | undefined>> {
  return Object.fromEntries(
    Object.entries(message).flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'number' ? [[name, value]] : [],
    ),
  );
}

/** Browsers' SDKs send the path of a page, and seldom a name. */
function topicOf({ type, properties }: Given): string | undefined {
  return type === 'page' && isGiven(properties) ? pageTopic(properties['path']) : undefined;
}

/** Who it was, as far as that is kept. */
function whoOf(message: Given, { level, pseudonym }: Collecting): Given {
  const { userId, anonymousId, previousId } = plain(message);
  if (level === 'person') {
    const email = emailOf(message);
    const traits = email === null ? {} : { traits: { email } };
    // In an identify message traits are the person's own, in others they stand in the context.
    return { userId, anonymousId, previousId, ...(message['type'] === 'identify' ? traits : {}) };
  }
  const before = textOf(previousId);
  if (level === 'company') return { anonymousId: nobody, ...(before === null ? {} : { previousId: nobody }) };
  const user = textOf(userId) ?? textOf(anonymousId);
  return {
    ...(user === null ? {} : { userId: pseudonym(user) }),
    ...(before === null ? {} : { previousId: pseudonym(before) }),
  };
}

/** The company: named by the message, else by a domain that is its own: one that the sender names, or that of an address. */
function whereOf(message: Given, { level }: Collecting): Given {
  const { groupId, type } = plain(message);
  const context = isGiven(message['context']) ? message['context'] : {};
  const traits = isGiven(message['traits']) ? message['traits'] : {};
  const email = emailOf(message);
  const domain = [domainOf(context['domain']), email?.split('@')[1]].find(
    (one) => one !== undefined && !shared.has(one),
  );
  return {
    groupId,
    ...(type === 'group' ? { traits: sitesOf(plain(traits)) } : {}),
    context: {
      groupId: plain(context)['groupId'],
      ...(level === 'person' && email !== null ? { traits: { email } } : {}),
      ...(domain === undefined ? {} : { domain }),
    },
  };
}

function sitesOf({ domain, website }: Given): Given {
  return { domain, website };
}

function propertiesOf(message: Given, { properties: allowed }: Collecting): Given {
  const given = isGiven(message['properties']) ? message['properties'] : {};
  const all = allowed.includes('*');
  const kept = Object.entries(given).filter(([name]) => all || name === 'groupId' || allowed.includes(name));
  return kept.length === 0 ? {} : { properties: Object.fromEntries(kept) };
}

function emailOf(message: Given): string | null {
  const context = isGiven(message['context']) ? message['context'] : {};
  const own = message['type'] === 'identify' && isGiven(message['traits']) ? message['traits'] : {};
  const around = isGiven(context['traits']) ? context['traits'] : {};
  for (const value of [own['email'], around['email'], message['userId']]) {
    const email = emailIn(value);
    if (email !== null) return email;
  }
  return null;
}

function textOf(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

function isGiven(value: unknown): value is Given {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
