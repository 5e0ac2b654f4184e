// Customers that leave: learned from pictures of what was known of each before, and told of those who are customers today.
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { toFields } from '#act/fields.ts';
import { toWeights } from '#analyze/weights.ts';
import { type JourneyHouse, journeyHouse } from '#kit/journey-house.ts';
import { churn } from '#learn/churn.ts';
import { openDrillDesk } from '#learn/drill-desk.ts';
import { learnTarget } from '#learn/learn-target.ts';
import { frameLesson } from '#learn/lesson-frame.ts';
import { train } from '#learn/train.ts';
import { movesOf } from '#learn/who-moves.ts';
import type { NewSignal } from '#sense/signal.ts';

const day = 86_400_000;
const days = 400;
/** Slow support is why they leave: seven of ten whose tickets take days, one of ten of the others. */
const customers = Array.from({ length: 120 }, (_, nr) => {
  const slow = nr % 2 === 0;
  const place = Math.floor(nr / 2) % 10;
  const leaves = nr < 100 && (slow ? place < 7 : place === 9);
  const since = 1 + ((nr * 53) % 150);
  return { id: `${nr}`, slow, leaves, since, leftOn: leaves ? since + 60 + ((nr * 37) % 180) : null };
});

let house: JourneyHouse;
let begins: number;

beforeAll(async () => {
  house = await journeyHouse();
  begins = house.time.now.getTime() - days * day;
  for (const who of customers) await house.tell(...historyOf(who));
  await house.settle();
});
afterAll(() => house.close());

const on = (nr: number) => new Date(begins + nr * day);

function historyOf({ id, slow, since, leftOn }: (typeof customers)[number]): NewSignal[] {
  const at = (nr: number, signal: NewSignal): NewSignal => ({ ...signal, occurredAt: on(nr) });
  const signals = [at(0, house.record('company', id, { name: `Customer ${id}` }))];
  const deal = (name: string, won: boolean, closes: number) =>
    signals.push(
      at(closes, {
        ...house.record('deal', name, {
          hs_is_closed_won: String(won),
          hs_is_closed_lost: String(!won),
          closedate: on(closes).toISOString(),
        }),
        data: {
          properties: {
            hs_is_closed_won: String(won),
            hs_is_closed_lost: String(!won),
            closedate: on(closes).toISOString(),
          },
          createdAt: on(closes - 1).toISOString(),
          archived: false,
        },
      } as NewSignal),
      at(closes, house.links('deal', name, 'company', [id])),
    );
  deal(`first ${id}`, true, since);
  if (leftOn !== null) deal(`renewal ${id}`, false, leftOn);
  // Written down on the day it left, and never before.
  if (leftOn !== null) signals.push(at(leftOn, house.record('company', id, { why_gone: 'Slow' })));
  for (let nr = since + 5 + (Number(id) % 7); nr < (leftOn ?? days) - 5; nr += 45) {
    const ticket = `${id}-${nr}`;
    const hours = slow ? 60 + ((nr * 7 + Number(id)) % 40) : 4 + ((nr * 5 + Number(id)) % 20);
    const record = house.record('ticket', ticket, {});
    signals.push(
      {
        ...record,
        occurredAt: on(nr),
        data: {
          properties: {
            createdate: on(nr).toISOString(),
            closed_date: new Date(on(nr).getTime() + hours * 3_600_000).toISOString(),
          },
          createdAt: on(nr).toISOString(),
          archived: false,
        },
      } as NewSignal,
      at(nr, house.links('ticket', ticket, 'company', [id])),
    );
  }
  return signals;
}

const learn = () => learnTarget(house.ports, house.tenant, churn, async (asked) => train(asked));
const findingOf = async (id: string) => {
  const subject = await house.subject('company', id);
  const found = await house.asTenant((rows) => rows.findings.current([subject], 'health'));
  return found[0]?.finding;
};

