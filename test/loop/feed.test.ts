// From a change in Salesforce to our record of it, by the feed: over cut streams, dead workers, ended tokens, copies and gaps.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openClients } from '#clients/clients.ts';
import { startFeeds } from '#feeds.ts';
import { silentLog } from '#kit/log.ts';
import { type ConnectedOrg, connectedOrg } from '#kit/salesforce-org.ts';
import { until } from '#kit/until.ts';
import { seededRandom } from '#learn/random.ts';
import type { Ports, Work } from '#ports.ts';
import { endSessions } from '#sandbox/salesforce/tokens.ts';
import { intake } from '#sense/intake.ts';
import { reread } from '#sense/reread.ts';
import type { ObjectType } from '#sense/signal.ts';
import { sync } from '#sense/sync.ts';
import type { OpenStore } from '#store/open.ts';
import { salesforceAdapter } from '#webhooks/salesforce/adapter.ts';

const adapters = { salesforce: salesforceAdapter };
const pace = { holdMs: 1_500, most: 20 } as const;

describe('changes of a Salesforce org', () => {
  let sf: ConnectedOrg;
  let ports: Ports;
  const workers: { stop(): Promise<void>; kill(): void }[] = [];
  const woken: Work[] = [];
  const clock = { ahead: 0, now: () => new Date(Date.now() + clock.ahead) };

  const portsOn = (store: OpenStore): Ports => ({
    ...{ store, clock, log: silentLog(), queue: { wake: async (work) => void woken.push(work) } },
    clients: openClients({ config: sf.config, store, clock, log: silentLog() }),
  });
  /** A worker with everything of its own; `kill` leaves its feeds as a dead process does, held until their time is over. */
  async function startWorker() {
    const store = await sf.database.second();
    const dead = Promise.withResolvers<never>();
    let isDead = false;
    const own = portsOn({
      ...store,
      doors: {
        ...store.doors,
        holdFeeds: (...given) => (isDead ? dead.promise : store.doors.holdFeeds(...given)),
      },
      asTenant: (tenant, work) => (isDead ? dead.promise : store.asTenant(tenant, work)),
    });
    const feeds = startFeeds(own, pace);
    const worker = {
      feeds,
      stop: () => feeds.stop(),
      kill: () => {
        isDead = true;
        workers.splice(workers.indexOf(worker), 1);
      },
    };
    workers.push(worker);
    return worker;
  }
  const tenant = () => sf.connection.tenant;
  /** Does what the workers' queue would do, until nothing waits. */
  async function work(): Promise<void> {
    for (let more = true; more; ) ({ more } = await intake(ports, tenant(), adapters));
    for (let more = true; more; ) ({ more } = await reread(ports, tenant(), sf.connection.id));
  }
  /** Works until the record is known. */
  const read = (objectType: ObjectType, ...ids: string[]) =>
    until(async () => {
      await work();
      return (await known(objectType, ids)).size === ids.length;
    }, `${objectType} ${ids}`);
  const known = (objectType: ObjectType, ids: readonly string[]) =>
    sf.database.store.asTenant(tenant(), ({ records }) => records.known(sf.connection.id, objectType, ids));
  const feed = () => sf.database.store.asTenant(tenant(), ({ feeds }) => feeds.get(sf.connection.id));
  const rows = async <T>(statement: string): Promise<T[]> =>
    (await sf.database.store.pool.query<T & object>(statement)).rows;
  const hints = async () =>
    (await rows<{ external_id: string }>("select external_id from signal where kind = 'crm.changed'")).map(
      (row) => row.external_id,
    );
  /** The first event that is told gives the place; one that comes while a stream is opened anew is read instead. */
  const following = () =>
    until(async () => {
      aLead(0);
      const row = await feed();
      return row?.state === 'following' && 'after' in row.start;
    }, 'a feed with a place');
  const aLead = (nr: number) => sf.org.create('Lead', { LastName: `Lee ${nr}`, Company: 'Acme' });

  beforeAll(async () => {
    sf = await connectedOrg();
    ports = portsOn(sf.database.store);
    const worker = await startWorker();
    await until(() => sf.server.pubsub.streams() === 1, 'a stream');
    await following();
    expect(worker.feeds.following()).toEqual([sf.connection.id]);
  });
  afterAll(async () => {
    await Promise.all(workers.map((one) => one.stop()));
    await sf.close();
  });

  it('are read at once: new, changed, gone, back again, merged, converted, and an activity that is done', async () => {
    const [kept, gone, back, loser, convert] = [1, 2, 3, 4, 5].map(aLead);
    const task = sf.org.create('Task', { Subject: 'Call', TaskSubtype: 'Call', WhoId: kept ?? '' });
    sf.org.update('Lead', kept ?? '', { Title: 'Owner' });
    await read('lead', convert ?? '');
    await read('call', task);
    sf.org.update('Task', task, { Status: 'Completed' });
    sf.org.remove('Lead', gone ?? '');
    sf.org.remove('Lead', back ?? '');
    sf.org.undelete('Lead', back ?? '');
    sf.org.merge('Lead', { winner: kept ?? '', losers: [loser ?? ''] });
    const converted = sf.org.convert({ leadId: convert ?? '' });
    await until(async () => {
      await work();
      clock.ahead += 5_000;
      const leads = await known(
        'lead',
        [kept, gone, back, loser, convert].map((id) => id ?? ''),
      );
      return (
        leads.get(kept ?? '')?.properties['Title'] === 'Owner' &&
        leads.get(gone ?? '')?.archived !== false &&
        leads.get(back ?? '')?.archived === false &&
        !leads.has(loser ?? '') &&
        leads.get(convert ?? '')?.links?.contact?.[0] === converted.contactId &&
        (await known('contact', [converted.contactId])).size === 1 &&
        (await known('call', [task])).get(task)?.properties['IsClosed'] === 'true'
      );
    }, 'every change');
  });

  it('are told once each and none is lost, when streams break, workers die, tokens end and events come twice', async () => {
    const edits = 200;
    const random = seededRandom(4);
    const leads = Array.from({ length: 40 }, (_, nr) => aLead(100 + nr));
    await read('lead', ...leads);
    const before = (await hints()).length;
    sf.server.chaos.set({
      streams: { cutRate: 0.1, duplicateRate: 0.3, together: 11, delayMs: { min: 0, max: 20 } },
    });
    let killed = 0;
    for (let nr = 0; nr < edits; nr += 1) {
      const id = leads[Math.floor(random() * leads.length)] ?? '';
      sf.org.update('Lead', id, { Title: `edit ${nr}` });
      if (nr % 50 === 20) sf.server.pubsub.cut(random() < 0.5);
      if (nr === 60 || nr === 130) {
        workers[0]?.kill();
        killed += 1;
        await startWorker();
      }
      if (nr === 100) endSessions(sf.server.orgs, sf.org.orgId);
      if (nr % 4 === 0) await new Promise((resolve) => setTimeout(resolve, random() * 20));
    }
    await until(
      async () => {
        await work();
        return (await hints()).length >= before + edits;
      },
      async () => ({ told: (await hints()).length - before, of: edits, feed: await feed() }),
    );
    sf.server.chaos.set({ streams: {} });
    await work();
    expect((await hints()).length).toBe(before + edits);
    expect(killed).toBe(2);
    const ours = await known('lead', leads);
    const differing = leads.filter(
      (id) => ours.get(id)?.properties['Title'] !== sf.org.read('Lead', id)?.values['Title'],
    );
    expect(differing).toEqual([]);
  });

  it('that we made ourselves come back as echoes: nothing is read again', async () => {
    const id = aLead(500);
    await read('lead', id);
    const crm = ports.clients.crm(sf.connection);
    const reads = (await hints()).length;
    expect(await crm.write('lead', [{ id, properties: { revloop_lead_score: '71' } }])).toMatchObject([
      { ok: true },
    ]);
    sf.org.update('Lead', id, { Title: 'Chief' });
    await until(async () => {
      await work();
      return (await hints()).length === reads + 1;
    }, 'the other change');
    expect((await known('lead', [id])).get(id)?.properties['Title']).toBe('Chief');
  });

  it('of which no record is named have everything of their type compared', async () => {
    const lead = aLead(600);
    await read('lead', lead);
    for (let more = true; more; ) ({ more } = await sync(ports, tenant(), sf.connection.id));
    await until(async () => {
      const { more } = await sync(ports, tenant(), sf.connection.id);
      const all = await sf.database.store.asTenant(tenant(), ({ syncs }) => syncs.all(sf.connection.id));
      return !more && all.some(({ phase, objectType }) => phase === 'reconcile' && objectType === 'lead');
    }, 'the first reading');
    sf.org.context.changeLog.distortNext(sf.org.orgId, 'overflow');
    sf.org.update('Lead', lead, { Title: 'Told by nobody' });
    await until(async () => {
      await work();
      const all = await sf.database.store.asTenant(tenant(), ({ syncs }) => syncs.all(sf.connection.id));
      const compare = all.find(({ phase, objectType }) => phase === 'reconcile' && objectType === 'lead');
      return compare !== undefined && new Date(String(compare.cursor['dueAt'])) <= clock.now();
    }, 'the comparison to be due');
    await until(async () => {
      await sync(ports, tenant(), sf.connection.id);
      return (await known('lead', [lead])).get(lead)?.properties['Title'] === 'Told by nobody';
    }, 'the comparison');
  });

  it('that the connected user may not see in full are named to the admin', async () => {
    sf.org.changeUser(sf.connection.account.userId ?? '', { objects: { Case: { read: false } } });
    await Promise.all(workers.splice(0).map((one) => one.stop()));
    await startWorker();
    await until(async () => (await feed())?.code === 'FEED_PARTIAL', 'the note');
    expect(await feed()).toMatchObject({ state: 'following', problem: 'Case' });
  });
});
