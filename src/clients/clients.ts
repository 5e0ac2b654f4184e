// The clients of all platforms, each opened for one connection; what they share lives as long as this.
import type { Config } from '#config.ts';
import { fail } from '#errors.ts';
import type { Clients, Clock, Log, Store } from '#ports.ts';
import { openHooks } from './hooks.ts';
import { openHubspot, openHubspotShared } from './hubspot/crm.ts';
import type { OnCall } from './on-call.ts';
import { openSalesforce, openSalesforceShared } from './salesforce/crm.ts';
import { openSalesforceFeeds } from './salesforce/open-feed.ts';
import { openSlack } from './slack/open-slack.ts';

type Needs = {
  readonly config: Config;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly onCall?: OnCall | undefined;
};

/** Errors: NOT_FOUND when a connection is used as what it is not. */
export function openClients(needs: Needs): Clients {
  const hubspot = openHubspotShared(needs);
  const salesforce = openSalesforceShared(needs);
  const salesforceFeed = openSalesforceFeeds({ ...needs, tokens: salesforce.tokens });
  return {
    crm(connection, pace) {
      switch (connection.platform) {
        case 'hubspot':
          return openHubspot({
            ...needs,
            connection,
            shared: hubspot,
            ...(pace === undefined ? {} : { pace }),
          });
        case 'salesforce':
          return openSalesforce({
            ...needs,
            connection,
            shared: salesforce,
            ...(pace === undefined ? {} : { pace }),
          });
        default:
          return fail('NOT_FOUND', { what: `CRM for ${connection.platform}` });
      }
    },
    chat(connection) {
      if (connection.platform !== 'slack')
        return fail('NOT_FOUND', { what: `chat for ${connection.platform}` });
      return openSlack({ ...needs, connection });
    },
    feed: (connection) => (connection.platform === 'salesforce' ? salesforceFeed(connection) : null),
    hooks: openHooks({}),
  };
}
