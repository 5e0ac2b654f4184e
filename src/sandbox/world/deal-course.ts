// The course of a deal: week by week it moves on, stays, is lost or won, by causes that stand in the record; and what is true of it.
import { dealLife as life } from './causes.ts';
import { day } from './lead.ts';
import type { Random } from './random.ts';

export type DealTraits = {
  readonly amount: number;
  readonly contacts: number;
  readonly competitor: keyof typeof life.competitor;
  readonly slowSupport: boolean;
};
type Step = { readonly at: number; readonly stage: number };
export type DealCourse = {
  readonly opened: number;
  /** Each stage it came to, 0 to 4, and when. */
  readonly steps: readonly Step[];
  /** Each date that it was planned to be closed on, and since when. */
  readonly plans: readonly { readonly at: number; readonly closes: number }[];
  readonly closed: { readonly at: number; readonly won: boolean } | undefined;
  /** The true probability to be won, as things stand at the end of what is told; of a closed one just before. */
  readonly probability: number;
  readonly warmth: number;
};

const stages = life.advances.length;
/** Nothing is left of an open deal after so long. */
const mostWeeks = 156;

export const frequentAmounts = [1_200, 2_400, 4_800, 9_600, 19_200] as const;

/** What a deal has, beyond its company: most amounts are of the price list. */
export function dealTraits(random: Random, contacts: number, slowSupport: boolean): DealTraits {
  const free = Math.max(5, Math.round(random.skewed(52, 0.9))) * 100;
  return {
    amount: random.chance(0.65) ? random.pick(frequentAmounts) : free,
    competitor: random.weighted({ none: 5, in_house: 2, planwise: 3 }),
    ...{ contacts, slowSupport },
  };
}

/** How much speaks for it: what each cause adds. */
export function warmthOf({ amount, contacts, competitor, slowSupport }: DealTraits): number {
  const { adds } = life;
  return (
    (amount >= life.largeAmount ? adds.large : amount < life.smallAmount ? adds.small : 0) +
    (contacts === 1 ? adds.oneContact : contacts > 2 ? adds.manyContacts : 0) +
    life.competitor[competitor].adds +
    (slowSupport ? adds.slowSupport : 0)
  );
}

/** What may happen in the next week. */
function weekOf(warmth: number, stage: number, weeksInStage: number, pushes: number) {
  const stale = weeksInStage >= life.staleAfterWeeks;
  const lost =
    life.lost *
    Math.exp(-life.warmthOnLost * warmth) *
    (stale ? life.stale.lost : 1) *
    (1 + life.lostByPush * Math.min(2, pushes));
  const advance =
    (life.advances[stage] ?? 0) * Math.exp(life.warmthOnAdvance * warmth) * (stale ? life.stale.advance : 1);
  return { lost: Math.min(0.6, lost), advance: Math.min(0.9, advance) };
}

const pushesBy = (weeks: number, planned: number) =>
  Math.max(0, Math.ceil((weeks * 7 - planned) / life.pushDays));

/** `planned`: after how many days it was first meant to be closed. */
export function dealCourse(
  random: Random,
  { opened, planned, traits, until }: { opened: number; planned: number; traits: DealTraits; until: number },
): DealCourse {
  const warmth = warmthOf(traits);
  const steps: Step[] = [{ at: opened, stage: 0 }];
  const plans = [{ at: opened, closes: opened + planned * day }];
  let [stage, weeksInStage, weeks] = [0, 0, 0];
  let closed: DealCourse['closed'];
  const told = (here: State): DealCourse => {
    return { opened, steps, plans, closed, probability: chanceOf(warmth, planned, here), warmth };
  };
  for (; ; weeks++) {
    const at = opened + (weeks + random.between(0.1, 0.9)) * 7 * day;
    const pushes = pushesBy(weeks, planned);
    const [plan] = plans.slice(-1);
    if (pushes > plans.length - 1 && plan !== undefined && plan.closes < until)
      plans.push({ at: plan.closes, closes: plan.closes + life.pushDays * day });
    const { lost, advance } = weekOf(warmth, stage, weeksInStage, pushes);
    const dice = random.next();
    const here = { stage, weeksInStage, weeks };
    if (at > until || weeks >= mostWeeks) return told(here);
    const moves = dice >= lost && dice < lost + advance;
    if (dice < lost || (moves && stage === stages - 1)) {
      closed = { at, won: moves };
      return told(here);
    }
    if (moves) steps.push({ at, stage: stage + 1 });
    stage += moves ? 1 : 0;
    weeksInStage = moves ? 0 : weeksInStage + 1;
  }
}

type State = { readonly stage: number; readonly weeksInStage: number; readonly weeks: number };

/** The true probability to be won from a state on: summed over all that may happen, week by week, from the last one back. */
function chanceOf(warmth: number, planned: number, from: State): number {
  const stay = life.staleAfterWeeks;
  const width = stay + 1;
  let later = new Float64Array((stages + 1) * width).fill(0, 0, stages * width).fill(1, stages * width);
  for (let weeks = mostWeeks - 1; weeks >= from.weeks; weeks--) {
    const pushes = pushesBy(weeks, planned);
    const now = Float64Array.from(later);
    for (let stage = 0; stage < stages; stage++)
      for (let stayed = 0; stayed < width; stayed++) {
        const { lost, advance } = weekOf(warmth, stage, stayed, pushes);
        const moves = Math.min(advance, 1 - lost);
        const next = later[(stage + 1) * width] ?? 0;
        const same = later[stage * width + Math.min(stay, stayed + 1)] ?? 0;
        now[stage * width + stayed] = moves * next + (1 - lost - moves) * same;
      }
    later = now;
  }
  return later[from.stage * width + Math.min(stay, from.weeksInStage)] ?? 0;
}
