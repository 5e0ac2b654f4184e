// Simple rules beside the journey of the known case: fallen logins, silence for 45 days, and alerts by chance.
import { type Forward, runForward } from '#sandbox/world/forward.ts';
import type { ProductEvent } from '#sandbox/world/usage.ts';
import type { WorldSize } from '#sandbox/world/world.ts';
import { type Alert, type Churner, inTime } from './judge-alerts.ts';

const day = 86_400_000;
/** As the journey: a customer is told of again after so many days. */
const againDays = 60;

type Plan = {
  readonly seed: number;
  readonly start: Date;
  readonly days: number;
  readonly step: number;
  readonly size: WorldSize;
};

/** Days on which somebody of the company was seen, with how many they were. */
type Seen = ReadonlyMap<number, number>;
type Rule = (seen: Seen, nr: number) => boolean;

function sum(seen: Seen, after: number, until: number): number {
  let all = 0;
  for (let nr = after + 1; nr <= until; nr += 1) all += seen.get(nr) ?? 0;
  return all;
}

/** Logins of four weeks against the four before; people who were seen are counted once a day. */
const rules: Readonly<Record<string, Rule>> = {
  'logins fell by half': (seen, nr) => {
    const before = sum(seen, nr - 56, nr - 28);
    return before >= 8 && sum(seen, nr - 28, nr) < before / 2;
  },
  'no event for 45 days': (seen, nr) => seen.size > 0 && sum(seen, nr - 45, nr) === 0,
};

/** The same world with nobody helped, asked on the same days as the journey. */
export function yardstickAlerts(plan: Plan): ReadonlyMap<string, readonly Alert[]> {
  const forward = runForward({ ...plan, planted: { heals: 0 } });
  const told = new Map<string, Alert[]>(Object.keys(rules).map((name) => [name, []]));
  const seen = new Map(forward.companies.map(({ domain }) => [domain, new Map<number, number>()]));
  const midnight = Math.floor(plan.start.getTime() / day);
  count(seen, forward.world.events, midnight);
  for (let nr = 0; nr < plan.days; nr += 1) {
    count(seen, forward.day(nr).events, midnight);
    if ((nr + 1) % plan.step !== 0) continue;
    for (const { id, domain } of forward.companies) {
      const leavesIn = leavesAfter(forward, plan.start, id, nr + 1);
      const alert = { company: id, nr: nr + 1, leavesIn: leavesIn <= inTime.most ? leavesIn : null };
      if (leavesIn > 0) ask(told, seen.get(domain) ?? new Map(), alert);
    }
  }
  return told;
}

/** Every rule that holds tells of the customer, unless it told of it not long ago. */
function ask(told: ReadonlyMap<string, Alert[]>, seen: Seen, alert: Alert): void {
  for (const [name, alerts] of told) {
    const last = alerts.findLast(({ company }) => company === alert.company);
    const young = last !== undefined && alert.nr - last.nr < againDays;
    if (!young && rules[name]?.(seen, alert.nr - 1) === true) alerts.push(alert);
  }
}

/** So many alerts on any customer and day: what share finds who leaves, and what share is right. */
export function byChance(plan: Plan, churners: readonly Churner[], alerts: number) {
  const forward = runForward({ ...plan, planted: { heals: 0 } });
  let [all, right] = [0, 0];
  for (const { id } of forward.companies)
    for (let nr = 0; nr < plan.days; nr += 1) {
      const leavesIn = leavesAfter(forward, plan.start, id, nr);
      if (leavesIn <= 0) continue;
      all += 1;
      if (leavesIn <= inTime.most) right += 1;
    }
  const found = churners.map(({ nr }) => {
    const window = Math.max(0, nr - inTime.least - Math.max(0, nr - inTime.most));
    return 1 - (1 - window / all) ** alerts;
  });
  return {
    found: found.reduce((one, other) => one + other, 0) / Math.max(1, found.length),
    right: right / Math.max(1, all),
  };
}

function count(seen: Map<string, Map<number, number>>, events: readonly ProductEvent[], midnight: number) {
  const people = new Set<string>();
  for (const { type, timestamp, userId, context } of events) {
    const nr = Math.floor(Date.parse(timestamp) / day) - midnight;
    const mine = seen.get(context.groupId);
    if (type !== 'track' || mine === undefined || people.has(`${userId}/${nr}`)) continue;
    people.add(`${userId}/${nr}`);
    mine.set(nr, (mine.get(nr) ?? 0) + 1);
  }
}

function leavesAfter(forward: Forward, start: Date, company: string, nr: number): number {
  const leaving = forward.unhelped(company);
  return leaving === undefined
    ? Number.POSITIVE_INFINITY
    : (leaving.at.getTime() - start.getTime()) / day - nr;
}
