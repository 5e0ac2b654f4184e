// Opens the feeds of Salesforce orgs: one connection to the Pub/Sub API for all of them, and each org's schemas once.
import type { AccessTokens } from '#clients/tokens.ts';
import type { Config } from '#config.ts';
import { fail } from '#errors.ts';
import type { CrmFeed } from '#ports/feed.ts';
import type { Connection } from '#sense/connection.ts';
import { openEventSchemas } from './event-schemas.ts';
import { salesforceFeed } from './feed.ts';
import { type PubsubAddress, pubsubAddress } from './pubsub-address.ts';
import { openPubsubApi } from './pubsub-api.ts';

type Needs = {
  readonly config: Pick<Config, 'SALESFORCE_PUBSUB_URL'>;
  readonly tokens: Pick<AccessTokens, 'session' | 'replace'>;
};

const everybodys = '/data/ChangeEvents';

/** Connects when the first feed is followed. Errors: CONFIG_INVALID when SALESFORCE_PUBSUB_URL is no address. */
export function openSalesforceFeeds({ config, tokens }: Needs): (connection: Connection) => CrmFeed {
  const address = pubsubAddress(config.SALESFORCE_PUBSUB_URL);
  if (address === null)
    return fail('CONFIG_INVALID', { name: 'SALESFORCE_PUBSUB_URL', problem: 'write host:port or a URL' });
  const opened: ReturnType<typeof openBoth>[] = [];
  return (connection) => {
    const both = opened[0] ?? openBoth(address);
    opened[0] = both;
    return salesforceFeed({
      ...both,
      org: connection.externalId,
      async session() {
        const { accessToken, instanceUrl } = await tokens.session(connection);
        const url = instanceUrl ?? connection.account.instanceUrl;
        if (url === undefined) return fail('CRM_REVOKED', { problem: 'the address of the org is not known' });
        return { accessToken, instanceUrl: url };
      },
      replace: (refused) => tokens.replace(connection, refused),
      topics: [channelOf(connection), everybodys],
    });
  };
}

function openBoth(address: PubsubAddress) {
  const api = openPubsubApi(address);
  return { api, schemas: openEventSchemas(api) };
}

/** The channel that our package brings. */
function channelOf({ account: { namespace = '' } }: Connection): string {
  return `/data/${namespace === '' ? '' : `${namespace}__`}Revloop__chn`;
}
