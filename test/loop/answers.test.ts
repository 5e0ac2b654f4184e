// An answer is one answer wherever it was given: card, Slack and the fields of the record show it alike.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CardAnswered, CardView } from '#http/hubspot/card-view.ts';
import { closedHistory } from '#kit/closed-history.ts';
import { engines } from '#kit/database.ts';
import { signedFetch } from '#kit/http-house.ts';
import { openRunning, type Running } from '#kit/running.ts';
import type { Customer } from '#kit/running-world.ts';
import { until } from '#kit/until.ts';

describe.each(engines())('an answer, on $name', (engine) => {
  let house: Running;
  let acme: Customer;
  let leads: string[] = [];
  beforeAll(async () => {
    house = await openRunning({ engine });
    const portal = house.portal('acme.example.com');
    leads = closedHistory(portal, 2);
    acme = await house.customer(portal, 'acme');
    await house.rest();
  });
  afterAll(() => house.close());

  const lead = (nr: number) => leads[nr] ?? '';
  const next = (nr: number): string => house.field(acme, 'contacts', lead(nr), 'revloop_next_action') ?? '';
  const alert = async (nr: number) => {
    const found = (await house.said(acme)).find(({ text }) => text.includes(`Okafor ${nr}`));
    return { ...found, words: JSON.stringify(found?.blocks) };
  };
  const card = async (nr: number, body?: object): Promise<unknown> => {
    const query = new URLSearchParams({
      ...{ portalId: String(acme.portal.portalId), objectTypeId: '0-1', objectId: lead(nr) },
      ...{ userId: '9', userEmail: 'rep@acme.test', appId: '4711', locale: 'en' },
    });
    return (await signedFetch(`${house.url}/hubspot/card?${query}`, new Date(), body)).json();
  };
  const ready = (view: CardView) => {
    if (view.state !== 'ready') throw new Error(`the card is ${view.state}`);
    return view;
  };
  const outcomes = (advice: string | undefined) =>
    house.rows('select kind, via, said_by from outcome where advice_id = $1', advice);

  it('in the card is shown by the Slack message, which takes no more answers, and leaves the CRM field', async () => {
    expect(next(0)).not.toBe('');
    expect((await alert(0)).words).toContain('revloop:take');
    const step = ready(CardView.parse(await card(0))).nextStep;
    const told = CardAnswered.parse(await card(0, { adviceId: step?.adviceId, answer: 'done' }));
    expect(ready(told.view).nextStep?.answered?.answer).toBe('done');
    await until(
      async () => (await alert(0)).words.includes('rep@acme.test'),
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
    expect(await outcomes(step?.adviceId)).toEqual([{ kind: 'done', via: 'card', said_by: 'rep@acme.test' }]);
  });

  it('in Slack is shown by the card, and leaves the CRM field', async () => {
    expect(next(1)).not.toBe('');
    const step = ready(CardView.parse(await card(1))).nextStep;
    const { channel, ts } = await alert(1);
    const press = { team: acme.team, user: acme.user, channel, ts, block_id: `advice:${step?.adviceId}` };
    const pressed = await house.ask('slack', 'POST', 'click', { ...press, action_id: 'revloop:not_useful' });
    expect(z.object({ ok: z.boolean() }).parse(pressed)).toEqual({ ok: true });
    await until(
      () => next(1) === '',
      () => ({ next: next(1) }),
    );
    const view = ready(CardView.parse(await card(1)));
    expect(view.nextStep).toMatchObject({ answers: [], answered: { answer: 'not_useful' } });
    expect(view.nextStep?.answered?.sentence).toContain('Mia Keller');
    expect(await outcomes(step?.adviceId)).toEqual([
      { kind: 'not_useful', via: 'slack', said_by: 'Mia Keller' },
    ]);
  });
});
