// One customer in HubSpot and in Salesforce: one twin, one score on both records, one answer, and a way back.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { answerCard, rep, stepOf } from '#kit/card.ts';
import { engines } from '#kit/database.ts';
import type { HubspotAccount } from '#kit/hubspot-account.ts';
import { openRunning, type Running } from '#kit/running.ts';
import type { Customer } from '#kit/running-world.ts';
import type { SalesforceAccount } from '#kit/salesforce-account.ts';
import { until } from '#kit/until.ts';
import { canonical } from '#kit/watch.ts';
import { openAccess } from '#store/access.ts';

describe.each(engines())('one customer in two CRMs, on $name', (engine) => {
  let house: Running;
  let here: Customer<HubspotAccount>;
  let there: Customer<SalesforceAccount>;
  let contact = '';
  let lead = '';
  let companies: readonly string[] = [];
  beforeAll(async () => {
    house = await openRunning({ engine });
    const portal = house.account('hubspot', 'acme.example.com');
    const org = house.account('salesforce', 'Acme');
    [contact = ''] = portal.closedHistory(1);
    const email = portal.value(contact, 'email') ?? '';
    lead = org.addLead({
      email: email.toUpperCase(),
      firstName: 'Ada',
      lastName: 'Okafor 0',
      jobTitle: 'Owner',
    });
    companies = [
      portal.addCustomer('Northwind', 'northwind.example'),
      org.addCustomer('Northwind Ltd', 'northwind.example'),
    ];
    here = await house.customer(portal, 'acme');
    there = await house.alsoConnect(here, org);
    await house.rest();
  });
  afterAll(() => house.close());

  const both = (name: string) => [
    house.field(here, 'lead', contact, name),
    house.field(there, 'lead', lead, name),
  ];
  const agree = async (name: string) => {
    await until(
      () => new Set(both(name)).size === 1,
      () => both(name),
    );
    return both(name)[0];
  };

  it('is one subject with what both say, as a clean replay gives it', async () => {
    const subject = await house.subject(here, 'contact', contact);
    expect(await house.subject(there, 'lead', lead)).toBe(subject);
    const twin = await house.twin(here, 'contact', contact);
    expect(twin?.properties['jobtitle']?.value).toBe('Owner');
    expect(twin?.properties['lead.Title']?.value).toBe('Owner');
    expect(canonical(twin)).toBe(canonical(await house.replayed(here.tenant, subject, 'contact')));
    const [inHubspot = '', inSalesforce = ''] = companies;
    const company = await house.subject(here, 'company', inHubspot);
    expect(await house.subject(there, 'company', inSalesforce)).toBe(company);
  });

  it('has one score, grade and next step on both records, one alert and one task', async () => {
    expect(Number(await agree('lead_score'))).toBeGreaterThan(50);
    expect(await agree('lead_grade')).toBe('A');
    expect(await agree('next_action')).not.toBeNull();
    const alerts = (await house.said(here)).filter(({ text }) => text.includes('Okafor'));
    expect(alerts).toHaveLength(1);
    expect([...here.account.tasks(contact), ...there.account.tasks(lead)]).toHaveLength(1);
  });

  it('has one health, whichever record says what of it', async () => {
    const [inHubspot = '', inSalesforce = ''] = companies;
    const before = house.field(here, 'company', inHubspot, 'health_score');
    there.account.org.create('Case', { Subject: 'Down', Status: 'New', AccountId: inSalesforce });
    await house.heard(there);
    const score = () => [
      house.field(here, 'company', inHubspot, 'health_score'),
      house.field(there, 'company', inSalesforce, 'health_score'),
    ];
    await until(() => score()[0] !== before && score()[0] === score()[1], score);
  });

  it('is answered in one and seen in the other', async () => {
    const step = await stepOf(house, here, contact);
    expect(await stepOf(house, there, lead)).toMatchObject({ advice: step?.advice });
    await answerCard(house, there, lead, 'done');
    await until(
      async () => (await stepOf(house, here, contact))?.state === 'done',
      () => stepOf(house, here, contact),
    );
    expect((await stepOf(house, here, contact))?.by).toContain(rep.salesforce);
    await until(
      () => both('next_action').every((value) => value === null),
      () => both('next_action'),
    );
    await house.rest();
    const [alert] = (await house.said(here)).filter(({ text }) => text.includes('Okafor'));
    expect(JSON.stringify(alert?.blocks)).toContain(rep.salesforce);
  });

  it('shows why, and is two again, for good, when a person says so', async () => {
    const session = await openAccess(house.store.db).beginSession(here.tenant, 'mia', new Date());
    const headers = { cookie: `revloop_session=${session}`, 'x-revloop-console': '1', origin: house.url };
    const subject = await house.subject(here, 'contact', contact);
    const url = `${house.url}/api/subjects/${subject}`;
    const shown = z
      .object({
        places: z.array(
          z.object({
            platform: z.string(),
            joined: z.object({ by: z.string(), value: z.string() }).nullable(),
          }),
        ),
      })
      .parse(await (await fetch(url, { headers })).json());
    expect(shown.places.flatMap(({ joined }) => (joined === null ? [] : [joined]))).toEqual([
      { by: 'email', value: here.account.value(contact, 'email') },
    ]);
    const body = JSON.stringify({ connection: there.connection.id });
    const json = { ...headers, 'content-type': 'application/json' };
    expect((await fetch(`${url}/apart`, { method: 'POST', headers: json, body })).status).toBe(200);
    await house.rest();
    const apart = async () => [
      await house.subject(here, 'contact', contact),
      await house.subject(there, 'lead', lead),
    ];
    expect(new Set(await apart()).size).toBe(2);
    there.account.change(lead, { jobTitle: 'Student' });
    here.account.change(contact, { phone: '+1 555 77' });
    await house.heard(there);
    const title = async () => (await house.twin(there, 'lead', lead))?.properties['Title']?.value;
    await until(async () => (await title()) === 'Student', title);
    await house.rest();
    expect(new Set(await apart()).size).toBe(2);
    expect((await house.twin(here, 'contact', contact))?.properties['lead.Title']).toBeUndefined();
    for (const [customer, kind, id] of [
      [here, 'contact', contact],
      [there, 'lead', lead],
    ] as const) {
      const own = await house.subject(customer, kind, id);
      const twin = await house.twin(customer, kind, id);
      expect(canonical(twin)).toBe(canonical(await house.replayed(here.tenant, own, kind)));
    }
    expect(await house.count(`action where state = 'parked'`)).toBe(0);
  });
});
