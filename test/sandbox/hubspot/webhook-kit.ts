// A simulated HubSpot with an app that subscribed to everything, and the target its webhooks go to.
import { aHubspot, aTarget, at } from './hubspot-kit.ts';

const object = (subscriptionType: string, objectType: string, propertyName?: string) => ({
  ...{ subscriptionType, objectType, active: true },
  ...(propertyName === undefined ? {} : { propertyName }),
});
const classic = (subscriptionType: string, propertyName?: string) => ({
  ...{ subscriptionType, active: true },
  ...(propertyName === undefined ? {} : { propertyName }),
});

export const everything = {
  crmObjects: [
    ...['creation', 'deletion', 'merge', 'restore', 'associationChange'].map((kind) =>
      object(`object.${kind}`, 'contact'),
    ),
    object('object.propertyChange', 'contact', 'firstname'),
    object('object.propertyChange', '0-3', 'dealstage'),
    object('object.associationChange', 'company'),
  ],
  legacyCrmObjects: [
    classic('contact.creation'),
    classic('contact.propertyChange', 'lastname'),
    classic('contact.deletion'),
  ],
  hubEvents: [classic('contact.privacyDeletion')],
};

/** A simulated HubSpot whose webhooks go to a target of the test's; both close themselves by `open`. */
export async function aListeningHubspot(
  open: (() => Promise<unknown>)[],
  options: Parameters<typeof aHubspot>[0] & { status?: () => number; subscriptions?: typeof everything } = {},
) {
  const { status, subscriptions, ...rest } = options;
  const target = await aTarget(status);
  const url = `${target.url}?src=hs%3Aapp%2Fv3&x=%28a%29`;
  const webhook = { targetUrl: url, maxConcurrentRequests: 6, subscriptions: subscriptions ?? everything };
  const hub = await aHubspot({ ...rest, app: { webhook } });
  open.push(target.close, hub.close);
  const settled = () => hub.deliveries.counts().pending === 0;
  const kinds = () => target.events().map((one) => String(at(one, 'subscriptionType')));
  return { hub, target, url, settled, kinds };
}
