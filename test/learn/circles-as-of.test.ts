// What is said of a moment of the past is what was known then: no more, and no less.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Circle } from '#analyze/circle.ts';
import { leadFacts } from '#analyze/lead-facts.ts';
import { derivedFacts } from '#analyze/lead-sources.ts';
import { engines, freshDatabase, type TestDatabase } from '#kit/database.ts';
import { fc } from '#kit/fast-check.ts';
import { circlesAsOf } from '#learn/circles-as-of.ts';
import { isAssumed } from '#learn/record-past.ts';
import type { NewSignal, SubjectKind } from '#sense/signal.ts';
import { tenantSettings } from '#sense/tenant.ts';
import { bringUpToDate } from '#twin/bring-up-to-date.ts';
import { replay } from '#twin/fold.ts';
import type { Twin } from '#twin/twin.ts';

const begin = Date.UTC(2026, 2, 1);
const hour = 3_600_000;
const days = 24 * hour;
const at = (hours: number) => new Date(begin + hours * hour);
const sources = [
  ...['lead_source', 'note', 'company.size'].map((name) => ({ name, type: 'string' as const })),
  ...derivedFacts,
];

const anyStep = fc.record({
  what: fc.constantFrom('record', 'record', 'mail', 'event', 'links', 'size'),
  hours: fc.integer({ min: 2, max: 24 * 30 }),
  pick: fc.integer({ min: 0, max: 5 }),
});
type Drawn = typeof anyStep extends fc.Arbitrary<infer T> ? T : never;

/** A twin of these signals as the store gives them. */
function folded(kind: SubjectKind, list: readonly NewSignal[]): Twin {
  return replay(
    kind,
    list.map((signal, nr) => ({ ...signal, id: String(nr), subject: '' })),
  );
}

