// The known case without a database: the same world, rules, learning, lots and measure, so that many customers can be played.
import { lot } from '#advise/journey/chance.ts';
import { type Forward, runForward } from '#sandbox/world/forward.ts';
import { readTemplate } from '#templates/templates.ts';
import {
  type CaseRun,
  judgeCase,
  type KnownCase,
  measureDays,
  openTruth,
  type Played,
} from './case-truth.ts';
import { firstRecords, openPortal } from './forward-records.ts';
import { openMemoryHouse } from './memory-house.ts';
import { takenOn } from './taken-on.ts';

const day = 86_400_000;

type Run = { -readonly [K in keyof CaseRun]: CaseRun[K] } & { readonly entered: number };
type House = ReturnType<typeof openMemoryHouse>;
type IsHeld = (company: string) => boolean;

/** `isHeld`: who is held out; by itself drawn as the product draws, by the seed and the customer. */
export function replayKnownCase(
  plan: KnownCase,
  isHeld?: IsHeld,
  say: (line: string) => void = () => undefined,
): Played {
  const { seed, start, days, step, size, heals } = plan;
  const { journey } = readTemplate('software-customer-slips');
  const drawn: IsHeld = (company) => lot('holdout', `known case ${seed}`, company) < journey.holdout;
  const forward = runForward({ seed, start, days: days + measureDays + step, size, planted: { heals } });
  const truth = openTruth(plan);
  const first = firstRecords(forward.world);
  const portal = openPortal(first);
  const house = openMemoryHouse([journey.enter, journey.goal.when]);
  house.hear(first, forward.world.events, start);
  house.learn();
  const runs = openRuns(house, plan, isHeld ?? drawn);
  const people = openPeople(forward, plan);
  const midnight = Math.floor(start.getTime() / day) * day;
  for (let nr = 0; nr < days + measureDays; nr += step) {
    const today = nr + step;
    const now = new Date(midnight + today * day - 1);
    const lived = Array.from({ length: step }, (_, one) => forward.day(nr + one));
    for (const one of lived.keys()) truth.live(nr + one);
    house.hear(
      portal.changes(lived, now),
      lived.flatMap(({ events }) => events),
      now,
    );
    runs.measure(today, now);
    // Nobody who comes in after the last day is looked at, and the goal does not hang on what is learned.
    if (today <= days) {
      for (const run of runs.enter(today, now)) people.see(run);
      house.learn();
    }
    people.act(today);
    if (nr % 28 < step) say(`day ${today} of ${days + measureDays}`);
  }
  return judgeCase({ forward, truth, plan }, runs.all, people.helped());
}

/** The rows of the journey: who comes in, and what its goal came to. */
function openRuns(house: House, { start }: KnownCase, isHeld: IsHeld) {
  const { journey } = readTemplate('software-customer-slips');
  const again = journey.again?.days ?? Number.POSITIVE_INFINITY;
  const all: Run[] = [];
  const latest = new Map<string, Run>();
  /** Who is held out waits until that is measured, as in the product. */
  const mayEnter = (company: string, today: number) => {
    const before = latest.get(company);
    if (before === undefined) return true;
    return today - before.entered >= again && !(before.held && before.outcome === null);
  };
  return {
    all,
    measure(today: number, now: Date): void {
      for (const run of all) {
        if (run.outcome !== null || today < run.entered + measureDays) continue;
        const { result } = house.asking(run.company, now)(journey.goal.when);
        run.outcome = result === null ? 'unknown' : result ? 'reached' : 'missed';
      }
    },
    enter(today: number, now: Date): Run[] {
      const nr = (now.getTime() - start.getTime()) / day;
      const entered = house
        .companies()
        .filter((company) => mayEnter(company, today))
        .filter((company) => house.asking(company, now)(journey.enter).result === true)
        .map((company): Run => ({ company, held: isHeld(company), nr, outcome: null, entered: today }));
      for (const run of entered) latest.set(run.company, run);
      all.push(...entered);
      return entered;
    },
  };
}

/** Customer success managers, as in the case that is lived through turns and walks. */
function openPeople(forward: Forward, plan: KnownCase) {
  let due: { readonly nr: number; readonly company: string }[] = [];
  let helped = 0;
  return {
    helped: () => helped,
    see({ company, held, entered }: Run): void {
      const nr = held ? null : takenOn(plan, company, entered);
      if (nr !== null) due.push({ nr, company });
    },
    act(today: number): void {
      for (const { nr, company } of due) if (nr <= today && forward.help(company, today)) helped += 1;
      due = due.filter(({ nr }) => nr > today);
    },
  };
}
