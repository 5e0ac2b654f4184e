// Two customer companies in one Revloop: neither ever sees, changes or holds up what is the other's.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Account } from '#kit/account.ts';
import { cases } from '#kit/cases.ts';
import { signedFetch } from '#kit/http-house.ts';
import { sendBatch } from '#kit/product-events.ts';
import { openRunning, type Running } from '#kit/running.ts';
import { appKeys, type Customer } from '#kit/running-world.ts';
import { sendAsSlack } from '#kit/signed-slack.ts';
import { until } from '#kit/until.ts';
import { openAccess } from '#store/access.ts';
import { enter } from '#store/open.ts';

describe.each(cases())('two tenants with $platform on $name', ({ platform, engine }) => {
  let house: Running;
  let acme: Customer;
  let boreal: Customer;
  let acmeLead = '';
  let borealLead = '';
  let kind: Account['lead'] = 'contact';
  beforeAll(async () => {
    house = await openRunning({ engine });
    const [first, second] = [house.account(platform, 'acme'), house.account(platform, 'boreal')];
    [acmeLead = ''] = first.closedHistory(2);
    [borealLead = ''] = second.closedHistory(1);
    second.change(borealLead, { lastName: 'Secret of Boreal' });
    acme = await house.customer(first, 'acme');
    boreal = await house.customer(second, 'boreal');
    kind = first.lead;
    await house.rest();
  });
  afterAll(() => house.close());

  const api = async (customer: Customer, path: string, init: RequestInit = {}) => {
    const session = await openAccess(house.store.db).beginSession(customer.tenant, 'mia', new Date());
    const headers = {
      cookie: `revloop_session=${session}`,
      'content-type': 'application/json',
      'x-revloop-console': '1',
      origin: house.url,
    };
    const answer = await fetch(`${house.url}${path}`, { ...init, headers });
    return { status: answer.status, text: await answer.text() };
  };
  const hotAdvice = async (customer: Customer) => {
    const rows = await house.rows(
      `select id, state from advice where tenant_id = $1 and situation = 'lead_score:hot' order by created_at`,
      customer.tenant,
    );
    return { id: String(rows[0]?.['id']), state: rows[0]?.['state'] };
  };
  const secret = 'Secret of Boreal';

  it('are two, even where their records have the same ids', async () => {
    if (platform === 'hubspot') expect(acmeLead).toBe(borealLead);
    const own = await house.subject(acme, kind, acmeLead);
    expect(own).not.toBe(await house.subject(boreal, kind, borealLead));
    expect(acme.tenant).not.toBe(boreal.tenant);
  });

  it('see only their own through the API', async () => {
    for (const path of [
      '/api/subjects?limit=200',
      '/api/overview',
      '/api/actions',
      '/api/connections',
      '/api/weights',
    ]) {
      const mine = await api(acme, path);
      expect([path, mine.status]).toEqual([path, 200]);
      for (const words of [secret, boreal.account.externalId, boreal.team, boreal.tenant])
        expect(mine.text).not.toContain(words);
    }
    expect((await api(boreal, '/api/subjects?limit=200')).text).toContain(secret);
  });

  it('reach nothing of the other through the API by its id', async () => {
    const subject = await house.subject(boreal, kind, borealLead);
    const { id, state } = await hotAdvice(boreal);
    const requests: readonly (readonly [string, RequestInit])[] = [
      [`/api/subjects/${subject}`, {}],
      [`/api/subjects/${subject}/export`, {}],
      [`/api/subjects/${subject}`, { method: 'DELETE' }],
      [`/api/advice/${id}/answer`, { method: 'POST', body: JSON.stringify({ answer: 'dismissed' }) }],
      [`/api/connections/${boreal.connection.id}`, { method: 'DELETE' }],
    ];
    for (const [path, init] of requests) {
      const { status, text } = await api(acme, path, init);
      expect([path, init.method, status]).toEqual([path, init.method, 404]);
      expect(text).not.toContain(secret);
    }
    expect(await hotAdvice(boreal)).toEqual({ id, state });
    expect(await house.count('connection where tenant_id = $1', boreal.tenant)).toBe(2);
    expect((await api(boreal, `/api/subjects/${subject}`)).text).toContain(secret);
  });

  it.runIf(platform === 'hubspot')(
    'see in the card only the record of the portal that HubSpot signed for',
    async () => {
      const card = async (portalId: number, objectId: string, key = appKeys.hubspot.clientSecret) => {
        const query = new URLSearchParams({
          ...{ portalId: String(portalId), userId: '9', userEmail: 'rep@north.test', appId: '4711' },
          ...{ objectId, objectTypeId: '0-1', locale: 'en' },
        });
        const answer = await signedFetch(`${house.url}/hubspot/card?${query}`, new Date(), undefined, key);
        return { status: answer.status, text: await answer.text() };
      };
      const { id } = await hotAdvice(boreal);
      const theirs = await card(Number(boreal.account.externalId), borealLead);
      expect(theirs.text).toContain(id);
      const mine = await card(Number(acme.account.externalId), acmeLead);
      expect(mine.status).toBe(200);
      expect(mine.text).not.toContain(id);
      expect((await card(Number(boreal.account.externalId), borealLead, 'another secret')).status).toBe(401);
      const foreign = acme.account.addLead({ email: 'only@acme.example' });
      const wrong = await card(Number(boreal.account.externalId), foreign);
      expect(wrong.text).not.toContain('only@acme.example');
    },
  );

  it.runIf(platform === 'hubspot')('cannot answer the other’s advice by a card of their own', async () => {
    const { id, state } = await hotAdvice(boreal);
    const query = new URLSearchParams({
      ...{
        portalId: String(Number(acme.account.externalId)),
        userId: '9',
        userEmail: 'rep@north.test',
        appId: '4711',
      },
      ...{ objectId: acmeLead, objectTypeId: '0-1', locale: 'en' },
    });
    const body = { answer: 'dismissed', adviceId: id };
    const answer = await signedFetch(
      `${house.url}/hubspot/card?${query}`,
      new Date(),
      body,
      'hubspot-secret',
    );
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(await hotAdvice(boreal)).toEqual({ id, state });
  });

  it.runIf(platform === 'salesforce')(
    'cannot answer the other’s advice by a record of their own',
    async () => {
      const { id, state } = await hotAdvice(boreal);
      const org = house.salesforce.orgs.get(acme.account.externalId);
      const said = { Lead__c: acmeLead, Advice__c: id, Answer__c: 'dismissed', Client_Key__c: randomUUID() };
      org.create('Revloop_Feedback__c', said);
      const kept = () => house.count(`signal where kind = 'advice.answered'`);
      await house.heard(acme);
      await until(async () => (await kept()) === 1, kept);
      await house.rest();
      expect(await hotAdvice(boreal)).toEqual({ id, state });
      expect(await house.count('outcome where advice_id = $1', id)).toBe(0);
    },
  );

  it('cannot answer the other’s advice by a Slack button, whatever the press claims', async () => {
    const { id, state } = await hotAdvice(boreal);
    const [message] = await house.said(boreal);
    const payload = {
      ...{ type: 'block_actions', trigger_id: '1.2.3', team: { id: acme.team, domain: 'acme' } },
      user: { id: acme.user, username: 'mia', team_id: acme.team },
      container: { type: 'message', message_ts: message?.ts, channel_id: message?.channel },
      channel: { id: message?.channel, name: 'sales' },
      actions: [
        {
          ...{ type: 'button', action_id: 'revloop:take', block_id: `advice:${id}`, value: id },
          action_ts: '1795000000.0002',
        },
      ],
    };
    const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
    const sent = await sendAsSlack(`${house.url}/slack/interactions`, body, {
      secret: appKeys.slack.signingSecret,
    });
    expect(sent.status).toBe(200);
    await house.rest();
    expect(await hotAdvice(boreal)).toEqual({ id, state });
    expect(await house.count('outcome where advice_id = $1', id)).toBe(0);
  });

  it('get alerts in their own workspace only', async () => {
    expect(JSON.stringify(await house.said(boreal))).toContain(secret);
    expect(JSON.stringify(await house.said(acme))).not.toContain(secret);
  });

  it('do not take what a webhook says of another portal', async () => {
    // Its own histories may be read meanwhile.
    const theirs = () => house.count(`signal where tenant_id = $1 and kind <> 'crm.past'`, boreal.tenant);
    const before = await theirs();
    acme.account.change(acmeLead, { firstName: 'Grace' });
    await house.heard(acme);
    const { firstName } = acme.account.names;
    const name = async () => (await house.twin(acme, kind, acmeLead))?.properties[firstName]?.value;
    await until(async () => (await name()) === 'Grace', name);
    await house.rest();
    expect(await theirs()).toBe(before);
    expect((await house.twin(boreal, kind, borealLead))?.properties[firstName]?.value).toBe('Ada');
  });

  it('see nothing of the other by any SQL under the application’s role', async () => {
    const tables = await sql<{ name: string }>`select table_name as name from information_schema.columns
      where table_schema = 'public' and column_name = 'tenant_id'`.execute(house.store.db);
    await house.store.db.transaction().execute(async (trx) => {
      await enter(trx, acme.tenant);
      for (const { name } of tables.rows) {
        const foreign =
          await sql`select 1 from ${sql.table(name)} where tenant_id <> ${acme.tenant} limit 1`.execute(trx);
        expect([name, foreign.rows.length]).toEqual([name, 0]);
        const words =
          await sql`select 1 from ${sql.table(name)} t where to_jsonb(t)::text like ${`%${secret}%`}`.execute(
            trx,
          );
        expect([name, words.rows.length]).toEqual([name, 0]);
      }
      const changed = await sql`update twin set body = '{}' where tenant_id = ${boreal.tenant}`.execute(trx);
      expect(changed.numAffectedRows).toBe(0n);
    });
    const queued = house.store.db.transaction().execute(async (trx) => {
      await enter(trx, acme.tenant);
      await sql`select * from bullmq.job`.execute(trx);
    });
    await expect(queued).rejects.toThrow(/permission denied|does not exist/);
  });

  it('share the workers: much work of one does not keep the other waiting until it is through', async () => {
    const events = (from: number) =>
      Array.from({ length: 500 }, (_, nr) => ({
        ...{ type: 'track', event: 'opened', messageId: `many-${from + nr}`, userId: `user-${from + nr}` },
      }));
    for (let batch = 0; batch < 24; batch += 1)
      expect(await sendBatch(house.url, acme.writeKey, events(batch * 500))).toBe(200);
    const before = house.field(boreal, 'lead', borealLead, 'lead_score');
    boreal.account.change(borealLead, { jobTitle: 'Student' });
    await house.heard(boreal);
    const score = () => house.field(boreal, 'lead', borealLead, 'lead_score');
    await until(() => score() !== before, score);
    const waiting = await house.count(
      `(select id::text from delivery where tenant_id = $1 and state = 'kept'
        union all select subject_id::text from dirty where tenant_id = $1) w`,
      acme.tenant,
    );
    expect(waiting).toBeGreaterThan(0);
  });
});
