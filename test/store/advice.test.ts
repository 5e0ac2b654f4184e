// Rows of advice while people answer: what a person said is never overwritten by a turn that looked before.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AdviceState, NewAdvice } from '#advise/advice.ts';
import { engines, freshDatabase, type TestDatabase } from '#kit/database.ts';
import type { TenantStore } from '#ports/store.ts';

describe.each(engines())('advice on $name', (engine) => {
  const begun = new Date('2026-11-01T08:00:00Z');
  const later = new Date('2026-11-01T08:00:01Z');
  let database: TestDatabase;
  let tenant: string;
  beforeAll(async () => {
    database = await freshDatabase({ engine });
    tenant = await database.tenant();
  });
  afterAll(() => database.close());

  const as = <T>(work: (rows: TenantStore) => Promise<T>) => database.store.asTenant(tenant, work);
  const advice = (situation: string): NewAdvice => ({
    ...{ subject: '7', situation, code: 'call_now', finding: 'lead_score', confidence: 0.8, reasons: [] },
    ...{ change: { from: 'B', to: 'A', scoreFrom: 60, scoreTo: 90 }, alert: true, task: false },
  });
  const opened = (situation: string) =>
    as(async (rows) => (await rows.advice.save(advice(situation), begun)).advice.id);
  const answer = (id: string, state: AdviceState, snoozedUntil: Date | null = null) =>
    as((rows) => rows.advice.answer(id, { state, by: 'rae', snoozedUntil }, later));

  it('stays as it was answered, whatever a turn says of it afterwards', async () => {
    const id = await opened('answered');
    await answer(id, 'done');
    expect(await answer(id, 'expired')).toBeNull();
    expect(await as((rows) => rows.advice.get(id))).toMatchObject({ state: 'done', answeredBy: 'rae' });
  });

  it('is not opened again by a turn that began before it was closed', async () => {
    const id = await opened('closed');
    await answer(id, 'dismissed');
    const told = await as((rows) => rows.advice.save(advice('closed'), begun));
    expect(told).toMatchObject({ fresh: false, advice: { id, state: 'dismissed' } });
    const next = await as((rows) => rows.advice.save(advice('closed'), new Date('2026-12-24T08:00:00Z')));
    expect(next).toMatchObject({ fresh: true, advice: { state: 'open' } });
  });

  it('does not wake when somebody takes it at the moment its time has come', async () => {
    const id = await opened('slept');
    await answer(id, 'snoozed', begun);
    let waking: Promise<unknown> = Promise.resolve();
    await as(async (rows) => {
      await rows.advice.hold(id);
      waking = as((others) => others.advice.awake(later));
      await rows.advice.answer(id, { state: 'taken', by: 'rae', snoozedUntil: null }, later);
    });
    expect(await waking).toEqual([]);
  });
});
