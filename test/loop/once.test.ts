// Once: processes die at any moment, Redis is emptied, events come twice and in disorder; in the end every accepted
// event has had its effect exactly once, and every twin is that of a clean replay.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { taskMark } from '#act/crm-task.ts';
import type { Account } from '#kit/account.ts';
import { cases } from '#kit/cases.ts';
import { type RevloopProcess, startProcess } from '#kit/processes.ts';
import { sendBatch } from '#kit/product-events.ts';
import { type Customer, openWorld, type World } from '#kit/running-world.ts';
import { until } from '#kit/until.ts';
import { canonical, openWatch } from '#kit/watch.ts';
import { seededRandom } from '#learn/random.ts';
import { subjectKinds } from '#sense/signal.ts';
import { tenantSettings } from '#sense/tenant.ts';

const seed = 20_261_122;
const rounds = 30;
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe.each(cases())('with processes that are killed, with $platform on $name', ({ platform, engine }) => {
  let world: World;
  let watch: ReturnType<typeof openWatch>;
  let acme: Customer;
  let leads: string[] = [];
  let kind: Account['lead'] = 'contact';
  const alive = new Map<string, RevloopProcess>();
  const random = seededRandom(seed);
  const pick = <T>(list: readonly T[]): T => {
    const one = list[Math.floor(random() * list.length)];
    if (one === undefined) throw new Error('there is nothing to pick from');
    return one;
  };
  const begin = (name: string) => {
    const role = name.startsWith('web') ? 'web' : 'worker';
    alive.set(name, startProcess({ ...world.env, REVLOOP_ROLE: role, LOG_LEVEL: 'error' }));
  };
  const sent = { events: new Set<string>(), accepted: 0, clicks: 0, kills: 0 };

  beforeAll(async () => {
    world = await openWorld({
      engine,
      chaos: {
        seed,
        ...{ duplicateRate: 0.3, outOfOrderRate: 0.4, outOfOrderMs: 1_500, failureRate: 0.02 },
        webhookDelayMs: { min: 0, max: 800 },
        // Ten tries within seven minutes: on a busy machine a killed server is away for one of them.
        retryTimeScale: 0.005,
      },
    });
    watch = openWatch(world);
    const account = world.account(platform, 'acme.example.com');
    leads = account.closedHistory(15);
    for (const name of ['web', 'worker-1', 'worker-2']) begin(name);
    await alive.get('web')?.says(/Listening/);
    acme = await world.customer(account, 'acme');
    kind = account.lead;
    const settings = tenantSettings.parse({
      alerts: { perDay: 1_000, channel: acme.channel },
      writes: { perRecordPerDay: 1_000 },
    });
    await world.store.asTenant(acme.tenant, (rows) => rows.settings.save(settings));
    await watch.rest();
  });
  afterAll(async () => {
    for (const one of alive.values()) await one.end('SIGKILL', true);
    await world.close();
  });

  /** Sends a batch as an SDK would: until it is accepted, and now and then once more. */
  async function sendEvents(batch: readonly object[]): Promise<void> {
    let more = random() < 0.3 ? 2 : 1;
    for (let tries = 0; tries < 600 && more > 0; tries += 1) {
      if ((await sendBatch(world.url, acme.writeKey, batch)) === 200) more -= 1;
      else await sleep(100);
    }
    expect(more).toBe(0);
    sent.accepted += 1;
  }

  function productEvents(): object[] {
    return Array.from({ length: 60 }, () => {
      const messageId = randomUUID();
      sent.events.add(messageId);
      const nr = Math.floor(random() * 30);
      const timestamp = new Date(Date.now() - Math.floor(random() * 20 * 86_400_000)).toISOString();
      const traits = { email: `open${nr}@now.example` };
      const event = pick(['report made', 'invited', 'exported']);
      return { type: 'track', event, messageId, userId: `user-${nr}`, timestamp, context: { traits } };
    });
  }

  function edit(): void {
    const { account } = acme;
    for (let nr = 0; nr < 20; nr += 1) {
      account.change(pick(leads), {
        jobTitle: pick(['Owner', 'Manager', 'Clerk', 'Student']),
        phone: `+1 555 ${Math.floor(random() * 100_000)}`,
      });
    }
    for (let nr = 0; nr < 2; nr += 1)
      leads.push(account.addLead({ email: `${randomUUID()}@new.example`, jobTitle: 'Owner' }));
    if (random() < 0.5) {
      const [winner, loser] = [pick(leads.slice(15)), pick(leads.slice(15))];
      if (winner !== loser) {
        account.merge(winner, loser);
        leads = leads.filter((one) => one !== loser);
      }
    }
    if (random() < 0.3) {
      const gone = pick(leads);
      account.remove(gone);
      account.bringBack(gone);
    }
  }

  async function clickSomething(): Promise<void> {
    const open = await watch.rows(
      `select n.advice_id, n.ts, n.channel from notice n join advice a on a.id = n.advice_id and a.state = 'open'
       where n.ts <> '' order by n.ts limit 5`,
    );
    if (open.length === 0) return;
    const { advice_id: advice, ts, channel } = pick(open);
    await world.ask('slack', 'POST', 'click', {
      ...{ team: acme.team, user: acme.user, channel, ts },
      ...{ action_id: pick(['revloop:take', 'revloop:not_useful']), block_id: `advice:${advice}` },
    });
    sent.clicks += 1;
  }

  async function killAndRestart(name: string): Promise<void> {
    await alive.get(name)?.end('SIGKILL');
    sent.kills += 1;
    await sleep(Math.floor(random() * 400));
    begin(name);
  }

  it('takes a few thousand events while it is killed again and again', async () => {
    let work: Promise<void> = Promise.resolve();
    for (let round = 0; round < rounds; round += 1) {
      const sending = sendEvents(productEvents());
      edit();
      await watch.heard(acme);
      await clickSomething();
      if (round % 4 === 1)
        work = Promise.all([work, killAndRestart(pick([...alive.keys()]))]).then(() => undefined);
      if (round % 10 === 5) await world.redis?.flush();
      await Promise.all([sending, sleep(200 + Math.floor(random() * 400))]);
    }
    await work;
    expect(sent.kills).toBe(8);
    expect(sent.accepted).toBe(rounds);
    // What a killed worker had in its hands waits for the end of its lease: minutes, which are not waited for here.
    const onlyLeases = async () => Object.keys(await watch.busy()).every((one) => one === 'actions');
    await until(onlyLeases, watch.busy, 150_000);
    await watch.still(15_000);
    await watch.endLeases();
    await watch.heard(acme);
    await watch.rest();
    expect(world.hubspot.deliveries.counts()).toMatchObject({ pending: 0, givenUp: 0, lost: 0 });
    if (platform === 'hubspot') expect(world.hubspot.deliveries.counts().delivered).toBeGreaterThan(1_000);
  }, 900_000);

  it('has worked off every accepted delivery', async () => {
    expect(await watch.rows('select state, count(*)::int as n from delivery group by state')).toEqual([
      { state: 'done', n: expect.any(Number) },
    ]);
  });

  it('has kept every product event once', async () => {
    const kept = await watch.rows(
      `select split_part(key, '/', 3) as id from signal where kind = 'product.event'`,
    );
    expect(kept.map(({ id }) => String(id)).sort()).toEqual([...sent.events].sort());
  });

  it('has counted every product event once in the twins', async () => {
    const [sum] = await watch.rows(`select sum(nullif(n, '')::int)::int as n from twin t
      cross join jsonb_each(t.body -> 'events') e
      cross join regexp_split_to_table(split_part(e.value ->> 'days', ':', 2), ',') n`);
    expect(sum).toEqual({ n: sent.events.size });
  });

  it('has twins that are those of a clean replay, and know what the CRM says', async () => {
    const twins = await watch.rows('select subject_id, kind, body from twin');
    expect(twins.length).toBeGreaterThan(280);
    for (const { subject_id: id, kind, body } of twins) {
      const known = subjectKinds.find((one) => one === kind) ?? 'contact';
      expect(canonical(body)).toBe(canonical(await watch.replayed(acme.tenant, String(id), known)));
    }
    for (const id of leads) {
      const twin = await watch.twin(acme, kind, id);
      const names = ['email', 'jobTitle', 'phone'] as const;
      const known = names.map((name) => twin?.properties[acme.account.names[name]]?.value ?? null);
      const inCrm = names.map((name) => acme.account.value(id, name));
      if (canonical(known) !== canonical(inCrm)) console.error(await watch.story(acme, kind, id));
      expect([id, ...known]).toEqual([id, ...inCrm]);
    }
  });

  it('shows in every record what was found last', async () => {
    for (const id of leads) {
      const subject = await watch.subject(acme, kind, id);
      const [finding] = await watch.rows('select score, band from finding where subject_id = $1', subject);
      expect([id, watch.field(acme, 'lead', id, 'lead_score')]).toEqual([id, String(finding?.['score'])]);
      expect([id, watch.field(acme, 'lead', id, 'lead_grade')]).toEqual([id, finding?.['band']]);
    }
  });

  it('has sent one message for each advice, and made one task', async () => {
    const messages = (await watch.said(acme)).filter(
      ({ blocks, thread_ts }) => blocks.length > 0 && !thread_ts,
    );
    const marks = messages.map((message) => JSON.stringify(message['metadata']));
    expect(marks.length).toBeGreaterThan(5);
    expect(new Set(marks).size).toBe(marks.length);
    const tasks = leads.flatMap((id) => acme.account.tasks(id));
    const inCrm = tasks.map((text) => /RL-[0-9A-F]{12}/.exec(text)?.[0]);
    expect(inCrm.filter((mark, nr) => inCrm.indexOf(mark) !== nr)).toEqual([]);
    const done = await watch.rows(`select key from action where kind = 'crm.task' and state = 'done'`);
    expect(done.length).toBeGreaterThan(5);
    for (const { key } of done) expect(inCrm).toContain(taskMark(String(key)));
    const left = await watch.rows(
      // A task of a record that was merged away goes with it.
      `select key, state, problem from action where kind = 'crm.task' and state not in ('done', 'cancelled')`,
    );
    expect(left).toEqual([]);
  });

  it('has recorded one outcome for each answer', async () => {
    expect(sent.clicks).toBeGreaterThan(3);
    const answered = await watch.rows(`select a.id, a.state, count(o.id)::int as outcomes from advice a
      left join outcome o on o.advice_id = a.id and o.via = 'slack'
      where a.state in ('taken', 'not_useful') group by a.id`);
    expect(answered.length).toBeGreaterThan(0);
    for (const one of answered) expect(one).toMatchObject({ outcomes: 1 });
  });
});
