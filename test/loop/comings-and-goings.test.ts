// Accounts that come, go and come back, tenants of whom little is known, and a subject that nobody can look at.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Account } from '#kit/account.ts';
import { cases } from '#kit/cases.ts';
import { openRunning, type Running } from '#kit/running.ts';
import type { Customer } from '#kit/running-world.ts';
import { until } from '#kit/until.ts';

describe.each(cases())('comings and goings of $platform, on $name', ({ platform, engine }) => {
  let house: Running;
  let acme: Customer;
  let people: string[] = [];
  let kind: Account['lead'] = 'contact';
  const person = (nr: number) => people[nr] ?? '';
  beforeAll(async () => {
    house = await openRunning({ engine });
    const account = house.account(platform, 'acme.example.com');
    people = Array.from({ length: 12 }, (_, nr) =>
      account.addLead({ email: `person${nr}@acme.example`, jobTitle: 'Engineer' }, 30),
    );
    acme = await house.customer(account, 'acme');
    kind = account.lead;
    await house.rest();
  });
  afterAll(() => house.close());
  const state = async () => {
    const rows = await house.rows('select state from connection where id = $1', acme.connection.id);
    return rows[0]?.['state'];
  };
  const title = async (nr: number) =>
    (await house.twin(acme, kind, person(nr)))?.properties[acme.account.names.jobTitle]?.value;

  it('say that there is too little history, with a low confidence, no grade and no alert', async () => {
    const subject = await house.subject(acme, kind, person(0));
    const [finding] = await house.rows('select band, body from finding where subject_id = $1', subject);
    expect(finding).toMatchObject({
      band: null,
      body: { basis: 'prior', doubts: expect.arrayContaining(['little_history']), history: { won: 0 } },
    });
    expect(Number(house.field(acme, 'lead', person(0), 'confidence'))).toBeLessThanOrEqual(0.2);
    expect(house.field(acme, 'lead', person(0), 'lead_grade')).toBeNull();
    expect(await house.said(acme)).toEqual([]);
  });

  it('look at everybody else when one subject cannot be looked at, and at that one when it can be again', async () => {
    const subject = await house.subject(acme, kind, person(1));
    await house.rows(
      `update twin set body = jsonb_set(body, '{kind}', '"spoilt"') where subject_id = $1`,
      subject,
    );
    for (const nr of [1, 2, 3]) acme.account.change(person(nr), { jobTitle: `New title ${nr}` });
    await house.heard(acme);
    for (const nr of [2, 3])
      await until(
        async () => (await title(nr)) === `New title ${nr}`,
        () => title(nr),
      );
    const dirty = () => house.rows('select subject_id, attempts, problem from dirty');
    await until(async () => {
      const [only, ...others] = await dirty();
      return others.length === 0 && only?.['problem'] != null;
    }, dirty);
    // What comes in nearby may have it tried once more meanwhile.
    expect(await dirty()).toEqual([
      { subject_id: subject, attempts: expect.any(Number), problem: expect.any(String) },
    ]);
    await house.rows(
      `update twin set body = jsonb_set(body, '{kind}', to_jsonb($2::text)) where subject_id = $1`,
      subject,
      kind,
    );
    await house.rows('update dirty set due_at = now()');
    await until(
      async () => (await title(1)) === 'New title 1',
      () => title(1),
    );
    await house.rest();
  });

  it('make no request for a portal whose access was withdrawn, and go on where they were after a new consent', async () => {
    acme.account.withdraw();
    acme.account.change(person(4), { jobTitle: 'While away' });
    await house.ports.queue.wake({ kind: 'sync', tenant: acme.tenant, connection: acme.connection.id });
    await house.rows(
      `insert into reread (tenant_id, connection_id, object_type, external_id, due_at)
      values ($1, $2, $4, $3, now()) on conflict do nothing`,
      acme.tenant,
      acme.connection.id,
      person(4),
      kind,
    );
    await until(async () => (await state()) !== 'active', state);
    // Requests that were under way when the access went come to their end.
    await until(async () => {
      await house.forgetCalls();
      await sleep(1_000);
      return Object.keys(await house.calls()).length === 0;
    }, house.calls);
    await sleep(4_000);
    expect(await house.calls()).toEqual({});
    const again = await house.customer(acme.account, 'acme');
    await house.heard(acme);
    expect(again.connection.id).toBe(acme.connection.id);
    expect(again.tenant).toBe(acme.tenant);
    expect(await state()).toBe('active');
    await until(
      async () => (await title(4)) === 'While away',
      () => title(4),
    );
    await house.rest();
    expect(await house.count('subject where kind = $1', kind)).toBe(12);
  });
});
