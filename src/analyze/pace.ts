// The pace of deals: how long those that were won took from a stage on, and when an open one may be won by that.
import { z } from 'zod';

/** `days`: from the beginning to the win, in rising order, each standing for an equal share of the deals that were won. */
const course = z.strictObject({ won: z.int(), days: z.array(z.number()) });
export type PaceCourse = Readonly<z.infer<typeof course>>;

/** By stage from the day that it was come to, and of all deals from the day that they were opened. */
export const pace = z.strictObject({ stages: z.record(z.string(), course), opened: course.nullable() });
export type Pace = Readonly<z.infer<typeof pace>>;

/** When a deal will be won, if it is: the middle, and the span that eight of ten lie in; `alike` deals were won so. */
export const expected = z.strictObject({
  likely: z.iso.date(),
  from: z.iso.date(),
  to: z.iso.date(),
  alike: z.int(),
});
export type Expected = Readonly<z.infer<typeof expected>>;

/** Fewer deals than this that were won tell no time. */
export const leastWon = 10;
/** Past all but so few of them, a deal is unlike those that were won: nothing can be said. */
const leastLeft = 4;
const day = 86_400_000;

/** Null where too few were won, or where the deal has taken longer already than nearly all that were. */
export function expectedOf(
  { stages, opened }: Pace,
  deal: { readonly stage: string | null; readonly stageDays: number | null; readonly age: number },
  now: number,
): Expected | null {
  const { stage, stageDays } = deal;
  const own = stage === null || stageDays === null ? undefined : stages[stage];
  const known = own !== undefined && stageDays !== null ? { course: own, since: stageDays } : null;
  const { course: by, since } = known ?? { course: opened, since: deal.age };
  if (by === null || by.won < leastWon) return null;
  const left = by.days.filter((days) => days > since);
  if (left.length < leastLeft) return null;
  const at = (share: number) => {
    const days = (left[Math.min(left.length - 1, Math.floor(share * left.length))] ?? 0) - since;
    return new Date(now + days * day).toISOString().slice(0, 10);
  };
  const alike = Math.round((by.won * left.length) / by.days.length);
  return { likely: at(0.5), from: at(0.1), to: at(0.9), alike };
}
