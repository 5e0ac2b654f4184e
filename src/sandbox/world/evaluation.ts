// What those who are still deciding do: they look at prices, read papers, and begin trials that get stuck.
import { type Company, standingOf } from './company.ts';
import { day, type Lead } from './lead.ts';
import type { Random } from './random.ts';
import { introduce, type ProductEvent, track } from './usage.ts';

type Who = { readonly lead: Lead; readonly company: Company };
/** What is done, on which days ago. `page` stands for a look at the website. */
type Course = readonly { readonly event: string; readonly page?: true; readonly ago: readonly number[] }[];

/** What prospects do, in turn, so that each of the standard signals is there in every world. */
const courses = {
  prices: [{ event: 'Pricing', page: true, ago: [11, 7, 4, 2] }],
  papers: [
    { event: 'Whitepaper Downloaded', ago: [16, 6] },
    { event: 'Customers', page: true, ago: [16] },
  ],
  begun: [
    { event: 'Setup Completed', ago: [20] },
    { event: 'Data Imported', ago: [19] },
    { event: 'Logged In', ago: [20, 19, 15, 12, 8, 5, 2] },
  ],
  stopped: [{ event: 'Logged In', ago: [18, 16, 15, 10] }],
  looking: [
    { event: 'Pricing', page: true, ago: [9] },
    { event: 'Features', page: true, ago: [9, 3] },
  ],
} as const satisfies Readonly<Record<string, Course>>;

export const evaluationCourses = Object.keys(courses) as readonly (keyof typeof courses)[];

/** One person of every company that is still deciding and has an open lead, in order of time. */
export function evaluations(random: Random, companies: readonly Company[], now: Date): ProductEvent[] {
  const deciding = companies.flatMap((company): Who[] => {
    const lead = company.people.find(({ outcome }) => outcome === 'open');
    return lead !== undefined && standingOf(company) === 'prospect' ? [{ lead, company }] : [];
  });
  return deciding
    .flatMap((who, nr) => {
      const course = courses[evaluationCourses[nr % evaluationCourses.length] ?? 'looking'];
      return courseOf(random.stream(who.lead.id), who, course, now);
    })
    .sort((a, b) => (a.timestamp < b.timestamp ? -1 : a.timestamp > b.timestamp ? 1 : 0));
}

function courseOf(random: Random, who: Who, course: Course, now: Date): ProductEvent[] {
  const acts = course.flatMap(({ event, page, ago }) =>
    ago.map((days) => {
      const at = new Date(now.getTime() - days * day - random.between(0, 6) * 3_600_000);
      const id = `evaluation-${who.lead.id}-${event}-${days}`;
      const { event: name = event, ...told } = track({ id, at }, who, event);
      return page ? { ...told, type: 'page' as const, name } : { ...told, event: name };
    }),
  );
  const first = acts.reduce(
    (least, { timestamp }) => (timestamp < least ? timestamp : least),
    now.toISOString(),
  );
  return [...introduce(who, new Date(first)), ...acts];
}
