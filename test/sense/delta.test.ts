// What a reading says against what was known: enough to rebuild the record, in any order, and never twice.
import { describe, expect, it } from 'vitest';
import { fc } from '#kit/fast-check.ts';
import type { KnownRecord } from '#ports/store-sense.ts';
import { tell } from '#sense/delta.ts';
import type { CrmRecord } from '#sense/record.ts';
import type { NewSignal, Signal } from '#sense/signal.ts';
import { replay } from '#twin/fold.ts';

const from = { id: '5c0a8f3e-0000-4000-8000-000000000001', platform: 'hubspot' } as const;
const start = Date.parse('2026-05-01T00:00:00.000Z');
const now = new Date('2026-05-02T00:00:00.000Z');

const value = fc.option(fc.constantFrom('a', 'b', 'c'), { nil: null });
/** What the CRM shows at successive moments; the time of change often stands still, as for calculated fields. */
const history = fc
  .array(
    fc.record({
      properties: fc.record({ plan: value, city: value }),
      company: fc.subarray(['10', '11', '12']),
      archived: fc.boolean(),
      moved: fc.constantFrom(0, 0, 1, 60_000),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((states) => {
    let at = start;
    return states.map(({ properties, company, archived, moved }): CrmRecord => {
      at += moved;
      return {
        objectType: 'contact',
        id: '7',
        properties,
        createdAt: new Date(start),
        modifiedAt: new Date(at),
        archived,
        links: { company },
      };
    });
  });

function tellAll(states: readonly CrmRecord[]): { signals: NewSignal[]; known: KnownRecord | undefined } {
  let known: KnownRecord | undefined;
  const signals: NewSignal[] = [];
  for (const state of states) {
    const told = tell(from, known, state, now);
    signals.push(...told.signals);
    known = told.after ?? known;
  }
  return { signals, known };
}

const kept = (signals: readonly NewSignal[]): Signal[] =>
  signals.map((signal, nr) => ({ ...signal, id: String(nr), subject: '1' }));

describe('signals of readings', () => {
  it('rebuild the last state, folded in any order', () => {
    fc.assert(
      fc.property(history, fc.infiniteStream(fc.nat()), (states, order) => {
        const { signals } = tellAll(states);
        const shuffled = kept(signals)
          .map((signal) => ({ signal, at: order.next().value ?? 0 }))
          .sort((a, b) => a.at - b.at)
          .map(({ signal }) => signal);
        const twin = replay('contact', shuffled);
        const last = states.at(-1);
        for (const [name, wanted] of Object.entries(last?.properties ?? {}))
          expect(twin.properties[name]?.value ?? null).toBe(wanted);
        expect(twin.archived?.value).toBe(last?.archived);
        expect(twin.links[`${from.id}:company`]?.ids ?? []).toEqual([...(last?.links?.company ?? [])].sort());
      }),
      { numRuns: 500 },
    );
  });

  it('have each their own key', () => {
    fc.assert(
      fc.property(history, (states) => {
        const keys = tellAll(states).signals.map(({ key }) => key);
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });

  it('are the same when two workers read the same', () => {
    fc.assert(
      fc.property(history, (states) => {
        expect(tellAll(states).signals).toEqual(tellAll(states).signals);
      }),
    );
  });

  it('are none when nothing changed, and none for a reading that is older than what is known', () => {
    fc.assert(
      fc.property(history, (states) => {
        const { known } = tellAll(states);
        const last = states.at(-1);
        if (known === undefined || last === undefined) throw new Error('unreachable');
        expect(tell(from, known, last, now)).toEqual({ signals: [], after: null });
        const older = { ...last, properties: { plan: 'old' }, modifiedAt: new Date(start - 1) };
        expect(tell(from, known, older, now)).toEqual({ signals: [], after: null });
      }),
    );
  });

  it('hold no character that PostgreSQL cannot keep', () => {
    const record: CrmRecord = {
      objectType: 'contact',
      id: '7',
      properties: { city: 'Ly\u0000on' },
      createdAt: now,
      modifiedAt: now,
      archived: false,
    };
    expect(tell(from, undefined, record, now).after?.properties).toEqual({ city: 'Lyon' });
  });
});
