// A topic of the simulated Pub/Sub API: which objects' events it carries for a subscriber.
import { eventNameOf } from './event-schema.ts';
import type { PubsubSession } from './org.ts';
import { PubsubError } from './pubsub-error.ts';

export type Topic = {
  readonly name: string;
  /** Objects whose events are delivered to this subscriber; read anew each time, as admins change it. */
  entities(): readonly string[];
  /** The one object of a topic that is no channel. */
  readonly entity: string | null;
};

/** Names tell capitals apart. Errors: topic.*, service.tenant.license, subscription.topic.cannot.subscribe. */
export function topicOf({ org, user }: PubsubSession, name: string): Topic {
  if (name === '') throw new PubsubError('topic.validation.empty');
  if (!org.hasChangeEvents) throw new PubsubError('service.tenant.license');
  const last = name.startsWith('/data/') ? name.slice('/data/'.length) : '';
  const members = membersOf(org, last);
  if (members === null) throw new PubsubError('topic.not.found');
  const [only] = members();
  const entity = last.endsWith('ChangeEvent') && only !== undefined ? only : null;
  // On a channel, events of an object that the subscriber does not see in full are left out without a word.
  if (entity !== null && !org.seesAll(user, entity))
    throw new PubsubError('subscription.topic.cannot.subscribe');
  return { name, entity, entities: () => members().filter((one) => org.seesAll(user, one)) };
}

function membersOf(org: PubsubSession['org'], last: string): (() => readonly string[]) | null {
  if (last === 'ChangeEvents') return () => org.selected();
  if (last.endsWith('__chn')) return org.channel(last) === null ? null : () => org.channel(last) ?? [];
  const entity = org.selected().find((one) => eventNameOf(one) === last);
  return entity === undefined ? null : () => [entity];
}
