// Users, visitors and groups of the product are whom they say they are, with a reason, until a person says otherwise.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { engines, freshDatabase, type TestDatabase } from '#kit/database.ts';
import { type TwoCrms, twoCrms } from '#kit/two-crms.ts';
import type { SubjectKind } from '#sense/signal.ts';
import { openEventSources } from '#store/event-sources.ts';
import { openReports } from '#store/reports.ts';
import { segmentAdapter } from '#webhooks/segment/adapter.ts';
import { collect, levelHeader } from '#webhooks/segment/collect.ts';

describe.each(engines())('names of the product on $name', (engine) => {
  let database: TestDatabase;
  let house: TwoCrms;
  let source: string;
  beforeAll(async () => {
    database = await freshDatabase({ engine });
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    house = await twoCrms(database);
    const added = await openEventSources(database.store.db).add(house.tenant, 'app', new Date());
    source = added.source.id;
  });

  /** As an SDK sends it, each time with an id of its own; through the dial, the adapter, and until nobody is dirty. */
  const send = async (...messages: object[]) => {
    const batch = messages.map((message) => ({ messageId: randomUUID(), ...message }));
    const level = 'person' as const;
    const collecting = { level, properties: ['*'], pseudonym: (user: string) => user, newId: randomUUID };
    const { heard, problem } = segmentAdapter({
      ...{ id: '1', source: 'segment', origin: source, receivedAt: house.now(), attempts: 0 },
      headers: { [levelHeader]: level },
      body: Buffer.from(JSON.stringify(collect({ batch }, 'batch', collecting))),
    });
    expect(problem).toBeNull();
    await house.as(({ signals }) => signals.keep(heard.map(({ signal }) => signal)));
    await house.rest();
  };
  const of = (externalId: string, kind: SubjectKind = 'contact') =>
    house.as(async ({ subjects }) => (await subjects.find(source, kind, [externalId])).get(externalId));
  const reasons = async (subject: string | undefined) => {
    const story = await openReports(database.store.db).story(house.tenant, subject ?? '');
    return (story?.refs ?? []).flatMap(({ externalId, joined, source: from }) =>
      joined === null ? [] : [`${externalId} by ${joined.by} ${joined.value} in ${from}`],
    );
  };
  const part = (subject: string | undefined, externalId: string, objectType: SubjectKind = 'contact') =>
    house.as(({ subjects }) =>
      subjects.split(
        subject ?? '',
        { origin: source, name: { objectType, externalId } },
        { by: 'mia@acme.test' },
      ),
    );
  const track = (event: string, who: object) => ({ type: 'track', event, ...who });

  it('say by which address a user is a contact, and stay parted when the user says it again', async () => {
    const identify = { type: 'identify', userId: 'u1', traits: { email: 'ada@acme.example' } };
    await house.say(house.hubspot, 'contact', '1', { email: 'ada@acme.example' });
    await send(identify, track('opened', { userId: 'u1' }));
    const ada = await house.subject(house.hubspot, 'contact', '1');
    expect(await of('user:u1')).toBe(ada);
    expect(await reasons(ada)).toEqual(['user:u1 by email ada@acme.example in app']);
    expect((await house.twin(ada)).events).toHaveProperty('opened');

    const made = await part(ada, 'user:u1');
    await house.rest();
    expect(await of('user:u1')).toBe(made);
    expect((await house.twin(ada)).events).toEqual({});
    expect((await house.twin(made ?? '')).events).toHaveProperty('opened');

    await send(identify, track('opened', { userId: 'u1' }));
    expect(await of('user:u1')).toBe(made);
    expect((await house.twin(made ?? '')).events['opened']?.days).toMatch(/:2$/);
    expect(await reasons(ada)).toEqual([]);
  });

  it.each([
    ['group:g1', { type: 'group', userId: 'u1', groupId: 'g1', traits: { website: 'https://acme.example' } }],
    ['domain:acme.example', track('opened', { userId: 'ada@acme.example' })],
    ['domain:acme.example', track('opened', { userId: 'u1', context: { domain: 'Acme.example' } })],
  ])('say by which domain %s is a company, and stay parted', async (name, message) => {
    await house.say(house.hubspot, 'company', '9', { name: 'Acme', domain: 'acme.example' });
    await send(message);
    const acme = await house.subject(house.hubspot, 'company', '9');
    expect(await of(name, 'company')).toBe(acme);
    expect(await reasons(acme)).toEqual([`${name} by domain acme.example in app`]);
    const made = await part(acme, name, 'company');
    await send(message);
    await house.say(house.hubspot, 'company', '9', { name: 'Acme Inc.', domain: 'acme.example' });
    await house.rest();
    expect(await of(name, 'company')).toBe(made);
    expect(made).not.toBe(acme);
  });

  it.each([
    [{ type: 'group', userId: 'u1', groupId: 'g1', traits: { domain: 'gmail.com' } }],
    [{ type: 'group', userId: 'u1', groupId: 'g1', traits: { website: 'https://www.facebook.com/acme' } }],
    [track('opened', { userId: 'ada@gmail.com' })],
    [track('opened', { userId: 'u1', context: { domain: 'gmail.com' } })],
  ])('are no company by a domain that many share: %j', async (message) => {
    await house.say(house.hubspot, 'company', '9', { name: 'Gmail users', domain: 'gmail.com' });
    await house.say(house.hubspot, 'company', '8', { name: 'A page', domain: 'facebook.com' });
    await send(message);
    for (const id of ['8', '9'])
      expect(await reasons(await house.subject(house.hubspot, 'company', id))).toEqual([]);
  });

  /** Who is linked with the contact, and who says so. */
  const linkedWith = async (subject: string | undefined) => {
    const story = await openReports(database.store.db).story(house.tenant, subject ?? '');
    return (story?.linked ?? []).map(({ id }) => [
      id,
      (story?.ties ?? []).flatMap(({ other, holder, names, source: from }) =>
        other === id ? [`${holder.externalId} in ${names.externalId} by ${from ?? 'CRM'}`] : [],
      ),
    ]);
  };
  const grouped = { type: 'group', userId: 'u1', groupId: 'g1', traits: { website: 'https://acme.example' } };
  const ada = { type: 'identify', userId: 'u1', traits: { email: 'ada@acme.example' } };

  it.each([
    ['the company first', true],
    ['the user first', false],
  ])(
    'belong to the company that their group is, with the reason, in every order: %s',
    async (_how, first) => {
      await house.say(house.hubspot, 'contact', '1', { email: 'ada@acme.example' });
      if (first) await house.say(house.hubspot, 'company', '9', { name: 'Acme', domain: 'acme.example' });
      await send(ada, grouped);
      if (!first) await house.say(house.hubspot, 'company', '9', { name: 'Acme', domain: 'acme.example' });
      await house.rest();
      const contact = await house.subject(house.hubspot, 'contact', '1');
      const acme = await house.subject(house.hubspot, 'company', '9');
      expect(await linkedWith(contact)).toEqual([[acme, ['user:u1 in group:g1 by app']]]);
      expect(await linkedWith(acme)).toEqual([[contact, ['user:u1 in group:g1 by app']]]);
      // Said again, it is the same; folded anew, the twin is too.
      await send(grouped);
      const before = await house.twin(contact);
      await house.as(({ subjects }) => subjects.markDirty([contact], 'test'));
      await database.store.pool.query('update twin set refold = true where subject_id = $1', [contact]);
      await house.rest();
      expect(await house.twin(contact)).toEqual(before);
      expect(await linkedWith(contact)).toEqual([[acme, ['user:u1 in group:g1 by app']]]);
    },
  );

  it('are no longer of a company once a person says so, however often the product says it again', async () => {
    await house.say(house.hubspot, 'contact', '1', { email: 'ada@acme.example' });
    await house.say(house.hubspot, 'company', '9', { name: 'Acme', domain: 'acme.example' });
    await send(ada, grouped);
    const contact = await house.subject(house.hubspot, 'contact', '1');
    const acme = await house.subject(house.hubspot, 'company', '9');
    const undo = (one: string, other: string) =>
      house.as(async ({ subjects, twins }) => {
        const holders = await subjects.unlink({ one, other, origin: source, by: 'mia@acme.test' });
        await twins.saveLinks(holders);
        return holders;
      });
    expect(await undo(acme, contact)).toEqual([contact]);
    expect(await linkedWith(contact)).toEqual([]);
    await send(ada, grouped, track('opened', { userId: 'u1', context: { groupId: 'g1' } }));
    await database.store.pool.query('update twin set refold = true where subject_id = $1', [contact]);
    await house.rest();
    expect(await linkedWith(contact)).toEqual([]);
    expect(await undo(contact, contact)).toEqual([]);
  });

  it('leave the company with the group, when a person says that the group is another company', async () => {
    await house.say(house.hubspot, 'contact', '1', { email: 'ada@acme.example' });
    await house.say(house.hubspot, 'company', '9', { name: 'Acme', domain: 'acme.example' });
    await send(ada, grouped);
    const contact = await house.subject(house.hubspot, 'contact', '1');
    const made = await part(await house.subject(house.hubspot, 'company', '9'), 'group:g1', 'company');
    await house.rest();
    expect(await linkedWith(contact)).toEqual([[made, ['user:u1 in group:g1 by app']]]);
  });

  it('belong to no company of the CRM by a group whose domain many share', async () => {
    await house.say(house.hubspot, 'contact', '1', { email: 'ada@acme.example' });
    await house.say(house.hubspot, 'company', '9', { name: 'Gmail users', domain: 'gmail.com' });
    await send(ada, { type: 'group', userId: 'u1', groupId: 'g1', traits: { domain: 'gmail.com' } });
    const gmail = await house.subject(house.hubspot, 'company', '9');
    expect(await linkedWith(gmail)).toEqual([]);
    const contact = await house.subject(house.hubspot, 'contact', '1');
    expect((await linkedWith(contact)).map(([id]) => id)).not.toContain(gmail);
  });

  it('know a visitor again once it logs in, with what it did before, and the contact that it is', async () => {
    await house.say(house.hubspot, 'contact', '1', { email: 'ada@acme.example' });
    await send({ type: 'page', anonymousId: 'a1', name: 'Pricing' });
    await send({ type: 'identify', anonymousId: 'a1', userId: 'u1', traits: { email: 'ada@acme.example' } });
    await send({ type: 'alias', previousId: 'a2', userId: 'u1' });
    const ada = await house.subject(house.hubspot, 'contact', '1');
    expect(await reasons(ada)).toEqual([
      'anonymous:a1 by login user:u1 in app',
      'anonymous:a2 by login user:u1 in app',
      'user:u1 by email ada@acme.example in app',
    ]);
    expect((await house.twin(ada)).events).toHaveProperty('page: Pricing');
    // Whoever parts the user parts its visitors with it; they stay together.
    const made = await part(ada, 'user:u1');
    await house.rest();
    expect(await of('anonymous:a1')).toBe(made);
    expect((await house.twin(made ?? '')).events).toHaveProperty('page: Pricing');
    expect((await house.twin(ada)).events).toEqual({});
    const visitor = await part(made ?? undefined, 'anonymous:a1');
    await send({ type: 'identify', anonymousId: 'a1', userId: 'u1' });
    expect(await of('anonymous:a1')).toBe(visitor);
    expect(await of('anonymous:a2')).toBe(made);
  });

  it('make no one of two people who use one device', async () => {
    await send({ type: 'identify', anonymousId: 'shared', userId: 'u1' }, track('opened', { userId: 'u1' }));
    await send({ type: 'identify', anonymousId: 'shared', userId: 'u2' }, track('opened', { userId: 'u2' }));
    expect(await of('anonymous:shared')).toBe(await of('user:u1'));
    expect(await of('user:u2')).not.toBe(await of('user:u1'));
  });

  it('let a user join the contact that its visitor turned out to be', async () => {
    await house.say(house.hubspot, 'contact', '1', { email: 'ada@acme.example' });
    await send({ type: 'identify', anonymousId: 'a1', traits: { email: 'ada@acme.example' } });
    await send({ type: 'identify', anonymousId: 'a1', userId: 'u1' }, track('opened', { userId: 'u1' }));
    const ada = await house.subject(house.hubspot, 'contact', '1');
    expect(await of('user:u1')).toBe(ada);
    expect(await reasons(ada)).toContain('user:u1 by login anonymous:a1 in app');
  });
});
