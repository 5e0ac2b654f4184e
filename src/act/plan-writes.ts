// Which fields of which records are to be written: in every CRM that knows the subject, and only where something changed.
import { type Advice, urgencyOf } from '#advise/advice.ts';
import type { Analyzed } from '#analyze/analyzed.ts';
import { isGone } from '#analyze/circle.ts';
import { findingKindOf } from '#analyze/finding.ts';
import type { TenantStore } from '#ports/store.ts';
import type { SubjectRef } from '#ports/store-subjects.ts';
import type { Connection } from '#sense/connection.ts';
import type { TenantSettings } from '#sense/tenant.ts';
import type { NewAction } from './action.ts';
import { explain, explainNoScore, noStory, type Story } from './explain.ts';
import { type Explanation, explanationText } from './explanation.ts';
import { changedFields, changesBand, explanationField, noFields, toFields } from './fields.ts';

export type PlanNeeds = Pick<
  TenantStore,
  'connections' | 'subjects' | 'outbox' | 'advice' | 'outcomes' | 'findings'
>;
export type Planned = {
  readonly actions: readonly NewAction[];
  /** Subjects with a record that had all its writes for today: they are looked at again then. */
  readonly later: readonly { readonly subject: string; readonly at: Date }[];
};
export type ToPlan = {
  readonly analyzed: readonly Analyzed[];
  /** The names of the stages of those that are in one. */
  readonly stages: ReadonlyMap<string, string>;
  readonly settings: TenantSettings;
  /** Where Revloop's console is, for the card. */
  readonly console: string | null;
  readonly now: Date;
};

const day = 86_400_000;
const trendDays = 90;

type Wanted = {
  readonly ref: SubjectRef;
  readonly one: Analyzed;
  readonly next: Advice | null;
  readonly properties: Readonly<Record<string, string>>;
};

export async function planWrites(
  rows: PlanNeeds,
  told: ToPlan,
  crms: readonly Connection[],
): Promise<Planned> {
  const { analyzed, now } = told;
  const present = analyzed.filter(({ circle }) => !isGone(circle.twin));
  if (present.length === 0 || crms.length === 0) return { actions: [], later: [] };
  const subjects = present.map(({ circle }) => circle.subject);
  const bySubject = new Map(present.map((one) => [one.circle.subject, one]));
  const next = await nextSteps(rows, subjects, now);
  const refs = await rows.subjects.refs(subjects);
  const actions: NewAction[] = [];
  const later: Planned['later'][number][] = [];
  for (const connection of crms) {
    const mine = refs.filter(({ origin }) => origin === connection.id);
    for (const [objectType, group] of Map.groupBy(mine, (ref) => ref.objectType)) {
      const ids = group.map(({ externalId }) => externalId);
      const written = await rows.outbox.written(connection.id, objectType, ids);
      const wanted = group.flatMap((ref): Wanted[] => {
        const one = bySubject.get(ref.subject);
        if (one === undefined) return [];
        const properties = changesOf(
          told,
          connection,
          ref,
          one,
          next.get(ref.subject) ?? null,
          written.get(ref.externalId),
        );
        return Object.keys(properties).length === 0
          ? []
          : [{ ref, one, next: next.get(ref.subject) ?? null, properties }];
      });
      const { free, capped } = await withinCap(rows, connection, told, wanted);
      later.push(...capped);
      const whole = await withStories(rows, told, free);
      actions.push(...whole.map(({ ref, properties }) => toAction(ref, properties, now)));
    }
  }
  return { actions, later };
}

function toAction(
  { subject, origin, objectType, externalId }: SubjectRef,
  properties: Wanted['properties'],
  now: Date,
): NewAction {
  const key = `crm.write/${origin}/${objectType}/${externalId}/${now.getTime()}`;
  const payload = { objectType, externalId, properties };
  return { key, connection: origin, subject, kind: 'crm.write', payload };
}

/** The advice a rep should see first, else the last one that somebody answered within a day. */
async function nextSteps(
  rows: Pick<PlanNeeds, 'advice'>,
  subjects: readonly string[],
  now: Date,
): Promise<Map<string, Advice>> {
  const live = await rows.advice.live(subjects);
  const waiting = live.filter(({ state }) => state !== 'snoozed').sort((a, b) => urgencyOf(b) - urgencyOf(a));
  const closed = (await rows.advice.closed(subjects, new Date(now.getTime() - day))).filter(
    ({ answeredBy, state }) => answeredBy !== null && state !== 'expired',
  );
  const next = new Map<string, Advice>();
  for (const one of [...waiting, ...closed]) if (!next.has(one.subject)) next.set(one.subject, one);
  return next;
}

