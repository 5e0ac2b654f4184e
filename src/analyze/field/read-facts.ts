// Reads facts off a timeline: the fields of the catalogue as they were known at a moment, live and in a backtest alike.
import { fail } from '#errors.ts';
import { isCalledCustomer } from '#sense/vocabulary.ts';
import { caseReaders } from './case-facts.ts';
import { contractReaders } from './contract-facts.ts';
import { sinceAt, valueAt } from './course.ts';
import { dayMs } from './day-counter.ts';
import type { Facts, FactValue } from './facts.ts';
import { type FieldRef, readRef } from './field-ref.ts';
import { localTime, zoneOf } from './local-time.ts';
import { productReaders } from './product-facts.ts';
import { propertyValue } from './property-value.ts';
import type { Moment, Reader, Readers } from './reader.ts';
import { stagnationReaders } from './stagnation-facts.ts';
import type { SeenFinding, Timeline } from './timeline.ts';

/** A reader of these fields; each reference is looked up once. Errors: RULE_INVALID for one that is not in the catalogue. */
export function factReader(references: readonly string[], zone: string) {
  const readers = [...new Set(references)].map((reference) => ({ reference, read: readerOf(reference) }));
  return (timeline: Timeline, at: number): Facts => {
    const moment = { at, day: Math.floor(at / dayMs), zone };
    const facts: Record<string, FactValue> = {};
    for (const { reference, read } of readers) facts[reference] = read(timeline, moment);
    return { ...facts, now: at };
  };
}

/** Errors: RULE_INVALID for a reference that is not in the catalogue. */
export function readerOf(reference: string): Reader {
  const ref = readRef(reference);
  if ('problem' in ref)
    return fail('RULE_INVALID', { at: reference, problem: `the field ${ref.problem.en}` });
  const make = all[ref.field.id];
  return make === undefined
    ? fail('RULE_INVALID', { at: reference, problem: 'the field cannot be read' })
    : make(ref);
}

const stageNames = {
  contact: ['lifecyclestage'],
  company: ['lifecyclestage', 'Type'],
  lead: ['hs_pipeline_stage', 'Status'],
  deal: ['dealstage', 'StageName'],
  ticket: ['hs_pipeline_stage', 'Status'],
} as const;

function stageOf(timeline: Timeline) {
  for (const name of stageNames[timeline.kind]) {
    const course = timeline.properties.get(name);
    if (course !== undefined) return course;
  }
  return undefined;
}

const stageAt = (timeline: Timeline, at: number): FactValue => valueAt(stageOf(timeline), at) || null;
const foundAt = (timeline: Timeline, at: number): SeenFinding | undefined => valueAt(timeline.findings, at);
const bandAt = (timeline: Timeline, at: number): FactValue => foundAt(timeline, at)?.band ?? null;
const before = (at: number, days: number | null): number => at - (days ?? 0) * dayMs;

/** Whole UTC days between two moments. */
export function daysBetween(from: number | null, day: number): number | null {
  return from === null ? null : day - Math.floor(from / dayMs);
}

const property = ({ field, name }: FieldRef): Reader => {
  const { type } = field;
  const wanted = name ?? '';
  return (timeline, { at }) => propertyValue(type, valueAt(timeline.properties.get(wanted), at));
};

const part =
  (of: 'value' | 'trend') =>
  ({ name }: FieldRef): Reader =>
  (timeline, { at }) =>
    foundAt(timeline, at)?.parts.find(({ code }) => code === name)?.[of] ?? null;

const ownReaders: Readers = {
  property,
  'property.number': property,
  'property.date': property,
  'property.flag': property,
  'property.choices': property,
  stage:
    () =>
    (timeline, { at }) =>
      stageAt(timeline, at),
  'stage.before':
    ({ days }) =>
    (timeline, { at }) =>
      stageAt(timeline, before(at, days)),
  customer:
    () =>
    (timeline, { at }) =>
      isCustomerAt(timeline, at),
  'days_since.stage_change':
    () =>
    (timeline, { at, day }) =>
      daysBetween(sinceAt(stageOf(timeline), at), day),
  'days_since.created':
    () =>
    (timeline, { at, day }) =>
      timeline.createdAt === null || timeline.createdAt > at ? null : daysBetween(timeline.createdAt, day),
  score:
    () =>
    (timeline, { at }) =>
      foundAt(timeline, at)?.score ?? null,
  'score.before':
    ({ days }) =>
    (timeline, { at }) =>
      foundAt(timeline, before(at, days))?.score ?? null,
  'score.change':
    ({ days }) =>
    (timeline, { at }) => {
      const now = foundAt(timeline, at)?.score ?? null;
      const then = foundAt(timeline, before(at, days))?.score ?? null;
      return now === null || then === null ? null : now - then;
    },
  band:
    () =>
    (timeline, { at }) =>
      bandAt(timeline, at),
  'band.before':
    ({ days }) =>
    (timeline, { at }) =>
      bandAt(timeline, before(at, days)),
  'days_since.band_change':
    () =>
    (timeline, { at, day }) =>
      daysBetween(bandSince(timeline, at), day),
  confidence:
    () =>
    (timeline, { at }) =>
      foundAt(timeline, at)?.confidence ?? null,
  segment:
    () =>
    (timeline, { at }) =>
      valueAt(timeline.segment, at) ?? null,
  'days_since.segment_change':
    () =>
    (timeline, { at, day }) =>
      daysBetween(sinceAt(timeline.segment, at), day),
  health: part('value'),
  'health.trend': part('trend'),
  'local.time': () => (timeline, moment) => localOf(timeline, moment)?.minutes ?? null,
  'local.weekday': () => (timeline, moment) => localOf(timeline, moment)?.weekday ?? null,
};

/** As the health index asks it: by the stage, else by the deal that was closed last; not known where neither says it. */
function isCustomerAt(timeline: Timeline, at: number): boolean | null {
  const { properties, deals } = timeline;
  const lifecyclestage = valueAt(properties.get('lifecyclestage'), at) || null;
  const type = valueAt(properties.get('Type'), at) || null;
  if (isCalledCustomer({ lifecyclestage: { value: lifecyclestage }, Type: { value: type } })) return true;
  let last: Timeline['deals'][number] | null = null;
  for (const deal of deals)
    if (deal.closed !== null && deal.closed <= at && deal.closed > (last?.closed ?? Number.NEGATIVE_INFINITY))
      last = deal;
  return last?.won ?? (lifecyclestage === null && type === null ? null : false);
}

/** Since when the band has been the same; the score may have moved within it. */
function bandSince({ findings }: Timeline, at: number): number | null {
  const bands = { at: findings.at, values: findings.values.map(({ band }) => band) };
  return valueAt(bands, at) == null ? null : sinceAt(bands, at);
}

/** Where a person is; where nobody knows, where the tenant is. */
function localOf(timeline: Timeline, { at, zone }: Moment) {
  const said = zoneOf(valueAt(timeline.properties.get('hs_timezone'), at));
  return (said === null ? null : localTime(at, said)) ?? localTime(at, zone);
}

const all: Readers = {
  ...ownReaders,
  ...productReaders,
  ...stagnationReaders,
  ...caseReaders,
  ...contractReaders,
};
