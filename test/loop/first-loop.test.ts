// The whole loop once round: from the install of an empty Revloop to the outcome of its first advice.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cases } from '#kit/cases.ts';
import { openRunning, type Running } from '#kit/running.ts';
import type { Customer } from '#kit/running-world.ts';
import { until } from '#kit/until.ts';
import type { SubjectKind } from '#sense/signal.ts';

describe.each(cases())('the loop, from the first install of $platform, on $name', ({ platform, engine }) => {
  let house: Running;
  let acme: Customer;
  let lead = '';
  let kind: SubjectKind = 'contact';
  beforeAll(async () => {
    house = await openRunning({ engine });
    const account = house.account(platform, 'acme.example.com');
    [lead = ''] = account.closedHistory(1);
    acme = await house.customer(account, 'acme');
    kind = account.lead;
    await house.rest();
  });
  afterAll(() => house.close());

  const advice = async () => {
    const subject = await house.subject(acme, kind, lead);
    const all = await house.rows('select * from advice where subject_id = $1 order by created_at', subject);
    return all.find((one) => one['situation'] === 'lead_score:hot');
  };
  const alert = async () => {
    const all = await house.said(acme);
    return all.filter(({ text }) => text.includes('Okafor'));
  };

  it('reads all records that are there', async () => {
    expect(await house.count('record where object_type = $1', kind)).toBe(241);
  });

  it('learns from the closed ones, and writes scores into the fields of the open one', async () => {
    const score = Number(house.field(acme, 'lead', lead, 'lead_score'));
    expect(score).toBeGreaterThan(50);
    expect(house.field(acme, 'lead', lead, 'lead_grade')).toBe('A');
    const subject = await house.subject(acme, kind, lead);
    const [finding] = await house.rows('select score, body from finding where subject_id = $1', subject);
    expect(finding).toMatchObject({ score, body: { basis: 'model' } });
    expect(house.field(acme, 'lead', lead, 'top_reasons')).toMatch(/Title|Job title|Owner/);
  });

  it('alerts once in Slack, and makes one task for the owner', async () => {
    expect(await alert()).toHaveLength(1);
    expect(acme.account.tasks(lead)).toHaveLength(1);
  });

  it('keeps the answer given by a button as an outcome of that advice, and shows it in the message', async () => {
    const [before] = await alert();
    const opened = await advice();
    const answered = await house.ask('slack', 'POST', 'click', {
      ...{ team: acme.team, user: acme.user, channel: before?.channel, ts: before?.ts },
      ...{ action_id: 'revloop:take', block_id: `advice:${opened?.['id']}` },
    });
    expect(answered).toMatchObject({ ok: true });
    await until(async () => (await advice())?.['state'] === 'taken', advice);
    await house.rest();
    const outcomes = await house.rows(
      'select kind, via, advice_id from outcome where advice_id = $1',
      opened?.['id'],
    );
    expect(outcomes).toEqual([{ kind: 'taken', via: 'slack', advice_id: opened?.['id'] }]);
    const [after, ...others] = await alert();
    expect(others).toEqual([]);
    expect(after?.ts).toBe(before?.ts);
    expect(JSON.stringify(after?.blocks)).not.toBe(JSON.stringify(before?.blocks));
    expect(JSON.stringify(after)).toContain('Mia Keller* took it');
  });

  it('links the deal that is won in the CRM with the advice, and ends it', async () => {
    const opened = await advice();
    acme.account.win(lead);
    await house.heard(acme);
    await until(async () => (await advice())?.['state'] === 'expired', advice);
    await house.rest();
    const won = await house.rows(
      `select kind, via, advice_id from outcome where kind = 'won' and advice_id is not null`,
    );
    expect(won).toEqual([{ kind: 'won', via: 'crm', advice_id: opened?.['id'] }]);
    expect(house.field(acme, 'lead', lead, 'next_action')).toBeNull();
    expect(await alert()).toHaveLength(1);
  });
});