/** What differs from what the record has from us. A subject without a finding keeps nothing that it was told before. */
function changesOf(
  told: ToPlan,
  { platform }: Connection,
  { subject, objectType }: SubjectRef,
  one: Analyzed,
  next: Advice | null,
  written: Readonly<Record<string, string>> | undefined,
): Record<string, string> {
  const { settings, now } = told;
  const { finding, circle } = one;
  const explained = platform === 'salesforce';
  const stage = told.stages.get(subject) ?? null;
  if (finding === null) {
    const had = Object.entries(written ?? {}).some(
      ([name, value]) => name !== explanationField && value !== '',
    );
    // Where a customer stands does not hang on its having a score.
    if ((!had && stage === null) || objectType === 'ticket') return {};
    const kind = findingKindOf(circle.twin.kind);
    const text = explanationText(explainNoScore({ subject, console: told.console, now }, kind));
    return changedFields(
      { ...noFields(kind, now, stage), ...(explained ? { [explanationField]: text } : {}) },
      written,
    );
  }
  const waiting = next !== null && ['open', 'taken'].includes(next.state) ? next : null;
  const fields = toFields(finding, waiting, settings.locale, now, stage);
  if (!explained) return changedFields(fields, written);
  const text = explanationText(explanationOf(told, one, next, noStory));
  return changedFields({ ...fields, [explanationField]: text }, written);
}

function explanationOf(
  { console, now }: ToPlan,
  { circle, finding, kept }: Analyzed,
  next: Advice | null,
  story: Story,
): Explanation {
  const { subject } = circle;
  if (finding === null) return explainNoScore({ subject, console, now }, findingKindOf(circle.twin.kind));
  return explain({ subject, console, finding, kept, next, story, now });
}

/** A record is not written more often a day than the tenant allows, except that its band is always right. */
async function withinCap(
  rows: Pick<PlanNeeds, 'outbox'>,
  connection: Connection,
  { settings, now }: ToPlan,
  wanted: readonly Wanted[],
): Promise<{ free: Wanted[]; capped: Planned['later'][number][] }> {
  const [first] = wanted;
  if (first === undefined) return { free: [], capped: [] };
  const most = settings.writes.perRecordPerDay;
  const full = await rows.outbox.full(connection.id, first.ref.objectType, {
    externalIds: wanted.map(({ ref }) => ref.externalId),
    since: new Date(now.getTime() - day),
    most,
  });
  const capped = wanted.flatMap(({ ref, properties }) => {
    const oldest = full.get(ref.externalId);
    return oldest === undefined || changesBand(properties)
      ? []
      : [{ ref, later: { subject: ref.subject, at: new Date(oldest.getTime() + day) } }];
  });
  const held = new Set(capped.map(({ ref }) => ref));
  return { free: wanted.filter(({ ref }) => !held.has(ref)), capped: capped.map((one) => one.later) };
}

/** What was done lately and how the score went is read only for records that are written anyway. */
async function withStories(
  rows: Pick<PlanNeeds, 'outbox' | 'outcomes' | 'findings'>,
  told: ToPlan,
  wanted: readonly Wanted[],
): Promise<readonly Wanted[]> {
  const explained = wanted.filter(
    ({ properties, one }) => explanationField in properties && one.finding !== null,
  );
  if (explained.length === 0) return wanted;
  const subjects = explained.map(({ ref }) => ref.subject);
  const since = new Date(told.now.getTime() - trendDays * day);
  const by = <T extends { readonly subject: string }>(list: readonly T[]) =>
    Map.groupBy(list, ({ subject }) => subject);
  const actions = by(await rows.outbox.lately(subjects, 4));
  const outcomes = by(await rows.outcomes.lately(subjects, 4));
  const trends = by(await rows.findings.trends(subjects, since, 30));
  return wanted.map((want) => {
    const { one, next, ref, properties } = want;
    if (!(explanationField in properties) || one.finding === null) return want;
    const story: Story = {
      actions: actions.get(ref.subject) ?? [],
      outcomes: outcomes.get(ref.subject) ?? [],
      trend: (trends.get(ref.subject) ?? []).filter(({ kind }) => kind === one.finding?.kind),
    };
    const text = explanationText(explanationOf(told, one, next, story));
    return { ...want, properties: { ...properties, [explanationField]: text } };
  });
}
