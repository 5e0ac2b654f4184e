// Following a feed of changes: one process, nothing lost and nothing twice whatever breaks, and polling where it cannot be.
import { afterEach, describe, expect, it } from 'vitest';
import { type FeedHouse, feedHouse, patiently } from '#kit/feed-house.ts';
import { leadChange, leadId } from '#kit/pubsub-org.ts';
import { until } from '#kit/until.ts';
import type { CrmFeed } from '#ports/feed.ts';
import { openChaos } from '#sandbox/hubspot/chaos.ts';

const houses: FeedHouse[] = [];
async function aHouse(...input: Parameters<typeof feedHouse>): Promise<FeedHouse> {
  const house = await feedHouse(...input);
  houses.push(house);
  return house;
}
afterEach(async () => {
  for (const house of houses.splice(0)) await house.close();
});

const state = async (house: FeedHouse) => (await house.feed())?.state;
const leads = (most: number) => Array.from({ length: most }, (_, nr) => leadId(nr));

describe('the feeds', () => {
  it('keep what comes as a delivery with the place, wake intake, and read what happened before', async () => {
    const house = await aHouse();
    await house.read(['lead']);
    await house.start();
    await until(() => house.org.server.streams() === 1, 'a stream');
    await until(async () => (await house.due()).join() === 'incremental lead', 'the reading of changes');
    house.org.commit(leadChange(1, { Status: 'a' }));
    await until(async () => (await house.deliveries()).length === 1, 'the delivery');
    expect(house.woken).toContainEqual({ kind: 'intake', tenant: house.tenant });
    const feed = await house.feed();
    expect(feed).toMatchObject({ state: 'following', code: null, problem: null });
    expect(feed?.start).toEqual({ after: expect.stringMatching(/^\/data\/Revloop__chn \S+$/) });
    await house.takeIn();
    expect(await house.signals()).toEqual([leadId(1)]);
  });

  it('are followed by one process, and by another one as soon as the first stops', async () => {
    const house = await aHouse();
    const first = await house.start(house.org.feed, patiently);
    await until(() => house.org.server.streams() === 1, 'a stream');
    const second = await house.start(house.org.feed, patiently);
    house.org.commit(leadChange(0, { Status: 'a' }));
    await until(async () => (await house.deliveries()).length === 1, 'the first event');
    expect(second.following()).toEqual([]);
    expect(house.org.server.streams()).toBe(1);
    await first.stop();
    house.org.commit(leadChange(1, { Status: 'b' }));
    await until(() => second.following().length === 1, 'the second to follow');
    await until(async () => (await house.deliveries()).length === 2, 'the second event');
    await house.takeIn();
    expect(await house.signals()).toEqual(leads(2));
  });

  it('go on where a killed process stopped, with what it had not kept', async () => {
    const house = await aHouse();
    house.org.set({ together: 2 });
    const { dead } = await house.startDying(3);
    await until(() => house.org.server.streams() === 1, 'a stream');
    for (let nr = 0; nr < 9; nr += 1) house.org.commit(leadChange(nr, { Status: String(nr) }));
    await until(dead, 'the death of the first');
    await house.start();
    await until(async () => (await house.deliveries()).length >= 9, 'all events');
    await house.takeIn();
    expect(await house.signals()).toEqual(leads(9));
  });

  it('stop in a process that was taken over, which can then keep nothing more', async () => {
    const house = await aHouse();
    const first = await house.start();
    await until(() => house.org.server.streams() === 1, 'a stream');
    await house.database.store.pool.query(
      "update feed set owner = gen_random_uuid(), held_until = 'infinity'",
    );
    house.org.commit(leadChange(1, { Status: 'a' }));
    await until(() => first.following().length === 0, 'the first to stop');
    expect(await house.deliveries()).toEqual([]);
  });

  it('lose nothing and do nothing twice when streams are cut, workers die, and events come twice and late', async () => {
    const events = 200;
    const { roll } = openChaos({ seed: 11 });
    const house = await aHouse({ roll, keepAliveMs: 50 });
    const placed = async () => 'after' in ((await house.feed())?.start ?? {});
    const first = await house.start();
    await until(placed, 'a place');
    await first.stop();
    house.org.set({ cutRate: 0.25, duplicateRate: 0.6, together: 9, delayMs: { min: 0, max: 5 } });
    let worker = await house.startDying(4);
    const dead: string[] = [];
    for (let nr = 0; nr < events; nr += 1) {
      house.org.commit(leadChange(nr, { Status: String(nr) }));
      if (nr % 29 === 7) house.org.server.cut(roll() < 0.5);
      if (nr % 5 === 0) await new Promise((resolve) => setTimeout(resolve, roll() * 10));
      if (worker.dead() && dead.length < 3) {
        dead.push(`at ${nr}`);
        worker = await house.startDying(3 + Math.floor(roll() * 4));
      }
      if (nr % 20 === 0) await house.takeIn();
    }
    // On a quick machine all is told before anybody has died of it.
    await until(() => dead.length > 0 || worker.dead(), 'a death');
    if (worker.dead()) dead.push('at the end');
    await house.start();
    await until(
      async () => {
        await house.takeIn();
        return (await house.signals()).length >= events;
      },
      async () => `${(await house.signals()).length} of ${events}`,
    );
    expect(dead.length).toBeGreaterThan(0);
    expect(await house.signals()).toEqual(leads(events));
    // They did come more than once: each was kept, and one had effect.
    expect((await house.deliveries()).length).toBeGreaterThan(events);
  });
});

