// A tenant of the demo company with a clock that is set by hand: the real store, turn, walk and learning, nothing goes out.
import { randomUUID } from 'node:crypto';
import { train } from '#learn/train.ts';
import { turn } from '#loop.ts';
import type { TenantStore } from '#ports/store.ts';
import type { Ports } from '#ports.ts';
import { tenantSettings } from '#sense/tenant.ts';
import type { OpenStore } from '#store/open.ts';
import { walkJourneys } from '#walk.ts';

export type ForwardHouse = Awaited<ReturnType<typeof openForwardHouse>>;

export async function openForwardHouse(store: OpenStore, log: Ports['log'], time: { now: Date }) {
  const clock = { now: () => time.now };
  const noClient = () => {
    throw new Error('nothing goes out of this house');
  };
  const ports: Ports = {
    ...{ store, clock, log },
    queue: { wake: async () => undefined },
    clients: { crm: noClient, chat: noClient, feed: () => null, hooks: { send: noClient } },
  };
  const tenant = await store.doors.makeTenant('Lumenworks');
  const asTenant = <T>(work: (rows: TenantStore) => Promise<T>) => store.asTenant(tenant, work);
  const crm = await asTenant(async (rows) => {
    const always = {
      hours: { from: '00:00', to: '00:00' },
      weekdays: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
      perOwner: 1000,
    };
    await rows.settings.save(tenantSettings.parse({ journeys: always, collection: { level: 'person' } }));
    // Leads are not what this is about: the weights only open the loop.
    const body = train({ target: 'lead', sources: [], records: [], now: time.now.getTime(), seed: 1 });
    await rows.weights.save({ target: 'lead', body, report: body.report, state: 'live' }, time.now);
    const tokens = { accessToken: 'a', refreshToken: 'r', expiresAt: time.now };
    const account = { name: 'lumenworks.example', timeZone: 'UTC' };
    return rows.connections.save({
      ...{ platform: 'hubspot', externalId: randomUUID(), account, scopes: [], tokens },
    });
  });
  return {
    ...{ ports, tenant, time, asTenant, crm, source: randomUUID() },
    /** Turns and walks until nothing is left to do at this moment. */
    async settle(): Promise<void> {
      for (let rounds = 0; rounds < 400; rounds += 1) {
        const turned = await turn(ports, tenant);
        const walked = await walkJourneys(ports, tenant);
        if (turned.subjects === 0 && walked.runs === 0) return;
      }
      throw new Error('the house never comes to rest');
    },
  };
}
