// A tenant of the demo company in memory: the product's own reading of records, fold, facts, rules and learning, no database.
import { type Asking, askingOf, openRulebook, referencesIn } from '#advise/journey/asking.ts';
import type { JourneyRule } from '#advise/journey/journey-graph.ts';
import type { Circle } from '#analyze/circle.ts';
import { dayMs } from '#analyze/field/day-counter.ts';
import { drawTimeline } from '#analyze/field/draw-timeline.ts';
import { factReader } from '#analyze/field/read-facts.ts';
import { usualPeople } from '#analyze/stagnation/quiet-days.ts';
import { stagnationLook } from '#analyze/stagnation/stagnation-look.ts';
import { pastOf } from '#learn/learn-stagnation.ts';
import { type PastCustomer, stagnationFrom } from '#learn/stagnation-from.ts';
import type { KnownRecord } from '#ports/store-sense.ts';
import type { ProductEvent } from '#sandbox/world/usage.ts';
import { tell } from '#sense/delta.ts';
import type { CrmRecord } from '#sense/record.ts';
import { isSubjectKind, type NewSignal, type SubjectKind } from '#sense/signal.ts';
import { tenantSettings } from '#sense/tenant.ts';
import { fold } from '#twin/fold.ts';
import { emptyTwin, type Twin } from '#twin/twin.ts';
import { productSignals } from './product-signals.ts';

const portal = { id: 'portal', platform: 'hubspot' } as const;
const settings = tenantSettings.parse({ collection: { level: 'person' } });

type Subject = { readonly kind: SubjectKind; readonly id: string; twin: Twin };

export function openMemoryHouse(rules: readonly JourneyRule[]) {
  const records = new Map<string, KnownRecord>();
  const subjects = new Map<string, Subject>();
  /** Product users by address, companies by domain. */
  const named = new Map<string, Subject>();
  const homes = new Map<string, Map<string, Subject>>();
  const gone = new Map<string, readonly PastCustomer[]>();
  /** Who was seen in the product, by day. */
  const seen = new Map<number, Set<string>>();
  let heard: Date | null = null;
  let learned: { body: unknown; version: number } | null = null;
  const book = openRulebook('company');
  const read = factReader([...new Set(rules.flatMap((rule) => referencesIn(rule, 'company')))], 'UTC');

  function readRecord(record: CrmRecord, now: Date): NewSignal[] {
    const { objectType, id, properties } = record;
    if (!isSubjectKind(objectType)) return [];
    const key = `${objectType}/${id}`;
    const { signals, after } = tell(portal, records.get(key), record, now);
    if (after !== null) records.set(key, after);
    const mine = subjects.get(key) ?? { kind: objectType, id, twin: emptyTwin(objectType) };
    subjects.set(key, mine);
    const name = objectType === 'contact' ? `user:${properties['email']}` : `group:${properties['domain']}`;
    if (objectType === 'contact' || objectType === 'company') named.set(name, named.get(name) ?? mine);
    for (const company of record.links?.company ?? []) {
      const home = homes.get(company) ?? new Map<string, Subject>();
      homes.set(company, home.set(key, mine));
    }
    return [...signals];
  }

  const owner = ({ kind, objectType, externalId }: NewSignal) =>
    kind === 'product.event' ? named.get(externalId) : subjects.get(`${objectType}/${externalId}`);

  function circleOf(company: string): Circle {
    const mine = subjects.get(`company/${company}`);
    if (mine === undefined) throw new Error(`company ${company} is not known`);
    const around: Partial<Record<SubjectKind, { subject: string; twin: Twin }[]>> = {};
    for (const [subject, { kind, twin }] of homes.get(company) ?? []) {
      const list = around[kind] ?? [];
      list.push({ subject, twin });
      around[kind] = list;
    }
    return { subject: company, twin: mine.twin, around };
  }

  const peopleByDay = () => new Map([...seen].map(([day, { size }]) => [day, size]));
  const companies = () => [...subjects.values()].flatMap(({ kind, id }) => (kind === 'company' ? [id] : []));

  return {
    /** What was read and heard is kept and folded. */
    hear(told: readonly CrmRecord[], events: readonly ProductEvent[], now: Date): void {
      const signals = [
        ...told.flatMap((record) => readRecord(record, now)),
        ...productSignals(events, 'product', now).filter(({ kind }) => kind === 'product.event'),
      ];
      for (const one of signals) {
        if (one.kind !== 'product.event') continue;
        if (heard === null || one.occurredAt > heard) heard = one.occurredAt;
        const day = Math.floor(one.occurredAt.getTime() / dayMs);
        seen.set(day, (seen.get(day) ?? new Set()).add(one.externalId));
      }
      for (const [subject, list] of Map.groupBy(signals, owner))
        if (subject !== undefined)
          subject.twin = fold(
            subject.twin,
            list.map((one) => ({ ...one, id: one.key, subject: subject.id })),
          );
    },
    /** Those who have not left, as far as was learned. */
    companies: () => companies().filter((company) => !gone.has(company)),
    /** As a turn and a walk ask of a customer. */
    asking(company: string, now: Date): Asking['ask'] {
      const circle = circleOf(company);
      const look = stagnationLook(learned, heard, peopleByDay());
      const timeline = drawTimeline({ circle, outcomes: settings.outcomes, settings, look });
      const facts = read(timeline, now.getTime());
      return askingOf(book, circle, { facts, origins: () => ({ source: 'product', asOf: null }) }).ask;
    },
    /** As every night. */
    learn(): void {
      if (heard === null) return;
      const until = heard.getTime();
      const customers = companies().flatMap((company): readonly PastCustomer[] => {
        const known = gone.get(company);
        if (known !== undefined) return known;
        const past = pastOf(circleOf(company), settings.outcomes, until);
        // Nothing more is heard of who has left.
        if (past.some(({ left }) => left !== null)) gone.set(company, past);
        return past;
      });
      const body = stagnationFrom(customers, usualPeople(peopleByDay(), Math.floor(until / dayMs)));
      learned = { body, version: (learned?.version ?? 0) + 1 };
    },
  };
}