describe('a feed that cannot be followed', () => {
  it('is off where the edition has none, and is tried again when the account is connected anew', async () => {
    const house = await aHouse();
    house.org.org.hasChangeEvents = false;
    await house.start();
    await until(async () => (await state(house)) === 'off', 'off');
    expect(await house.feed()).toMatchObject({
      code: 'FEED_NOT_OFFERED',
      problem: expect.stringContaining('service.tenant.license'),
    });
    house.org.org.hasChangeEvents = true;
    await house.connect();
    await until(async () => (await state(house)) === 'following', 'following');
  });

  it('waits when the allocation of the day is used up, with its place kept', async () => {
    const house = await aHouse();
    house.org.org.deliveriesPerDay = 1;
    await house.start();
    await until(() => house.org.server.streams() === 1, 'a stream');
    house.org.commit(leadChange(1, { Status: 'a' }));
    await until(async () => (await house.deliveries()).length === 1, 'the first');
    house.org.commit(leadChange(2, { Status: 'b' }));
    await until(async () => (await state(house)) === 'waiting', 'waiting');
    expect(await house.feed()).toMatchObject({ code: 'FEED_LIMIT', start: { after: expect.any(String) } });
    house.org.org.deliveriesPerDay = 100;
    // As if the quarter of an hour was over.
    await house.database.store.pool.query("update feed set due_at = '-infinity'");
    await until(async () => (await house.deliveries()).length === 2, 'the second');
    expect(await house.feed()).toMatchObject({ state: 'following', code: null });
  });

  it.each([
    ['older than what the org remembers', (position: string) => position, 73],
    ['none of the org', (position: string) => `${position.split(' ')[0]} AAAAAAAAAAAAAAAAAAAAAA==`, 0],
  ])('has everything compared when its place is %s, and gets what is still told', async (_, bend, hours) => {
    const house = await aHouse();
    await house.read(['lead', 'contact']);
    const first = await house.start();
    await until(() => house.org.server.streams() === 1, 'a stream');
    house.org.commit(leadChange(1, { Status: 'a' }));
    await until(async () => (await house.deliveries()).length === 1, 'an event');
    await first.stop();
    const { rows } = await house.database.store.pool.query<{ position: string }>('select position from feed');
    await house.database.store.pool.query('update feed set position = $1', [bend(rows[0]?.position ?? '')]);
    const later = new Date(Date.now() + hours * 3_600_000);
    house.org.time.now = () => later;
    house.org.commit(leadChange(2, { Status: 'b' }));
    await house.start();
    await until(async () => (await house.deliveries()).length > 1, 'the event of meanwhile');
    expect(await house.due()).toEqual([
      ...['incremental contact', 'incremental lead', 'reconcile contact', 'reconcile lead'],
    ]);
    expect(house.woken).toContainEqual({
      kind: 'sync',
      tenant: house.tenant,
      connection: house.connection.id,
    });
    expect(house.lines.map(({ sentence }) => sentence)).toContain(
      'the place in a feed is lost: everything is compared',
    );
    await house.takeIn();
    expect(await house.signals()).toContain(leadId(2));
    expect(await state(house)).toBe('following');
  });

  it('is left when the permission was taken back, and taken up when it is given again', async () => {
    const house = await aHouse();
    const { store } = house.database;
    const worker = await house.start();
    await until(() => worker.following().length === 1, 'following');
    await store.asTenant(house.tenant, ({ connections }) =>
      connections.setState(house.connection.id, 'revoked', null),
    );
    await until(() => worker.following().length === 0, 'left');
    await house.connect();
    await until(() => worker.following().length === 1, 'following again');
  });

  it('is begun anew where something failed here, and says meanwhile that it is not followed', async () => {
    const house = await aHouse();
    const failing: CrmFeed = { follow: async () => Promise.reject(new Error('no memory left')) };
    await house.start(failing);
    await until(() => house.lines.some(({ sentence }) => sentence === 'a feed was left for now'), 'the log');
    expect(await state(house)).toBe('starting');
  });
});

describe('events that name no record', () => {
  it.each(['overflow', 'wildcard'] as const)('have the type compared at once: %s', async (how) => {
    const house = await aHouse();
    await house.start();
    await until(() => house.org.server.streams() === 1, 'a stream');
    await house.read(['lead', 'contact']);
    house.org.log.distortNext(house.org.org.id, how);
    house.org.commit(leadChange(1, { Status: 'a' }));
    await until(async () => (await house.deliveries()).length === 1, 'the event');
    await house.takeIn();
    expect(await house.due()).toEqual(['incremental lead', 'reconcile lead']);
    expect(await house.signals()).toEqual([]);
    expect(house.woken).toContainEqual({
      kind: 'sync',
      tenant: house.tenant,
      connection: house.connection.id,
    });
  });

  it('but a gap has its record read again', async () => {
    const house = await aHouse();
    await house.start();
    await until(() => house.org.server.streams() === 1, 'a stream');
    house.org.log.distortNext(house.org.org.id, 'gap');
    house.org.commit(leadChange(1, { Status: 'a' }));
    await until(async () => (await house.deliveries()).length === 1, 'the event');
    await house.takeIn();
    const due = await house.database.store.asTenant(house.tenant, ({ rereads }) =>
      rereads.due(house.connection.id, new Date(), 10),
    );
    expect(due).toMatchObject([{ objectType: 'lead', externalId: leadId(1), links: true }]);
  });
});
