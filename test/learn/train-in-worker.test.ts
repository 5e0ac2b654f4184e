import { describe, expect, test } from 'vitest';
import { aLeadHistory, historyEnd, leadSources } from '#kit/a-lead-history.ts';
import { train } from '#learn/train.ts';
import { makeTrainer } from '#learn/train-in-worker.ts';

const requestOf = (rows: number) => ({
  target: 'lead' as const,
  sources: leadSources,
  records: aLeadHistory(rows),
  now: historyEnd,
  seed: 5,
});

describe('training on a thread', () => {
  test('gives the same weights as training here', async () => {
    const request = requestOf(300);
    expect(await makeTrainer()(request)).toEqual(train(request));
  });

  test('stops when the time is up, and the next in line still gets its turn', async () => {
    const trainer = makeTrainer({ megabytes: 1024, seconds: 0.001 });
    const late = trainer(requestOf(20_000));
    await expect(late).rejects.toMatchObject({ code: 'TRAINING_TOO_LONG', params: { records: 20_000 } });
    const patient = makeTrainer();
    const bad = patient({ ...requestOf(60), records: [...aLeadHistory(60), ...aLeadHistory(1)] });
    const good = patient(requestOf(60));
    await expect(bad).rejects.toMatchObject({ code: 'TRAINING_DATA_INVALID' });
    expect((await good).history.closed).toBe(60);
  });

  test('stops when it would need more memory than it may', async () => {
    const trainer = makeTrainer({ megabytes: 8, seconds: 60 });
    await expect(trainer(requestOf(20_000))).rejects.toMatchObject({ code: 'TRAINING_TOO_BIG' });
  });

  test('can be called off, before and while it runs', async () => {
    const trainer = makeTrainer();
    const early = AbortSignal.abort();
    const stop = new AbortController();
    const running = trainer(requestOf(20_000), stop.signal);
    const waiting = trainer(requestOf(60), early);
    stop.abort();
    const stopped = { code: 'TRAINING_STOPPED' };
    // Whichever ends first is heard.
    await Promise.all([running, waiting].map((one) => expect(one).rejects.toMatchObject(stopped)));
  });
});
