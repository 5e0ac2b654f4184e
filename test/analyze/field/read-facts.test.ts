// Facts: as of a moment only what was known then counts; live evaluation and a backtest read the same.
import { describe, expect, test } from 'vitest';
import { drawTimeline } from '#analyze/field/draw-timeline.ts';
import { fields } from '#analyze/field/field.ts';
import { readRef, writeRef } from '#analyze/field/field-ref.ts';
import { factReader } from '#analyze/field/read-facts.ts';
import { anyHistory, begin, circleOf, dayMs, historyDays } from '#kit/any-history.ts';
import { fc } from '#kit/fast-check.ts';
import type { Signal } from '#sense/signal.ts';
import { tenantSettings } from '#sense/tenant.ts';

const { outcomes } = tenantSettings.parse({});
const names = { property: 'lifecyclestage', event: 'Logged In', part: 'use' } as const;

/** Every field of the catalogue, with and without the name it may have. */
const references = fields.flatMap(({ id, named, window }) => {
  const days = window ? 14 : null;
  if (named === null) return [writeRef(id, null, days)];
  const typed = {
    'property.number': 'seats',
    'property.date': 'renewal',
    'property.flag': 'beta',
    'property.choices': 'topics',
  };
  const name = Object.entries(typed).find(([one]) => one === id)?.[1] ?? names[named.of];
  return [
    writeRef(id, name, days),
    ...(named.optional ? [writeRef(id, null, days), writeRef(id, '*pric*', days)] : []),
  ];
});
const read = factReader(references, 'Europe/Berlin');

const endOf = (day: number) => begin + (day + 1) * dayMs - 1;
const timelineOf = (signals: readonly Signal[]) =>
  drawTimeline({
    circle: circleOf(signals),
    state: signals.filter(({ subject }) => subject === '1'),
    outcomes,
  });

describe('facts', () => {
  test('of any day are the same read live on that day, and later in a backtest over the whole history', () => {
    fc.assert(
      fc.property(anyHistory, (signals) => {
        const whole = timelineOf(signals);
        for (let day = 0; day < historyDays; day += 7) {
          const then = signals.filter(({ occurredAt }) => occurredAt.getTime() <= endOf(day));
          expect(read(whole, endOf(day))).toEqual(read(timelineOf(then), endOf(day)));
        }
      }),
      { numRuns: 150 },
    );
  });

  test('are of every field in the catalogue, each of the type that the catalogue says', () => {
    const types = { number: 'number', date: 'number', time: 'number', text: 'string', flag: 'boolean' };
    const seen = new Set<string>();
    for (const signals of fc.sample(anyHistory, { numRuns: 60, seed: 4 })) {
      const facts = read(timelineOf(signals), endOf(historyDays));
      for (const reference of references) {
        const ref = readRef(reference);
        if ('problem' in ref) throw new Error(`${reference} ${ref.problem}`);
        const value = facts[reference];
        if (value === null) continue;
        seen.add(ref.field.id);
        const { type } = ref.field;
        if (type === 'choices') expect(Array.isArray(value)).toBe(true);
        else expect({ reference, type: typeof value }).toEqual({ reference, type: types[type] });
      }
    }
    const asked = /^(score|band|confidence|health|days_since.band|segment|days_since.segment_change)/;
    expect(fields.map(({ id }) => id).filter((id) => !seen.has(id) && !asked.test(id))).toEqual([]);
  });

  test('that were never collected are not known, and never zero', () => {
    const facts = read(timelineOf([]), endOf(3));
    const known = Object.entries(facts).filter(([, value]) => value !== null);
    expect(known.map(([reference]) => reference).sort()).toEqual(['local.time', 'local.weekday', 'now']);
  });
});
