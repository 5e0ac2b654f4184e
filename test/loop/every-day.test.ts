// What the loop promises on an ordinary day, after the first reading.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Account, Person } from '#kit/account.ts';
import { cases } from '#kit/cases.ts';
import { sendBatch } from '#kit/product-events.ts';
import { openRunning, type Running } from '#kit/running.ts';
import type { Customer } from '#kit/running-world.ts';
import { until } from '#kit/until.ts';
import { canonical } from '#kit/watch.ts';
import { tenantSettings } from '#sense/tenant.ts';
import { readCounts } from '#twin/day-counts.ts';

const day = 86_400_000;

const told = (days = '') => [...readCounts(days).values()].reduce((sum, count) => sum + count, 0);

describe.each(cases())('the loop, every day, with $platform on $name', ({ platform, engine }) => {
  let house: Running;
  let acme: Customer;
  let leads: string[] = [];
  let company = '';
  let kind: Account['lead'] = 'contact';
  let names: Account['names'];
  const lead = (nr: number) => leads[nr] ?? '';
  beforeAll(async () => {
    house = await openRunning({ engine });
    const account = house.account(platform, 'acme.example.com');
    leads = account.closedHistory(10);
    company = account.addCustomer('Northwind', 'northwind.example');
    acme = await house.customer(account, 'acme');
    ({ lead: kind, names } = account);
    await house.rest();
  });
  afterAll(() => house.close());
  const score = (id: string) => house.field(acme, 'lead', id, 'lead_score');
  const change = async (id: string, person: Partial<Person>) => {
    acme.account.change(id, person);
    await house.heard(acme);
  };
  const writes = async () => {
    const calls = Object.entries(await house.calls());
    return calls.filter(([name]) =>
      /POST .*\/(batch\/(update|create)|sobjects\/\w+)$|^PATCH|^PUT/.test(name),
    );
  };

  it('brings an edit in the CRM into the fields', async () => {
    const before = score(lead(0));
    await change(lead(0), { jobTitle: 'Student' });
    await until(
      () => score(lead(0)) !== before,
      () => score(lead(0)),
    );
    expect(Number(score(lead(0)))).toBeLessThan(Number(before));
    await house.rest();
    expect(house.field(acme, 'lead', lead(0), 'lead_grade')).not.toBe('A');
  });

  it('writes nothing, and reads nothing, when nothing changed', async () => {
    await house.rest();
    await house.quiet();
    await house.forgetCalls();
    const kept = await house.count('signal');
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    expect(await house.calls()).toEqual({});
    expect(await house.count('signal')).toBe(kept);
  });

  it('writes nothing when what changed does not move the score', async () => {
    await house.forgetCalls();
    await change(lead(1), { lastName: 'Lovelace' });
    const known = async () => (await house.twin(acme, kind, lead(1)))?.properties[names.lastName]?.value;
    await until(async () => (await known()) === 'Lovelace', known);
    await house.rest();
    expect(await writes()).toEqual([]);
  });

  it('is not moved by its own writes coming back', async () => {
    const turned = async () => (await house.rows(`select max(found_at) as at from finding`))[0]?.['at'];
    await change(lead(2), { jobTitle: 'Clerk' });
    const title = async () => (await house.twin(acme, kind, lead(2)))?.properties[names.jobTitle]?.value;
    await until(async () => (await title()) === 'Clerk', title);
    await house.rest();
    await house.quiet();
    const [at, kept] = [await turned(), await house.count('signal')];
    await house.forgetCalls();
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    expect([await turned(), await house.count('signal')]).toEqual([at, kept]);
    expect(await house.calls()).toEqual({});
  });

  it('makes one subject of two records that are merged, with what both did', async () => {
    const [winner, loser] = [lead(3), lead(4)];
    const gone = await house.subject(acme, kind, loser);
    acme.account.merge(winner, loser);
    await house.heard(acme);
    await until(async () => (await house.subject(acme, kind, loser)) !== gone, 'the merge');
    await house.rest();
    const subject = await house.subject(acme, kind, winner);
    expect(await house.subject(acme, kind, loser)).toBe(subject);
    const twin = await house.twin(acme, kind, winner);
    expect(twin?.properties[names.email]?.value).toBe(acme.account.value(winner, 'email'));
    expect(canonical(twin)).toBe(canonical(await house.replayed(acme.tenant, subject, kind)));
    expect(await house.count('finding where subject_id = $1', gone)).toBe(0);
  });

  it('follows a record into the archive and back', async () => {
    const archived = async () => (await house.twin(acme, kind, lead(5)))?.archived?.value;
    acme.account.remove(lead(5));
    await house.heard(acme);
    await until(async () => (await archived()) === true, archived);
    acme.account.bringBack(lead(5));
    await house.heard(acme);
    await until(async () => (await archived()) === false, archived);
    await house.rest();
    expect(score(lead(5))).not.toBeNull();
  });

  it('keeps nothing of a person who is erased', async () => {
    const email = acme.account.value(lead(6), 'email') ?? '';
    expect(email).toMatch(/@/);
    const mentions = async () => {
      const tables = await house.rows(`select distinct table_name as name from information_schema.columns
        where table_schema in ('public', 'bullmq') and table_name not in ('migration') order by 1`);
      const found: unknown[] = [];
      for (const { name } of tables) {
        const schema = await house.rows(
          `select table_schema as s from information_schema.tables where table_name = $1`,
          name,
        );
        const n = await house.count(
          `${schema[0]?.['s']}.${name} t where to_jsonb(t)::text ilike '%' || $1 || '%'
          or to_jsonb(t)::text ilike '%' || encode(convert_to($1, 'UTF8'), 'hex') || '%'`,
          email,
        );
        if (n > 0) found.push(name);
      }
      return found;
    };
    expect(await mentions()).toEqual(expect.arrayContaining(['record', 'signal', 'twin']));
    acme.account.erase(lead(6));
    // Salesforce tells nobody that a person demands it: the admin erases in the console.
    if (platform === 'salesforce') {
      const subject = await house.subject(acme, kind, lead(6));
      await house.store.asTenant(acme.tenant, ({ subjects }) => subjects.erase(subject, { who: 'crm' }));
    }
    await until(async () => (await mentions()).length === 0, mentions);
    await house.rest();
    expect(await mentions()).toEqual([]);
  });

  it('turns product events into the health of the customer, and knows who did them', async () => {
    const before = house.field(acme, 'company', company, 'health_score');
    const events = Array.from({ length: 60 }, (_, nr) => ({
      ...{ type: 'track', event: 'report made', messageId: `use-${nr}`, userId: `user-${nr % 3}` },
      timestamp: new Date(Date.now() - (nr % 20) * day).toISOString(),
      context: { groupId: 'g1', traits: { email: `open${nr % 3}@now.example` } },
    }));
    const group = {
      ...{ type: 'group', messageId: 'group-1', userId: 'user-0', groupId: 'g1' },
      traits: { domain: 'northwind.example' },
    };
    expect(await sendBatch(house.url, acme.writeKey, [...events, group])).toBe(200);
    const seen = async () => house.field(acme, 'company', company, 'health_score');
    await until(async () => (await seen()) !== before, seen);
    await house.rest();
    const twin = await house.twin(acme, 'company', company);
    expect(told(twin?.events['report made']?.days)).toBe(60);
    const person = await house.twin(acme, kind, lead(0));
    expect(told(person?.events['report made']?.days)).toBe(20);
  });

  it('counts product events of people whom no CRM knows, again and again', async () => {
    const event = (nr: number) => ({
      ...{ type: 'track', event: 'opened', messageId: `stranger-${nr}`, userId: 'stranger' },
      context: { traits: { email: 'stranger@nowhere.example' } },
    });
    for (let nr = 0; nr < 3; nr += 1) {
      expect(await sendBatch(house.url, acme.writeKey, [event(nr), event(nr)])).toBe(200);
      await house.rest();
    }
    const [twin] = await house.rows(
      `select body from twin where body -> 'events' ? 'opened' and kind = 'company'`,
    );
    // Three events, each counted once, and once whose domain it is.
    expect(twin).toMatchObject({
      body: { events: { opened: { days: expect.stringMatching(/:3$|,/) } }, signals: 4 },
    });
  });

  it('writes nothing outside in a dry run, and everything afterwards', async () => {
    const settings = tenantSettings.parse({ dryRun: true });
    const before = (await house.store.asTenant(acme.tenant, (rows) => rows.settings.read())).settings;
    await house.store.asTenant(acme.tenant, (rows) =>
      rows.settings.save({ ...before, dryRun: settings.dryRun }),
    );
    const [shown, messages] = [score(lead(7)), (await house.said(acme)).length];
    await change(lead(7), { jobTitle: 'Student' });
    const dry = () => house.count(`action where state = 'dry'`);
    await until(async () => (await dry()) > 0, dry);
    await house.rest();
    expect([score(lead(7)), (await house.said(acme)).length]).toEqual([shown, messages]);
    await house.store.asTenant(acme.tenant, (rows) => rows.settings.save(before));
    await change(lead(7), { jobTitle: 'Clerk' });
    await until(
      () => score(lead(7)) !== shown,
      () => score(lead(7)),
    );
  });
});