describe('churn', () => {
  it('is not spoken of before anything was learned', async () => {
    expect((await findingOf('1'))?.churn).toBeUndefined();
  });

  it('is learned from customers that left and stayed, each as it was known 90 days before it was decided', async () => {
    const learned = await learn();
    const { learner, history, features, report } = learned?.weights ?? {};
    expect(learner).not.toBe('prior');
    expect(history).toMatchObject({ closed: 120, needed: 0 });
    const left = customers.filter(({ leaves }) => leaves).length;
    expect(history?.won).toSatisfy((won: number) => won > 0.8 * left && won <= left);
    expect(features?.map(({ name }) => name)).toContain('customer_hours');
    const measures = report?.crossValidated;
    expect(measures?.logLoss).toBeLessThan(measures?.baseLogLoss ?? 0);
    // Fewer pictures than days of customers: the last 90 days of nobody are decided yet.
    expect(measures?.rows).toBeLessThan(120 * 12);
  });

  it('is told of a customer in percent, with an interval, and reasons that lead to it from what is usual', async () => {
    await house.settle();
    const [slow, fast] = [(await findingOf('118'))?.churn, (await findingOf('119'))?.churn];
    expect(slow).toMatchObject({ basis: 'model', weightsVersion: 1 });
    expect(slow?.probability).toBeGreaterThan(1.5 * (fast?.probability ?? 1));
    expect(slow?.interval?.[0]).toBeLessThanOrEqual(slow?.probability ?? 0);
    expect(slow?.interval?.[1]).toBeGreaterThanOrEqual(slow?.probability ?? 1);
    const hours = slow?.reasons.find(({ code }) => code === 'customer_hours');
    expect(hours?.points).toBeGreaterThan(0);
    expect(hours?.usual).toBeLessThan(30);
    expect((await findingOf('118'))?.probability).toBe(slow?.probability);
  });

  it('goes into a field of its own beside the health', async () => {
    const finding = await findingOf('118');
    if (finding === undefined) throw new Error('nothing is found of 118');
    const fields = toFields(finding, null, 'en', house.time.now);
    expect(fields['revloop_churn_probability']).toBe(finding.churn?.probability?.toFixed(3));
    expect(fields['revloop_health_score']).toBe(String(finding.score));
  });

  it('is looked at for who moves by other weights: everybody who is a customer today, as it is known now', async () => {
    const told = await house.asTenant((rows) => frameLesson(rows, churn));
    const pictures = (await churn.open?.(house.ports, house.tenant, told, 1000)) ?? [];
    const here = customers.filter(({ leaves }) => !leaves);
    const expected = await Promise.all(here.map(({ id }) => house.subject('company', id)));
    expect(pictures.map(({ subject }) => subject).sort()).toEqual(expected.sort());
    expect(await churn.open?.(house.ports, house.tenant, told, 7)).toHaveLength(7);
    const live = await house.asTenant((rows) => rows.weights.live('churn'));
    const weights = toWeights(live?.body);
    const without = { ...weights, model: { ...weights.model, intercept: weights.model.intercept + 2 } };
    const moves = movesOf(weights, without, pictures);
    expect(moves).toMatchObject({ finding: 'health', looked: here.length, up: here.length });
    expect(moves.far).toBeGreaterThan(0);
    // What the weights say of a customer is what stands on its card.
    const slow = await house.subject('company', '118');
    const churnOf = (await findingOf('118'))?.churn;
    expect(
      movesOf(
        weights,
        without,
        pictures.filter(({ subject }) => subject === slow),
      ).top[0]?.from,
    ).toBe(Math.round(100 * (churnOf?.probability ?? 0)));
  });

  it('says what it was and what moved it: first what happened to the customer, then that other weights are live', async () => {
    const first = (await findingOf('119'))?.churn;
    const slowly = (nr: number): NewSignal[] => {
      const opened = new Date(house.time.now.getTime() - 10 * day);
      const properties = {
        createdate: opened.toISOString(),
        closed_date: new Date(opened.getTime() + (90 + nr) * 3_600_000).toISOString(),
      };
      const data = { properties, createdAt: opened.toISOString(), archived: false };
      return [
        { ...house.record('ticket', `slow ${nr}`, {}), occurredAt: opened, data } as NewSignal,
        house.links('ticket', `slow ${nr}`, 'company', ['119']),
      ];
    };
    for (let nr = 0; nr < 12; nr++) await house.tell(...slowly(nr));
    await house.settle();
    const second = (await findingOf('119'))?.churn;
    expect(second?.probability).toBeGreaterThan(0.02 + (first?.probability ?? 1));
    expect(second?.before?.probability).toBe(first?.probability);
    expect(second?.because).toMatchObject({ cause: 'record', points: { weights: 0 } });
    expect(second?.because?.by[0]).toMatchObject({ code: 'customer_hours', feature: 'customer_hours' });
    expect(second?.because?.by[0]?.points).toBeGreaterThan(0);

    const live = await house.asTenant((rows) => rows.weights.live('churn'));
    const weights = toWeights(live?.body);
    const other = { ...weights, model: { ...weights.model, intercept: weights.model.intercept + 1 } };
    await house.asTenant((rows) =>
      rows.weights.save(
        { target: 'churn', body: other, report: other.report, state: 'live' },
        house.time.now,
      ),
    );
    await house.tell(house.record('company', '119', { name: 'Customer 119 again' }));
    await house.settle();
    const third = (await findingOf('119'))?.churn;
    expect(third?.weightsVersion).toBe((second?.weightsVersion ?? 0) + 1);
    expect(third?.before?.probability).toBe(second?.probability);
    expect(third?.because).toMatchObject({ cause: 'weights', points: { record: 0 } });
    expect(third?.because?.by).toEqual([
      {
        ...{ code: 'customer_usual', feature: 'customer_usual', label: 'customer_usual' },
        points: third?.because?.points?.weights,
      },
    ]);
  });

  it('is not told of those who have left', async () => {
    const gone = customers.filter(({ leaves }) => leaves).slice(0, 5);
    for (const { id } of gone) expect(await findingOf(id)).toBeUndefined();
  });
});