describe.each(engines())('circles as of a moment on $name', (engine) => {
  let database: TestDatabase;
  let tenant: string;
  const origin = randomUUID();
  beforeAll(async () => {
    database = await freshDatabase({ engine });
    tenant = await database.tenant();
  });
  afterAll(() => database.close());

  const about = (objectType: SubjectKind, externalId: string, hours: number) => ({
    ...{ origin, objectType, externalId, occurredAt: at(hours) },
  });
  let nr = 0;
  const record = (
    kind: SubjectKind,
    id: string,
    hours: number,
    properties: Record<string, string | null>,
  ): NewSignal => ({
    ...about(kind, id, hours),
    ...{ key: `r${++nr}`, kind: 'crm.record' },
    data: { properties, createdAt: at(0).toISOString(), archived: false },
  });
  const past = (id: string, ...states: [number, Record<string, string | null>][]): NewSignal => ({
    ...about('contact', id, 0),
    ...{ key: `past ${id}`, kind: 'crm.past' },
    data: { states: states.map(([hours, properties]) => ({ at: at(hours).toISOString(), properties })) },
  });
  const mail = (id: string, hours: number): NewSignal => ({
    ...about('contact', id, hours),
    ...{ key: `m${++nr}`, kind: 'engagement' },
    data: { type: 'email', id: String(nr), direction: 'in', outcome: null },
  });
  const event = (id: string, hours: number, user: string): NewSignal => ({
    ...about('contact', id, hours),
    ...{ key: `e${++nr}`, kind: 'product.event', data: { name: 'opened', user, properties: {} } },
  });
  const linked = (id: string, hours: number, ids: string[]): NewSignal => ({
    ...about('contact', id, hours),
    ...{ key: `l${++nr}`, kind: 'crm.links', data: { to: 'company', ids } },
  });
  const keep = async (...list: NewSignal[]) => {
    await database.store.asTenant(tenant, async (rows) => {
      await rows.signals.keep(list);
      const dirty = await rows.subjects.dirty(new Date(), 5_000);
      await bringUpToDate(rows, dirty, tenantSettings.parse({}).identity);
      await rows.subjects.clean(dirty);
    });
  };
  const asOf = (id: string, ...moments: number[]) =>
    database.store.asTenant(tenant, async (rows) => {
      const subject = (await rows.subjects.find(origin, 'contact', [id])).get(id) ?? '0';
      const list = moments.map((hours) => ({ subject, at: at(hours).getTime() }));
      return circlesAsOf(rows, list);
    });
  const valuesAt = async (id: string, hours: number) => {
    const [circle] = await asOf(id, hours);
    const properties: Twin['properties'] = circle?.twin.properties ?? {};
    return Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, one.value]));
  };

  const stepOf = (id: string, firm: string, { what, hours, pick }: Drawn): NewSignal => {
    const kinds: Readonly<Record<Drawn['what'], () => NewSignal>> = {
      mail: () => mail(id, hours),
      event: () => event(id, hours, `u${pick}`),
      links: () => linked(id, hours, pick > 2 ? [firm] : []),
      size: () => record('company', firm, hours, { size: String(pick) }),
      record: () => record('contact', id, hours, { [pick > 3 ? 'lead_source' : 'note']: `v${pick}` }),
    };
    return kinds[what]();
  };
  const namedIn = ({ links }: Twin): readonly string[] => links[`${origin}:company`]?.ids ?? [];
  const factsOf = (circle: Circle, moment: Date) =>
    [...leadFacts(circle, moment.getTime(), sources, new Map([[origin, 'hubspot']]))].map(([name, one]) => [
      name,
      one.value,
    ]);

  it('are, for any history and any moment, what folding only what was known by then gives', async () => {
    const histories = fc.sample(fc.array(anyStep, { maxLength: 25 }), { numRuns: 60, seed: 7 });
    const told = histories.map((steps, place) => {
      const [id, firm] = [`any${place}`, `firm${place}`];
      const first = [
        record('contact', id, 1, { lead_source: 'web', note: null }),
        linked(id, 1, [firm]),
        record('company', firm, 1, { size: '5' }),
      ];
      return { id, firm, list: [...first, ...steps.map((step) => stepOf(id, firm, step))] };
    });
    await keep(...told.flatMap(({ list }) => list));
    let linkedThen = 0;
    for (const { id, firm, list } of told) {
      const hours = [1, 13.5, 100.25, 24 * 12, 24 * 20 + 3, 24 * 31];
      const circles = await asOf(id, ...hours);
      expect(circles).toHaveLength(hours.length);
      // What is parted today has no pair any more: only who is still linked can be found.
      const together = await isLinked(id);
      for (const [place, circle] of circles.entries()) {
        const moment = at(hours[place] ?? 0);
        const by = (own: string) => list.filter((one) => one.externalId === own && one.occurredAt <= moment);
        const [twin, company] = [folded('contact', by(id)), folded('company', by(firm))];
        expect(bare(circle.twin)).toEqual(bare(twin));
        const then = together && namedIn(twin).includes(firm);
        if (then) linkedThen += 1;
        expect((circle.around.company ?? []).map((one) => bare(one.twin))).toEqual(
          then ? [bare(company)] : [],
        );
        const around = then ? { company: [{ subject: firm, twin: company }] } : {};
        expect(factsOf(circle, moment)).toEqual(factsOf({ subject: '', twin, around }, moment));
      }
    }
    expect(linkedThen).toBeGreaterThan(100);
  });

  const isLinked = (id: string) =>
    database.store.asTenant(tenant, async (rows) => {
      const subject = (await rows.subjects.find(origin, 'contact', [id])).get(id) ?? '0';
      return (await rows.twins.around([subject])).length > 0;
    });

  it('know what the CRM tells of the time before it was read', async () => {
    await keep(
      record('contact', 'told', 1_000, { lead_source: 'fair', note: 'signed', stage: 'customer' }),
      past(
        'told',
        [0, { lead_source: 'web', stage: 'lead' }],
        [500, { lead_source: 'fair' }],
        [900, { stage: 'customer', note: 'signed' }],
      ),
    );
    expect(await valuesAt('told', 1)).toEqual({ lead_source: 'web', stage: 'lead' });
    expect(await valuesAt('told', 600)).toEqual({ lead_source: 'fair', stage: 'lead' });
    expect(await valuesAt('told', 900)).toEqual({ lead_source: 'fair', stage: 'customer', note: 'signed' });
  });

  it('take what the first reading said for what was, and say so, where the CRM tells no past', async () => {
    await keep(
      record('contact', 'untold', 500, { lead_source: 'web' }),
      record('contact', 'untold', 700, { note: 'called', lead_source: 'fair' }),
    );
    const [before, after] = await asOf('untold', 100, 800);
    const of = (twin: Twin | undefined, name: string) => twin?.properties[name] ?? { value: null, at: '' };
    expect(before?.twin.properties).toMatchObject({ lead_source: { value: 'web' } });
    expect(isAssumed(of(before?.twin, 'lead_source'), at(100).getTime())).toBe(true);
    expect(of(after?.twin, 'lead_source').value).toBe('fair');
    expect(isAssumed(of(after?.twin, 'lead_source'), at(800).getTime())).toBe(false);
    // Heard of for the first time after the record was known without it: before it was not there.
    expect(before?.twin.properties['note']).toBeUndefined();
  });

  it('leave out whoever was not there yet, and links that came later', async () => {
    await keep(
      record('contact', 'young', 10, {}),
      linked('young', 10, []),
      record('company', 'later', 10, { size: '9' }),
      linked('young', 200, ['later']),
    );
    const [first, second] = await asOf('young', 100, 300);
    expect(first?.around.company).toBeUndefined();
    expect(second?.around.company).toHaveLength(1);
    expect(await asOf('young', -24)).toEqual([]);
  });

  it('count the day of the moment only up to the moment', async () => {
    const noon = 5 * 24 + 12;
    await keep(record('contact', 'busy', 1, {}), ...[-2, -1, 1, 2, 3].map((by) => mail('busy', noon + by)));
    const [circle] = await asOf('busy', noon);
    expect(circle?.twin.engagements['email.in']?.days).toBe('2026-03-06:2');
    const [later] = await asOf('busy', noon + (2 * days) / hour);
    expect(later?.twin.engagements['email.in']?.days).toBe('2026-03-06:5');
  });
});

/** Without what no feature looks at: how many signals there were, and the time of day of the last of a day that is over. */
function bare({ signals: _, asOf: __, archived, records: ___, ...twin }: Twin) {
  const dated = (all: Twin['events']) =>
    Object.fromEntries(Object.entries(all).map(([name, { days: counts }]) => [name, counts]));
  return {
    ...twin,
    archived: archived?.value === true,
    engagements: dated(twin.engagements),
    events: dated(twin.events),
  };
}
