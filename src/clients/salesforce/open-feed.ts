// Opens the feeds of Salesforce orgs: many share a connection to the Pub/Sub API, and each org's schemas are kept.
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

/** An HTTP/2 connection carries a limited number of streams, and those beyond it would wait without a word. */
const orgsAConnection = 80;

/** Connects when the first feed is followed. Errors: CONFIG_INVALID when SALESFORCE_PUBSUB_URL is no address. */
export function openSalesforceFeeds({ config, tokens }: Needs): (connection: Connection) => CrmFeed {
  const address = pubsubAddress(config.SALESFORCE_PUBSUB_URL);
  if (address === null)
    return fail('CONFIG_INVALID', { name: 'SALESFORCE_PUBSUB_URL', problem: 'write host:port or a URL' });
  const numbers = new Map<string, number>();
  const opened: ReturnType<typeof openBoth>[] = [];
  return (connection) => {
    const nr = numbers.get(connection.id) ?? numbers.size;
    numbers.set(connection.id, nr);
    const place = Math.floor(nr / orgsAConnection);
    const both = opened[place] ?? openBoth(address);
    opened[place] = both;
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
