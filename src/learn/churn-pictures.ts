// Pictures of customers: the moments at which each is pictured, what was known of it then, and whether it left within 90 days.
import { hash } from 'node:crypto';
import { churnFacts } from '#analyze/churn-facts.ts';
import type { Circle, Neighbour } from '#analyze/circle.ts';
import { drawTimeline } from '#analyze/field/draw-timeline.ts';
import { factReader } from '#analyze/field/read-facts.ts';
import type { Timeline } from '#analyze/field/timeline.ts';
import { homeOf } from '#analyze/places.ts';
import type { RawValues } from '#analyze/table.ts';
import type { TenantStore } from '#ports/store.ts';
import type { Signal, SubjectKind } from '#sense/signal.ts';
import type { OutcomeRules } from '#sense/tenant.ts';
import { storyEnds } from './backtest/story-ends.ts';
import type { ClosedRecord } from './closed-records.ts';
import type { Told } from './lesson.ts';
import { sliceValues } from './slice-values.ts';

const day = 86_400_000;
const horizon = 90 * day;
/** A picture every so many days, on days that the customer's own id chooses; of a long life only the newest. */
const stepDays = 30;
const mostPictures = 12;

const isCustomerIn = factReader(['customer'], 'UTC');

/**
 * `circles`: companies of today. A picture counts when all of its 90 days are over, whether or not the customer left in them:
 * if those who left counted sooner, the newest pictures would be of nobody else.
 */
export async function churnPictures(
  rows: Pick<TenantStore, 'history'>,
  circles: readonly Circle[],
  told: Told,
  now: number,
): Promise<ClosedRecord[]> {
  const companies = circles.filter(({ twin }) => !twin.erased);
  const subjects = companies.map(({ subject }) => subject);
  const state = Map.groupBy(await rows.history.state(subjects), ({ subject }) => subject);
  const around = await everybodyAround(rows, subjects);
  return companies.flatMap((company) => {
    const circle = { ...company, around: around.get(company.subject) ?? {} };
    return picturesOf(circle, state.get(company.subject) ?? [], told, now);
  });
}

/** Also those that the CRM has put away since: people of a customer that left are, and were there before. */
async function everybodyAround({ history }: Pick<TenantStore, 'history'>, subjects: readonly string[]) {
  const pairs = await history.twins.around(subjects);
  const twins = await history.twins.load([...new Set(pairs.map(({ linked }) => linked))]);
  const around = new Map<string, Partial<Record<SubjectKind, Neighbour[]>>>();
  for (const { subject, linked, kind } of pairs) {
    const twin = twins.get(linked)?.twin;
    if (twin === undefined || twin.erased) continue;
    const mine = around.get(subject) ?? {};
    mine[kind] = [...(mine[kind] ?? []), { subject: linked, twin }];
    around.set(subject, mine);
  }
  return around;
}

function picturesOf(
  circle: Circle,
  state: readonly Signal[],
  { settings, sources, origins }: Told,
  now: number,
): ClosedRecord[] {
  const { subject, twin } = circle;
  const timeline = drawTimeline({ circle, state, outcomes: settings.outcomes, settings });
  const ends = endsOf(circle, timeline, settings.outcomes);
  const home = homeOf(twin, origins);
  const slices = sliceValues(circle, settings.slices, home);
  return momentsOf(subject, timeline, now - horizon)
    .filter((at) => isCustomerIn(timeline, at)['customer'] === true && !isOver(timeline, ends, at))
    .slice(-mostPictures)
    .map((at): ClosedRecord => {
      const values: Record<string, RawValues[string]> = {};
      for (const [name, fact] of churnFacts({ circle, timeline }, at, sources, home))
        values[name] = fact.value;
      const won = ends.some((end) => end > at && end <= at + horizon);
      return { id: `${subject} ${at}`, group: subject, at, closedAt: at + horizon, won, values, slices };
    });
}

function endsOf(circle: Circle, timeline: Timeline, rules: OutcomeRules): number[] {
  return storyEnds(circle, timeline, rules).flatMap(({ at, kind }) => (kind === 'churned' ? [at] : []));
}

/** It had left by then, whatever the CRM goes on calling it; unless it bought again since. */
function isOver({ deals }: Timeline, ends: readonly number[], at: number): boolean {
  const left = Math.max(...ends.filter((end) => end <= at));
  const again = deals.some(({ closed, won }) => won && closed !== null && closed > left && closed <= at);
  return Number.isFinite(left) && !again;
}

/** Midnights, rising; the same ones whenever they are asked for. */
function momentsOf(subject: string, { createdAt, deals, properties }: Timeline, until: number): number[] {
  const told = [...properties.values()].flatMap(({ at }) => at[0] ?? []);
  const begun = Math.min(createdAt ?? until, ...told, ...deals.map(({ opened }) => opened));
  const step = stepDays * day;
  const phase = (hash('sha256', subject, 'buffer').readUInt32BE() % stepDays) * day;
  const first = Math.ceil((begun - phase) / step) * step + phase;
  return Array.from(
    { length: Math.max(0, Math.floor((until - first) / step) + 1) },
    (_, nr) => first + nr * step,
  );
}