test('people judge customers against the machine: who left in 90 days left, of the others it is known then that they stayed', async () => {
  const desk = openDrillDesk(house.ports, null);
  const drill = await desk.start(house.tenant, 'Mia', {
    target: 'churn',
    title: 'Customers',
    size: 40,
    days: 14,
  });
  const { cases } = await desk.cases(house.tenant, 'Mia', drill.id);
  expect(cases.length).toBeGreaterThanOrEqual(20);
  expect(JSON.stringify(cases)).not.toMatch(/probability":0|churn/i);
  for (const { place } of cases)
    await desk.judge(house.tenant, 'Mia', { id: drill.id, place, probability: 0.2, reason: null });
  const subjects = await house.asTenant((rows) => rows.drills.cases(drill.id));
  const ids = await house.asTenant((rows) =>
    rows.subjects.refs(subjects.flatMap(({ subject }) => subject ?? [])),
  );
  const leaving = ids.filter(({ objectType }) => objectType === 'company').slice(0, 6);
  house.time.now = new Date(house.time.now.getTime() + 30 * day);
  for (const { externalId } of leaving)
    await house.tell(
      house.record('deal', `gone ${externalId}`, {
        ...{ hs_is_closed_won: 'false', hs_is_closed_lost: 'true', closedate: house.time.now.toISOString() },
      }),
      house.links('deal', `gone ${externalId}`, 'company', [externalId]),
    );
  await house.settle();
  expect((await desk.report(house.tenant, drill.id)).report).toMatchObject({ known: 6, won: 6 });
  house.time.now = new Date(house.time.now.getTime() + 62 * day);
  const { report } = await desk.report(house.tenant, drill.id);
  expect(report).toMatchObject({ judged: cases.length, known: cases.length, won: 6, needed: 0 });
  expect(report.judges.map(({ who }) => who)).toEqual(expect.arrayContaining(['people', 'machine']));
});
