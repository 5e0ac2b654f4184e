// One customer in several CRMs is one subject: where it is sure, for as long as nobody says otherwise.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { engines, freshDatabase, type TestDatabase } from '#kit/database.ts';
import { type TwoCrms, twoCrms } from '#kit/two-crms.ts';
import { openReports } from '#store/reports.ts';

const lead = '00Q000000000001AAA';
const contact = '003000000000001AAA';

describe.each(engines())('two CRMs on $name', (engine) => {
  let database: TestDatabase;
  let house: TwoCrms;
  beforeAll(async () => {
    database = await freshDatabase({ engine });
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    house = await twoCrms(database);
  });
  const subjects = async () => [
    await house.subject(house.hubspot, 'contact', '1'),
    await house.subject(house.salesforce, 'contact', contact),
  ];

  it('join people by their e-mail, and keep what each CRM says', async () => {
    await house.say(house.hubspot, 'contact', '1', { email: 'Ada@Example.com', jobtitle: 'Owner' });
    await house.say(house.salesforce, 'contact', contact, { Email: 'ada@example.com ', Title: 'CEO' });
    await house.rest();
    const [here, there] = await subjects();
    expect(here).toBe(there);
    const { properties } = await house.twin(here ?? '');
    expect(properties['jobtitle']?.value).toBe('Owner');
    expect(properties['Title']?.value).toBe('CEO');
  });

  it('join a person with the lead of the same e-mail, whose own words stay apart', async () => {
    await house.say(house.salesforce, 'lead', lead, { Email: 'ada@example.com', Title: 'CEO' });
    await house.rest();
    await house.say(house.hubspot, 'contact', '1', { email: 'ada@example.com', jobtitle: 'Owner' });
    await house.rest();
    const subject = await house.subject(house.salesforce, 'lead', lead);
    expect(subject).toBe(await house.subject(house.hubspot, 'contact', '1'));
    const twin = await house.twin(subject);
    expect(twin.kind).toBe('contact');
    expect(twin.properties['lead.Title']?.value).toBe('CEO');
    expect(twin.properties['Title']).toBeUndefined();
  });

  it.each([
    ['https://www.Acme.example/about?x=1', 'acme.example', true],
    ['acme.example:8080', 'acme.example', true],
    ['http://facebook.com/acme', 'facebook.com', false],
    ['gmail.com', 'gmail.com', false],
    ['other.example', 'acme.example', false],
  ])('join companies by their domain, %s with %s: %s', async (Website, domain, joined) => {
    await house.say(house.hubspot, 'company', '9', { name: 'Acme', domain });
    await house.say(house.salesforce, 'company', '001', { Name: 'Acme Inc.', Website });
    await house.rest();
    const [here, there] = [
      await house.subject(house.hubspot, 'company', '9'),
      await house.subject(house.salesforce, 'company', '001'),
    ];
    expect(here === there).toBe(joined);
  });

  it('join the record that another names by its id, in its short form too, whichever came first', async () => {
    await house.say(house.hubspot, 'contact', '1', {
      email: 'ada@private.example',
      salesforcecontactid: '0035g00000MnPqR',
    });
    await house.rest();
    await house.say(house.salesforce, 'contact', '0035g00000MnPqRAAV', { Email: 'ada@work.example' });
    await house.rest();
    const subject = await house.subject(house.hubspot, 'contact', '1');
    expect(await house.subject(house.salesforce, 'contact', '0035g00000MnPqRAAV')).toBe(subject);
  });

  it('never join two records of one connection, nor a person with a company', async () => {
    const twice = '003000000000002AAA';
    for (const id of [contact, twice])
      await house.say(house.salesforce, 'contact', id, { Email: 'ada@example.com' });
    await house.say(house.salesforce, 'company', '001', { Name: 'Ada', Website: 'ada@example.com' });
    await house.say(house.hubspot, 'contact', '1', { email: 'ada@example.com' });
    await house.rest();
    const all = new Set([
      ...(await subjects()),
      await house.subject(house.salesforce, 'contact', twice),
      await house.subject(house.salesforce, 'company', '001'),
    ]);
    expect(all.size).toBe(3);
  });

  it('are parted by a click, each with its own facts, and stay so', async () => {
    const task = { ActivityDate: '2026-10-01', IsClosed: 'true', Status: 'Completed' };
    await house.say(house.hubspot, 'contact', '1', { email: 'ada@example.com' });
    await house.say(house.salesforce, 'contact', contact, { Email: 'ada@example.com', Title: 'CEO' });
    await house.say(house.salesforce, 'call', '00T1', task, { links: { contact: [contact] } });
    await house.rest();
    const joined = await house.subject(house.hubspot, 'contact', '1');
    expect((await house.twin(joined)).engagements['call']).toBeDefined();
    const made = await house.as((rows) =>
      rows.subjects.split(joined, { origin: house.salesforce.id }, { by: 'mia@acme.test' }),
    );
    await house.rest();
    expect(await subjects()).toEqual([joined, made]);
    expect((await house.twin(joined)).engagements).toEqual({});
    expect((await house.twin(made ?? '')).properties['Title']?.value).toBe('CEO');
    expect((await house.twin(made ?? '')).engagements['call']).toBeDefined();
    await house.say(house.salesforce, 'contact', contact, { Email: 'ada@example.com', Title: 'Owner' });
    await house.say(house.hubspot, 'contact', '1', { email: 'ada@example.com', jobtitle: 'Owner' });
    await house.rest();
    expect(await subjects()).toEqual([joined, made]);
  });

  it('know a subject as archived only when all of its records are', async () => {
    await house.say(house.hubspot, 'contact', '1', { email: 'ada@example.com' });
    await house.say(house.salesforce, 'contact', contact, { Email: 'ada@example.com' });
    await house.rest();
    const subject = await house.subject(house.hubspot, 'contact', '1');
    await house.gone(house.hubspot, 'contact', '1');
    await house.rest();
    expect((await house.twin(subject)).archived?.value).toBe(false);
    await house.gone(house.salesforce, 'contact', contact);
    await house.rest();
    expect((await house.twin(subject)).archived?.value).toBe(true);
  });

  it('let a lead become its contact, with what was done with it counted once', async () => {
    const done = { ActivityDate: '2026-10-01', IsClosed: 'true', Status: 'Completed' };
    const open = { Email: 'ada@example.com', Title: 'CEO', IsConverted: 'false' };
    await house.say(house.salesforce, 'lead', lead, open, { createdAt: new Date('2026-09-01T00:00:00Z') });
    await house.say(house.salesforce, 'call', '00T1', done, { links: { lead: [lead], contact: [] } });
    await house.rest();
    const before = await house.subject(house.salesforce, 'lead', lead);
    expect((await house.twin(before)).kind).toBe('lead');
    const converted = { IsConverted: 'true', ConvertedContactId: contact };
    // As a stream may tell it: the lead before the contact that it became.
    await house.say(house.salesforce, 'lead', lead, { ...open, ...converted });
    await house.rest();
    await house.say(house.salesforce, 'contact', contact, { Email: 'ada@example.com', Title: 'CEO' });
    await house.say(house.salesforce, 'call', '00T1', done, { links: { lead: [], contact: [contact] } });
    await house.rest();
    const after = await house.subject(house.salesforce, 'contact', contact);
    expect(after).toBe(before);
    expect(await house.subject(house.salesforce, 'lead', lead)).toBe(after);
    const twin = await house.twin(after);
    expect(twin).toMatchObject({ kind: 'contact', createdAt: '2026-09-01T00:00:00.000Z' });
    expect(twin.engagements['call']?.days).toBe('2026-10-01:1');
    expect(twin.properties['lead.Title']?.value).toBe('CEO');
    expect((await house.refs(after)).map(({ objectType }) => objectType)).toEqual(['contact']);
    await house.gone(house.salesforce, 'contact', contact);
    await house.rest();
    expect((await house.twin(after)).archived?.value).toBe(true);
  });

  it('keep the other CRM’s person when two of one CRM are merged', async () => {
    const other = '003000000000002AAA';
    await house.say(house.hubspot, 'contact', '1', { email: 'ada@example.com' });
    await house.say(house.hubspot, 'contact', '2', { email: 'eve@example.com' });
    await house.say(house.salesforce, 'contact', contact, { Email: 'ada@example.com' });
    await house.say(house.salesforce, 'contact', other, { Email: 'eve@example.com' });
    await house.rest();
    await house.say(
      house.salesforce,
      'contact',
      contact,
      { Email: 'ada@example.com' },
      { mergedIds: [other] },
    );
    await house.rest();
    const [ada, eve] = [
      await house.subject(house.hubspot, 'contact', '1'),
      await house.subject(house.hubspot, 'contact', '2'),
    ];
    expect(ada).not.toBe(eve);
    // Whoever looks at her sees that the CRM did it.
    const story = await openReports(database.store.db).story(house.tenant, ada);
    expect(story?.merged).toEqual([
      { origin: house.salesforce.id, objectType: 'contact', externalId: other },
    ]);
    expect(await house.subject(house.salesforce, 'contact', other)).toBe(ada);
    expect((await house.twin(eve)).properties['email']?.value).toBe('eve@example.com');
    expect((await house.refs(eve)).map(({ origin }) => origin)).toEqual([house.hubspot.id]);
  });

  it('leave a lead a lead when a user of the product turns out to be it', async () => {
    await house.say(house.salesforce, 'lead', lead, { Email: 'ada@example.com', Title: 'CEO' });
    await house.rest();
    const subject = await house.subject(house.salesforce, 'lead', lead);
    const user = { origin: randomUUID(), objectType: 'contact', externalId: 'user-1' } as const;
    const about = { ...user, key: 'who', occurredAt: house.now() };
    const data = { email: 'ada@example.com', domain: null };
    await house.as(({ signals }) => signals.keep([{ ...about, kind: 'product.identified', data }]));
    await house.rest();
    const found = await house.as(({ subjects: all }) => all.find(user.origin, 'contact', ['user-1']));
    expect(found.get('user-1')).toBe(subject);
    expect(await house.twin(subject)).toMatchObject({
      kind: 'lead',
      properties: { Title: { value: 'CEO' } },
    });
  });
});
