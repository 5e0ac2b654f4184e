// HubSpot's requests, counted by the simulated portal.
import { z } from 'zod';
import { type Called, countOf, type OpenCalled } from './called.ts';
import { openHouse } from './house.ts';

/** HubSpot's largest page and largest batch. */
const together = 100;

export const openHubspotCalled: OpenCalled = async (engine): Promise<Called> => {
  const house = await openHouse(engine);
  const { sandbox } = house;
  await sandbox.limits({ off: true });
  return {
    people: 'contacts',
    async furnish(contacts, closed) {
      const { open } = await sandbox.ask(
        { furnish: { contacts, closed, seed: 1 } },
        z.object({ open: z.array(z.string()) }),
      );
      return open;
    },
    open: () => house.open(),
    connect: (server) => server.connect(sandbox.portalId),
    async edit(ids) {
      await sandbox.ask({ edit: ids }, z.object({ edited: z.number() }));
    },
    calls: () => sandbox.calls(),
    sorted(calls) {
      const lists = countOf(calls, (path) => path.endsWith('/objects/2026-09/contacts'));
      const reads = countOf(calls, (path) => path.endsWith('/contacts/batch/read'));
      const writes = countOf(calls, (path) => path.endsWith('/contacts/batch/update'));
      const searches = countOf(calls, (path) => path.endsWith('/search'));
      const others = calls.total - lists - reads - writes - searches;
      return { requests: calls.total, lists, reads, writes, searches, others };
    },
    fewest(people, changed) {
      const batches = (count: number) => Math.ceil(count / together);
      return { reading: batches(people), writing: batches(people), changing: 2 * batches(changed) };
    },
    notes: [
      'the rate limits are off: with them a portal takes at most 11 requests a second',
      'fewest: pages of 100, batches of 100; properties, owners, pipelines and the empty types are on top',
      'searches: the look for changes every five minutes, ten minutes back, which meets our own writes again',
    ],
    close: () => house.close(),
  };
};
