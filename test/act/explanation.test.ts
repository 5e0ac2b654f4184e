// The explanation is codes and values of a stated shape, and never longer than the field that it is written to.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Explanation, explanation, explanationText, mostBytes } from '#act/explanation.ts';

const folder = path.join(import.meta.dirname, '../fixtures/salesforce');
const examples = readdirSync(folder).filter((name) => name.startsWith('explanation-'));
const read = (name: string): Explanation =>
  explanation.parse(JSON.parse(readFileSync(path.join(folder, name), 'utf8')));

describe('the explanation', () => {
  it('has an example of every state, each of its shape and of a length that the field takes', () => {
    expect(new Set(examples.map((name) => read(name).state))).toEqual(
      new Set(['ready', 'little_history', 'not_scored']),
    );
    for (const name of examples)
      expect(Buffer.byteLength(explanationText(read(name)))).toBeLessThanOrEqual(mostBytes);
  });

  it('leaves out what tells least, and nothing else, where the customer’s words are too many', () => {
    const ready = read('explanation-ready.json');
    if (ready.state !== 'ready') throw new Error('the example is another');
    const words = '非常に長い'.repeat(16);
    const reasons = ready.reasons.map((one) => ({ ...one, label: words, value: words, usual: words }));
    const text = explanationText({ ...ready, reasons: [...reasons, ...reasons] });
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(mostBytes);
    const kept = explanation.parse(JSON.parse(text));
    expect(kept).toMatchObject({ score: 84, next: ready.next, did: [], confidence: ready.confidence });
    expect(kept.state === 'ready' && kept.reasons.length).toBeGreaterThan(2);
  });
});
