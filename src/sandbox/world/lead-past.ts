// How the fields of a lead came to be what they are: pages read over days, and what sales filled in only with the outcome.
import { callOutcome } from './causes.ts';
import { day, type Lead } from './lead.ts';
import { keysOf, type Random } from './random.ts';

export type Dated = { readonly value: string; readonly at: Date };
export type LeadPast = {
  /** Each value and since when it was so, oldest first, the present one last. */
  readonly courses: Readonly<Record<string, readonly Dated[]>>;
  readonly touched: Date;
};

const hour = 3_600_000;
/** Most of what a lead reads it reads in its first days. */
const reading = { share: 0.6, mostDays: 9 } as const;

/** `pages` in three visits; what was said last, the note or the contract when the lead was closed, or some days later. */
export function leadPast(random: Random, lead: Lead, now: Date): LeadPast {
  const { created, closed, outcome, traits } = lead;
  const life = (closed ?? now).getTime() - created.getTime();
  const span = Math.min(reading.share * life, reading.mostDays * day);
  const after = (ms: number) => new Date(Math.min(now.getTime(), created.getTime() + ms));
  const first = traits.pages > 2 ? Math.max(1, Math.round(traits.pages * 0.4)) : traits.pages;
  const middle = Math.max(first, Math.round(traits.pages * 0.75));
  const pages = [
    { value: String(first), at: created },
    { value: String(middle), at: after(random.between(0.2, 0.5) * span) },
    { value: String(traits.pages), at: after(span) },
  ];
  const courses: Record<string, readonly Dated[]> = { pages: pages.filter(isNew) };
  if (closed === undefined || outcome === 'open') return { courses, touched: created };
  const late = (mostDays: number) =>
    new Date(Math.min(now.getTime(), closed.getTime() + random.between(0, mostDays) * day));
  const said = random.weighted(callOutcome[outcome]);
  if (random.chance(callOutcome.filled))
    courses['call_outcome'] = [
      { value: said, at: new Date(closed.getTime() - random.between(0.2, 20) * hour) },
    ];
  if (outcome === 'lost' && random.chance(0.7))
    courses['disqualification_note'] = [{ value: random.pick<string>(reasons), at: late(2) }];
  if (outcome === 'won')
    courses['contract_number'] = [{ value: `LW-${random.whole(100_000, 999_999)}`, at: late(5) }];
  const ends = Object.values(courses).flatMap((course) => course.map(({ at }) => at.getTime()));
  return { courses, touched: new Date(Math.max(closed.getTime(), ...ends)) };
}

export const callOutcomes = keysOf(callOutcome.won);

const reasons = [
  'No budget before next year',
  'Went with what they have',
  'Could not be reached any more',
  'Too small for us',
  'Only wanted a price for comparison',
] as const;

function isNew({ value }: Dated, place: number, all: readonly Dated[]): boolean {
  return place === 0 || value !== all[place - 1]?.value;
}
