// A lead of Salesforce becomes a contact: its story goes on there, and nothing is written to the lead any more.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explanation } from '#act/explanation.ts';
import { engines } from '#kit/database.ts';
import { openRunning, type Running } from '#kit/running.ts';
import type { Customer } from '#kit/running-world.ts';
import type { SalesforceAccount } from '#kit/salesforce-account.ts';
import { until } from '#kit/until.ts';
import { canonical } from '#kit/watch.ts';

describe.each(engines())('a converted lead, on $name', (engine) => {
  let house: Running;
  let acme: Customer<SalesforceAccount>;
  let leads: string[] = [];
  beforeAll(async () => {
    house = await openRunning({ engine });
    const account = house.account('salesforce', 'Acme');
    leads = account.closedHistory(2);
    acme = await house.customer(account, 'acme');
    await house.rest();
  });
  afterAll(() => house.close());
  const lead = (nr: number) => leads[nr] ?? '';
  const contactOf = (nr: number) =>
    String(acme.account.org.read('Lead', lead(nr))?.values['ConvertedContactId']);

  it('is learned from with the fields it had as a lead: won and lost ones show the same', async () => {
    const [row] = await house.rows(`select body from weights where state = 'live'`);
    expect(row).toMatchObject({
      body: { learner: expect.not.stringMatching('prior'), history: { closed: 240 } },
    });
    const { features, leftOut } = JSON.parse(JSON.stringify(row?.['body'] ?? {}));
    const used: string[] = features.map(({ name }: { name: string }) => name);
    expect(used).toContain('lead.Title');
    const all = [...used, ...leftOut.map(({ name }: { name: string }) => name)];
    // Fields it had as a lead, and what was derived of its days: never who it became.
    const derived = /^(early_|mail|meetings_|events_|pages_|lead_age|quiet_days|reply_)/;
    for (const name of all.filter((one) => !derived.test(one)))
      expect(name).toMatch(/^lead\.(?!Converted|IsConverted|Status|Owner)/);
  });

  it('keeps its subject, history and score on the contact', async () => {
    const before = await house.subject(acme, 'lead', lead(0));
    const advised = await house.rows('select id from advice where subject_id = $1', before);
    acme.account.win(lead(0));
    await house.heard(acme);
    const known = () => house.subject(acme, 'contact', contactOf(0));
    await until(async () => (await known()) === before, known);
    const score = () => acme.account.field('lead', lead(0), 'lead_score');
    await until(() => score() !== null, score);
    await house.rest();
    const twin = await house.twin(acme, 'contact', contactOf(0));
    expect(twin?.kind).toBe('contact');
    expect(canonical(twin)).toBe(canonical(await house.replayed(acme.tenant, before, 'contact')));
    expect(await house.rows('select id from advice where subject_id = $1', before)).toEqual(advised);
    const told = explanation.parse(JSON.parse(acme.account.field('lead', lead(0), 'explanation') ?? ''));
    expect(told).toMatchObject({ state: 'ready', standing: 'won' });
    expect(await house.count(`outcome where kind = 'won' and subject_id = $1`, before)).toBe(1);
  });

  it('is written no more: what was on its way to the lead goes to the contact', async () => {
    const subject = await house.subject(acme, 'lead', lead(1));
    await house.rows(`update connection set state = 'misconfigured' where id = $1`, acme.connection.id);
    await house.rows(
      `insert into action (tenant_id, key, kind, connection_id, subject_id, object_type, external_id, payload, due_at, created_at)
      values ($1, 'waiting', 'crm.write', $2, $3, 'lead', $4, $5, now(), now())`,
      acme.tenant,
      acme.connection.id,
      subject,
      lead(1),
      JSON.stringify({ objectType: 'lead', externalId: lead(1), properties: { revloop_lead_score: '1' } }),
    );
    acme.account.win(lead(1));
    await house.rows(`update connection set state = 'active' where id = $1`, acme.connection.id);
    await house.heard(acme);
    const score = () => acme.account.field('lead', lead(1), 'lead_score');
    await until(() => score() !== null, score);
    await house.rest();
    expect(score()).not.toBe('1');
    const refused = await house.rows(`select problem from action where state = 'parked'`);
    expect(refused).toEqual([]);
  });

  it('says of a contact that never was a lead nothing, and writes nothing to it', async () => {
    const id = acme.account.org.create('Contact', { LastName: 'Never', Email: 'never@now.example' });
    await house.heard(acme);
    const known = () => house.twin(acme, 'contact', id);
    await until(async () => (await known()) !== null, known);
    await house.rest();
    const subject = await house.subject(acme, 'contact', id);
    expect(await house.count('finding where subject_id = $1', subject)).toBe(0);
    expect(await house.count('action where subject_id = $1', subject)).toBe(0);
  });
});
