// Pictures of customers: only who really left is one that left, and each picture knows no more than was known on its day.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type JourneyHouse, journeyHouse } from '#kit/journey-house.ts';
import { churn } from '#learn/churn.ts';
import { frameLesson } from '#learn/lesson-frame.ts';
import type { NewSignal } from '#sense/signal.ts';

const day = 86_400_000;
let house: JourneyHouse;
beforeAll(async () => {
  house = await journeyHouse();
});
afterAll(() => house.close());

const ago = (days: number) => new Date(house.time.now.getTime() - days * day);
const on = (days: number, signal: NewSignal): NewSignal => ({ ...signal, occurredAt: ago(days) });
const dateAgo = (days: number) => ago(days).toISOString().slice(0, 10);

/** A deal that was closed so many days ago. */
function deal(company: string, name: string, won: boolean, closed: number): NewSignal[] {
  const properties = {
    dealname: `${company} – ${name}`,
    hs_is_closed_won: String(won),
    hs_is_closed_lost: String(!won),
    closedate: ago(closed).toISOString(),
  };
  const record = house.record('deal', `${company} ${name}`, properties);
  const data = { properties, createdAt: ago(closed + 1).toISOString(), archived: false };
  return [
    on(closed, { ...record, data } as NewSignal),
    on(closed, house.links('deal', `${company} ${name}`, 'company', [company])),
  ];
}

function past(company: string, states: Readonly<Record<number, Record<string, string | null>>>): NewSignal {
  return {
    ...house.record('company', company, {}),
    kind: 'crm.past',
    data: {
      states: Object.entries(states).map(([days, properties]) => ({
        at: ago(Number(days)).toISOString(),
        properties,
      })),
    },
  } as NewSignal;
}

async function picturesOf(company: string) {
  await house.settle();
  const told = await house.asTenant((rows) => frameLesson(rows, churn));
  const sources = [{ name: 'company.renewal_date', type: 'date' as const }];
  const pictures = await churn.closed(house.ports, house.tenant, { ...told, sources });
  const subject = await house.subject('company', company);
  return pictures.filter(({ group }) => group === subject).sort((one, other) => one.at - other.at);
}

describe('pictures of a customer', () => {
  it('do not take an offer for more that was lost for the end of whom the CRM goes on calling a customer', async () => {
    await house.tell(
      on(400, house.record('company', 'asked', { lifecyclestage: 'customer' })),
      ...deal('asked', 'first', true, 400),
      ...deal('asked', 'more seats', false, 150),
    );
    const pictures = await picturesOf('asked');
    // One every 30 days until 90 days ago, the days after the offer among them.
    expect(pictures.length).toBeGreaterThanOrEqual(10);
    expect(pictures.some(({ at }) => at > ago(150).getTime())).toBe(true);
    expect(pictures.filter(({ won }) => won)).toEqual([]);
  });

  it('tell of whom the CRM ceased to call a customer on that day, whatever was lost before', async () => {
    await house.tell(
      on(400, house.record('company', 'gone', { lifecyclestage: 'customer' })),
      ...deal('gone', 'first', true, 400),
      ...deal('gone', 'more seats', false, 280),
      on(150, house.record('company', 'gone', { lifecyclestage: 'other' })),
    );
    const pictures = await picturesOf('gone');
    const left = ago(150).getTime();
    expect(pictures.length).toBeGreaterThanOrEqual(8);
    for (const { at, won } of pictures) {
      expect(at).toBeLessThan(left);
      expect(won).toBe(at + 90 * day >= left);
    }
  });

  it('tell by the renewal that was lost of whom the CRM never called a customer', async () => {
    await house.tell(
      on(400, house.record('company', 'silent', { name: 'Silent' })),
      ...deal('silent', 'first', true, 400),
      ...deal('silent', 'renewal', false, 150),
    );
    const pictures = await picturesOf('silent');
    expect(pictures.filter(({ won }) => won).length).toBeGreaterThanOrEqual(2);
    expect(pictures.every(({ at }) => at < ago(150).getTime())).toBe(true);
  });

  it('tell by a lost renewal of whom the CRM goes on calling a customer, unless it bought again or uses the product on', async () => {
    const customer = (id: string) => on(400, house.record('company', id, { lifecyclestage: 'customer' }));
    const used = (id: string, days: number) => on(days, house.event('company', id, 'Report Made'));
    await house.tell(
      ...['over', 'back', 'using'].map(customer),
      ...['over', 'back', 'using'].flatMap((id) => [
        ...deal(id, 'first', true, 400),
        ...deal(id, 'Renewal 2026', false, 150),
        used(id, 300),
        used(id, 140),
      ]),
      ...deal('back', 'second', true, 120),
      used('using', 30),
    );
    const over = await picturesOf('over');
    expect(over.filter(({ won }) => won).length).toBeGreaterThanOrEqual(2);
    expect(over.every(({ at }) => at < ago(150).getTime())).toBe(true);
    expect((await picturesOf('back')).filter(({ won }) => won)).toEqual([]);
    expect((await picturesOf('using')).filter(({ won }) => won)).toEqual([]);
  });

  it('tell by the day or the state in a field for it of whom the CRM goes on calling a customer', async () => {
    const said = (days: number, id: string, properties: Record<string, string>) =>
      on(days, house.record('company', id, { lifecyclestage: 'customer', ...properties }));
    await house.tell(
      said(400, 'dated', {}),
      said(140, 'dated', { churn_date: dateAgo(150) }),
      said(400, 'stated', { subscription_status: 'Active' }),
      said(150, 'stated', { subscription_status: 'Cancelled' }),
      said(400, 'risky', { subscription_status: 'Active' }),
      said(150, 'risky', { subscription_status: 'At risk of churn' }),
      // Since when, nobody knows.
      said(400, 'always', { subscription_status: 'Cancelled' }),
    );
    for (const id of ['dated', 'stated']) {
      const pictures = await picturesOf(id);
      expect(pictures.filter(({ won }) => won).length, id).toBeGreaterThanOrEqual(2);
      expect(
        pictures.every(({ at }) => at < ago(149).getTime()),
        id,
      ).toBe(true);
    }
    for (const id of ['risky', 'always'])
      expect(
        (await picturesOf(id)).filter(({ won }) => won),
        id,
      ).toEqual([]);
    const { sources } = await house.asTenant((rows) => frameLesson(rows, churn));
    expect(
      sources.map(({ name }) => name).filter((name) => /churn_date|subscription_status/.test(name)),
    ).toEqual([]);
  });

  it('know the renewal date that stood then, though the record is read later and dated before', async () => {
    await house.tell(
      on(
        400,
        house.record('company', 'renewed', { lifecyclestage: 'customer', renewal_date: dateAgo(-140) }),
      ),
      past('renewed', {
        400: { lifecyclestage: 'customer', renewal_date: dateAgo(220) },
        300: { renewal_date: null },
        260: { renewal_date: dateAgo(220) },
        220: { renewal_date: dateAgo(40) },
        40: { renewal_date: dateAgo(-140) },
      }),
      ...deal('renewed', 'first', true, 400),
    );
    const pictures = await picturesOf('renewed');
    expect(pictures.length).toBeGreaterThanOrEqual(10);
    const expected = pictures.map(({ at }) => {
      const before = (house.time.now.getTime() - at) / day;
      if (before <= 220) return dateAgo(40);
      return before <= 300 && before > 260 ? null : dateAgo(220);
    });
    expect(pictures.map(({ values }) => values['company.renewal_date'])).toEqual(expected);
    expect(expected).toContain(null);
  });
});
