// The orgs as the Pub/Sub API needs to know them: who calls, and what that one gets of which channel.
import { sessionOf } from './gate.ts';
import type { Org } from './org.ts';
import { hasChangeEvents } from './org-facts.ts';
import type { Orgs } from './orgs.ts';
import type { FindSession, PubsubOrg } from './pubsub/org.ts';
import { channelObjects } from './revloop-package.ts';
import { rightOnField, rightsOn } from './user.ts';

const deliveries = {
  Enterprise: 25_000,
  Unlimited: 50_000,
  Performance: 50_000,
  Developer: 10_000,
  Professional: 0,
} as const;

/** `url` is where the orgs are reached. */
export function pubsubSessions(orgs: Orgs, url: () => string): FindSession {
  return (token) => {
    const found = sessionOf(orgs, token);
    return found === undefined ? null : { org: pubsubOrg(found.org, url()), user: found.user.id };
  };
}

function pubsubOrg(org: Org, url: string): PubsubOrg {
  const { book, users } = org.context;
  const facts = org.facts();
  const rights = (user: string, entity: string) => {
    const [found, type] = [users.get(user), book.object(entity)];
    return found === undefined || type === undefined ? undefined : { found, type };
  };
  return {
    id: org.orgId,
    url: org.instanceUrl(url),
    hasChangeEvents: hasChangeEvents(facts),
    deliveriesPerDay: facts.dailyDeliveries ?? deliveries[facts.edition],
    fields: (entity) => book.object(entity)?.fields.filter((field) => field.type !== 'address') ?? null,
    selected: () => facts.changeEvents,
    channel: (name) => {
      const { packageNamespace } = org.facts();
      if (packageNamespace === undefined) return null;
      const prefix = packageNamespace === '' ? '' : `${packageNamespace}__`;
      return name === `${prefix}Revloop__chn` ? channelObjects(packageNamespace) : null;
    },
    seesAll(user, entity) {
      const known = rights(user, entity);
      if (known === undefined) return false;
      const { read, viewAll } = rightsOn(known.found, known.type);
      return read && viewAll;
    },
    seesField(user, entity, name) {
      const known = rights(user, entity);
      const field = known && book.field(known.type, name);
      if (known === undefined || field === undefined) return false;
      return rightOnField(known.found, known.type, field) !== 'none';
    },
  };
}
