// An answer is one answer wherever it was given: card, Slack and the fields of the record show it alike.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { answerCard, rep, stepOf } from '#kit/card.ts';
import { cases } from '#kit/cases.ts';
import { openRunning, type Running } from '#kit/running.ts';
import type { Customer } from '#kit/running-world.ts';
import { until } from '#kit/until.ts';

describe.each(cases())('an answer, with $platform on $name', ({ platform, engine }) => {
  let house: Running;
  let acme: Customer;
  let leads: string[] = [];
  beforeAll(async () => {
    house = await openRunning({ engine });
    const account = house.account(platform, 'acme.example.com');
    leads = account.closedHistory(2);
    acme = await house.customer(account, 'acme');
    await house.rest();
  });
  afterAll(() => house.close());

  const lead = (nr: number) => leads[nr] ?? '';
  const next = (nr: number): string => house.field(acme, 'lead', lead(nr), 'next_action') ?? '';
  const alert = async (nr: number) => {
    const found = (await house.said(acme)).find(({ text }) => text.includes(`Okafor ${nr}`));
    return { ...found, words: JSON.stringify(found?.blocks) };
  };
  const step = (nr: number) => stepOf(house, acme, lead(nr));
  const outcomes = (advice: string | undefined) =>
    house.rows('select kind, via, said_by from outcome where advice_id = $1', advice);

  it('in the card is shown by the Slack message, which takes no more answers, and leaves the CRM field', async () => {
    expect(next(0)).not.toBe('');
    expect((await alert(0)).words).toContain('revloop:take');
    const given = await step(0);
    await answerCard(house, acme, lead(0), 'done');
    await until(
      async () => (await alert(0)).words.includes(rep[platform]),
      () => alert(0),
    );
    await until(
      () => next(0) === '',
      () => ({ next: next(0) }),
    );
    await house.rest();
    const shown = await alert(0);
    expect(shown.words).toContain('done');
    expect(shown.words).not.toContain('revloop:take');
    expect(await step(0)).toMatchObject({ advice: given?.advice, state: 'done' });
    expect(await outcomes(given?.advice)).toEqual([{ kind: 'done', via: 'card', said_by: rep[platform] }]);
  });

  it('in Slack is shown by the card, and leaves the CRM field', async () => {
    expect(next(1)).not.toBe('');
    const given = await step(1);
    const { channel, ts } = await alert(1);
    const press = { team: acme.team, user: acme.user, channel, ts, block_id: `advice:${given?.advice}` };
    const pressed = await house.ask('slack', 'POST', 'click', { ...press, action_id: 'revloop:not_useful' });
    expect(z.object({ ok: z.boolean() }).parse(pressed)).toEqual({ ok: true });
    await until(
      () => next(1) === '',
      () => ({ next: next(1) }),
    );
    const told = await step(1);
    expect(told).toMatchObject({ advice: given?.advice, state: 'not_useful' });
    expect(told?.by).toContain('Mia Keller');
    expect(await outcomes(given?.advice)).toEqual([
      { kind: 'not_useful', via: 'slack', said_by: 'Mia Keller' },
    ]);
  });
});
