// Bursts of wake-ups: few are sent, and nobody's is lost.
import { describe, expect, it } from 'vitest';
import type { Work } from '#ports.ts';
import { sharedWakes } from '#queue/shared-wakes.ts';

const intake: Work = { kind: 'intake', tenant: 'north' };

/** Sends that end when they are told to. */
function slowQueue() {
  const sent: { readonly work: Work; end(): void; break(error: Error): void }[] = [];
  const wake = sharedWakes(
    (work) =>
      new Promise((resolve, reject) => {
        sent.push({ work, end: resolve, break: reject });
      }),
  );
  return { sent, wake };
}

describe('shared wake-ups', () => {
  it('sends two for a burst: one at once, and one that begins after all the others were asked for', async () => {
    const { sent, wake } = slowQueue();
    const burst = Array.from({ length: 200 }, () => wake(intake));
    expect(sent).toHaveLength(1);
    sent[0]?.end();
    await expect.poll(() => sent.length).toBe(2);
    sent[1]?.end();
    await Promise.all(burst);
    expect(sent).toHaveLength(2);
  });

  it('sends another one for who comes while the second is on its way', async () => {
    const { sent, wake } = slowQueue();
    const early = [wake(intake), wake(intake)];
    sent[0]?.end();
    await expect.poll(() => sent.length).toBe(2);
    const late = wake(intake);
    sent[1]?.end();
    await expect.poll(() => sent.length).toBe(3);
    sent[2]?.end();
    await Promise.all([...early, late]);
  });

  it('holds up nobody else: other work has wake-ups of its own', () => {
    const { sent, wake } = slowQueue();
    void wake(intake);
    void wake({ kind: 'turn', tenant: 'north' });
    void wake({ kind: 'intake', tenant: 'south' });
    expect(sent.map(({ work }) => work.tenant)).toEqual(['north', 'north', 'south']);
  });

  it('goes on after one that failed, and tells those that shared it', async () => {
    const { sent, wake } = slowQueue();
    const first = wake(intake);
    const second = wake(intake);
    sent[0]?.break(new Error('the queue is away'));
    await expect(first).rejects.toThrow('the queue is away');
    await expect.poll(() => sent.length).toBe(2);
    sent[1]?.end();
    await second;
    void wake(intake);
    expect(sent).toHaveLength(3);
  });
});
