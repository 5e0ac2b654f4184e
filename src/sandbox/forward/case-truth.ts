// The truth of the known case: the same world in which nobody is ever helped, and what runs of the journey came to beside it.
import { type Uplift, upliftOf } from '#learn/uplift.ts';
import type { KeptRun } from '#ports/journeys.ts';
import { type Forward, runForward } from '#sandbox/world/forward.ts';
import type { ProductEvent } from '#sandbox/world/usage.ts';
import type { WorldSize } from '#sandbox/world/world.ts';

const day = 86_400_000;

export type KnownCase = {
  readonly seed: number;
  readonly start: Date;
  /** Customers come in for so many days; then those that are on the way are measured. */
  readonly days: number;
  /** Days between two turns. */
  readonly step: number;
  readonly size: WorldSize;
  /** The planted chance that a customer who is about to leave stays when somebody takes care of it. */
  readonly heals: number;
  /** Share of alerts that somebody acts on. */
  readonly acts: number;
};

/** Since the journey's graph measures by the goal 90 days after coming in, so many days are lived after the last entry. */
export const measureDays = 90;
/** The goal: still a customer, and seen in the product on so many days before. */
const usedDays = 28;

/** A run of the journey. `nr`: days since the first one. */
export type CaseRun = {
  readonly company: string;
  readonly held: boolean;
  readonly nr: number;
  readonly outcome: KeptRun['outcome'];
};

/** A run of the journey, with what is true of its customer. */
export type Entry = CaseRun & {
  /** What would have been measured at the same moment, if nobody had helped anybody. */
  readonly without: 'reached' | 'missed';
  /** Days until the customer would have left if nobody had helped; null where it would have stayed for 90. */
  readonly leavesIn: number | null;
  readonly why: 'slipped' | 'not_renewed' | null;
  /** Whether it is still a customer after 90 days, with and without help. */
  readonly stays: { readonly helped: boolean; readonly unhelped: boolean };
};

export type Played = {
  readonly entries: readonly Entry[];
  /** Everybody who would have left since the 30th day, if nobody had helped; the day, and why. */
  readonly churners: readonly { readonly company: string; readonly nr: number; readonly why: string }[];
  readonly uplift: Uplift;
  readonly customers: number;
  readonly helped: number;
};

/** `live` each day of the plan, one after the other; it can be asked of what it has lived. */
export function openTruth({ seed, start, days, step, size }: KnownCase) {
  const unhelped = runForward({ seed, start, days: days + measureDays + step, size, planted: { heals: 0 } });
  const seen = new Map<string, Set<number>>();
  const midnight = Math.floor(start.getTime() / day);
  const note = (events: readonly ProductEvent[]) => {
    for (const { type, timestamp, context } of events) {
      if (type !== 'track') continue;
      const mine = seen.get(context.groupId) ?? new Set();
      seen.set(context.groupId, mine.add(Math.floor(Date.parse(timestamp) / day)));
    }
  };
  note(unhelped.world.events);
  const domains = new Map(unhelped.companies.map(({ id, domain }) => [id, domain]));
  return {
    live: (nr: number) => note(unhelped.day(nr).events),
    /** Whether the goal would be reached at the end of the day before the `nr`th. */
    reaches(company: string, nr: number): boolean {
      const leaving = unhelped.unhelped(company);
      if (leaving !== undefined && leaving.at.getTime() < (midnight + nr) * day) return false;
      const mine = seen.get(domains.get(company) ?? '') ?? new Set();
      return Array.from({ length: usedDays }, (_, back) => midnight + nr - 1 - back).some((one) =>
        mine.has(one),
      );
    },
  };
}

/** Runs are measured when the journey is looked at for the first time after their 90 days. */
export function judgeCase(
  { forward, truth, plan }: { forward: Forward; truth: ReturnType<typeof openTruth>; plan: KnownCase },
  runs: readonly CaseRun[],
  helped: number,
): Played {
  const { start, days, step } = plan;
  const nrOf = (at: Date) => (at.getTime() - start.getTime()) / day;
  const entries = runs.flatMap((run): Entry[] => {
    const { company, nr } = run;
    // Who comes in later is not measured any more.
    if (nr >= days) return [];
    const without = forward.unhelped(company);
    const leavesIn = without === undefined ? null : nrOf(without.at) - nr;
    // Nobody can say any more whether this one is right: without help the customer would be gone already.
    if (leavesIn !== null && leavesIn <= 0) return [];
    const near = leavesIn !== null && leavesIn <= measureDays;
    const really = forward.leaving(company);
    const measured = Math.ceil((Math.round(nr) + measureDays) / step) * step;
    return [
      {
        ...run,
        without: truth.reaches(company, measured) ? 'reached' : 'missed',
        ...{ leavesIn: near ? leavesIn : null, why: near ? (without?.why ?? null) : null },
        stays: { helped: really === undefined || nrOf(really.at) - nr > measureDays, unhelped: !near },
      },
    ];
  });
  const churners = forward.companies.flatMap(({ id }) => {
    const leaving = forward.unhelped(id);
    const nr = leaving === undefined ? Number.POSITIVE_INFINITY : nrOf(leaving.at);
    return leaving !== undefined && nr >= 30 && nr <= days ? [{ company: id, nr, why: leaving.why }] : [];
  });
  const first = firstWays(entries);
  const group = (held: boolean) => {
    const mine = first.filter((one) => one.held === held);
    const count = (outcome: Entry['outcome']) => mine.filter((one) => one.outcome === outcome).length;
    return { reached: count('reached'), missed: count('missed'), unknown: count('unknown') };
  };
  return {
    ...{ entries, churners, helped, customers: forward.companies.length },
    uplift: upliftOf(group(false), group(true)),
  };
}

/** As the product measures: a customer's first way through counts. */
export function firstWays(entries: readonly Entry[]): Entry[] {
  const first = new Map<string, Entry>();
  for (const one of entries) {
    const known = first.get(one.company);
    if (known === undefined || one.nr < known.nr) first.set(one.company, one);
  }
  return [...first.values()];
}

/**
 * The planted uplift: of those treated, how many reached the goal, less how many of the same would have reached it at the
 * same moment without help. What is measured differs from it only by who was drawn into which group.
 */
export function plantedOf(entries: readonly Entry[]): number {
  const treated = firstWays(entries).filter(({ held }) => !held);
  const share = (is: (one: Entry) => boolean) => treated.filter(is).length / Math.max(1, treated.length);
  return share(({ outcome }) => outcome === 'reached') - share(({ without }) => without === 'reached');
}
