// What the loop promises on an ordinary day, after the first reading.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closedHistory } from '#kit/closed-history.ts';
import { engines } from '#kit/database.ts';
import { sendBatch } from '#kit/product-events.ts';
import { openRunning, type Running } from '#kit/running.ts';
import type { Customer } from '#kit/running-world.ts';
import { until } from '#kit/until.ts';
import { canonical } from '#kit/watch.ts';
import { tenantSettings } from '#sense/tenant.ts';

const day = 86_400_000;

describe.each(engines())('the loop, every day, on $name', (engine) => {
  let house: Running;
  let acme: Customer;
  let leads: string[] = [];
  let company = '';
  const lead = (nr: number) => leads[nr] ?? '';
  beforeAll(async () => {
    house = await openRunning({ engine });
    const portal = house.portal('acme.example.com');
    leads = closedHistory(portal, 10);
    const made = new Date(Date.now() - 200 * day);
    [company = ''] = portal.seed([
      {
        ...{ type: 'companies', createdAt: made, updatedAt: made },
        properties: { name: 'Northwind', domain: 'northwind.example', lifecyclestage: 'customer' },
      },
    ]);
    acme = await house.customer(portal, 'acme');
    await house.rest();
  });
  afterAll(() => house.close());
  const score = (id: string) => house.field(acme, 'contacts', id, 'revloop_lead_score');
  const writes = async () => {
    const calls = Object.entries(await house.calls());
    return calls.filter(([name]) => /POST .*\/batch\/(update|create)|^PATCH|^PUT/.test(name));
  };

  it('brings an edit in the CRM into the fields', async () => {
    const before = score(lead(0));
    acme.portal.update('contacts', lead(0), { jobtitle: 'Student' });
    await until(
      () => score(lead(0)) !== before,
      () => score(lead(0)),
    );
    expect(Number(score(lead(0)))).toBeLessThan(Number(before));
    await house.rest();
    expect(house.field(acme, 'contacts', lead(0), 'revloop_lead_grade')).not.toBe('A');
  });

  it('writes nothing, and reads nothing, when nothing changed', async () => {
    await house.rest();
    await house.forgetCalls();
    const kept = await house.count('signal');
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    expect(await house.calls()).toEqual({});
    expect(await house.count('signal')).toBe(kept);
  });

  it('writes nothing when what changed does not move the score', async () => {
    await house.forgetCalls();
    acme.portal.update('contacts', lead(1), { lastname: 'Lovelace' });
    const known = async () => (await house.twin(acme, 'contact', lead(1)))?.properties['lastname']?.value;
    await until(async () => (await known()) === 'Lovelace', known);
    await house.rest();
    expect(await writes()).toEqual([]);
  });

  it('is not moved by its own writes coming back', async () => {
    const turned = async () => (await house.rows(`select max(found_at) as at from finding`))[0]?.['at'];
    acme.portal.update('contacts', lead(2), { jobtitle: 'Clerk' });
    const title = async () => (await house.twin(acme, 'contact', lead(2)))?.properties['jobtitle']?.value;
    await until(async () => (await title()) === 'Clerk', title);
    await house.rest();
    const [at, kept] = [await turned(), await house.count('signal')];
    await house.forgetCalls();
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    expect([await turned(), await house.count('signal')]).toEqual([at, kept]);
    expect(await house.calls()).toEqual({});
  });

  it('makes one subject of two records that are merged, with what both did', async () => {
    const [winner, loser] = [lead(3), lead(4)];
    const gone = await house.subject(acme, 'contact', loser);
    acme.portal.merge('contacts', winner, loser);
    await until(async () => (await house.subject(acme, 'contact', loser)) !== gone, 'the merge');
    await house.rest();
    const subject = await house.subject(acme, 'contact', winner);
    expect(await house.subject(acme, 'contact', loser)).toBe(subject);
    const twin = await house.twin(acme, 'contact', winner);
    expect(twin?.properties['email']?.value).toBe(house.field(acme, 'contacts', winner, 'email'));
    expect(canonical(twin)).toBe(canonical(await house.replayed(acme.tenant, subject, 'contact')));
    expect(await house.count('finding where subject_id = $1', gone)).toBe(0);
  });

  it('follows a record into the archive and back', async () => {
    const archived = async () => (await house.twin(acme, 'contact', lead(5)))?.archived?.value;
    acme.portal.archive('contacts', lead(5));
    await until(async () => (await archived()) === true, archived);
    acme.portal.restore('contacts', lead(5));
    await until(async () => (await archived()) === false, archived);
    await house.rest();
    expect(score(lead(5))).not.toBeNull();
  });

  it('keeps nothing of a person who is erased', async () => {
    const email = acme.portal.read('contacts', lead(6))?.properties['email'] ?? '';
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
    acme.portal.erase('contacts', lead(6));
    await until(async () => (await mentions()).length === 0, mentions, 40_000);
    await house.rest();
    expect(await mentions()).toEqual([]);
  });

  it('turns product events into the health of the customer, and knows who did them', async () => {
    const before = house.field(acme, 'companies', company, 'revloop_health_score');
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
    const seen = async () => house.field(acme, 'companies', company, 'revloop_health_score');
    await until(async () => (await seen()) !== before, seen);
    await house.rest();
    const twin = await house.twin(acme, 'company', company);
    expect(Object.values(twin?.events['report made']?.days ?? {}).reduce((a, b) => a + b, 0)).toBe(60);
    const person = await house.twin(acme, 'contact', lead(0));
    expect(Object.values(person?.events['report made']?.days ?? {}).reduce((a, b) => a + b, 0)).toBe(20);
  });

  it('counts product events of people whom no CRM knows, again and again', async () => {
    const event = (nr: number) => ({
      ...{ type: 'track', event: 'opened', messageId: `stranger-${nr}`, userId: 'stranger' },
      context: { traits: { email: 'stranger@nowhere.example' } },
    });
    for (let nr = 0; nr < 3; nr += 1) {
      expect(await sendBatch(house.url, acme.writeKey, [event(nr), event(nr)])).toBe(200);
      await house.rest(20_000);
    }
    const [twin] = await house.rows(`select body from twin where body -> 'events' ? 'opened'`);
    expect(twin).toMatchObject({ body: { events: { opened: { days: expect.anything() } }, signals: 6 } });
  });

  it('writes nothing outside in a dry run, and everything afterwards', async () => {
    const settings = tenantSettings.parse({ dryRun: true });
    const before = (await house.store.asTenant(acme.tenant, (rows) => rows.settings.read())).settings;
    await house.store.asTenant(acme.tenant, (rows) =>
      rows.settings.save({ ...before, dryRun: settings.dryRun }),
    );
    const [shown, messages] = [score(lead(7)), (await house.said(acme)).length];
    acme.portal.update('contacts', lead(7), { jobtitle: 'Student' });
    const dry = () => house.count(`action where state = 'dry'`);
    await until(async () => (await dry()) > 0, dry);
    await house.rest();
    expect([score(lead(7)), (await house.said(acme)).length]).toEqual([shown, messages]);
    await house.store.asTenant(acme.tenant, (rows) => rows.settings.save(before));
    acme.portal.update('contacts', lead(7), { jobtitle: 'Clerk' });
    await until(
      () => score(lead(7)) !== shown,
      () => score(lead(7)),
    );
  });
});
