// The demo company run forward day by day from the moment Revloop is installed, with and without help for those who slip.
import { customerLife as life } from './causes.ts';
import { type Company, type Slip, standingOf } from './company.ts';
import {
  type FutureSlip,
  type FutureTerm,
  futureTerms,
  type Leaving,
  leavingOf,
  type Planted,
} from './forward-life.ts';
import { day, type Lead } from './lead.ts';
import { type Random, seededRandom } from './random.ts';
import { aDay, type ProductEvent, usageOf } from './usage.ts';
import { generateWorld, type World, type WorldSize } from './world.ts';

/** A ticket that was opened and solved, or will be. */
type Ticket = { readonly id: string; readonly lead: Lead; readonly opened: Date; readonly solved: Date };

export type ForwardDay = {
  readonly events: readonly ProductEvent[];
  readonly tickets: readonly { readonly company: Company; readonly ticket: Ticket }[];
  readonly left: readonly { readonly company: Company; readonly leaving: Leaving }[];
  readonly renewed: readonly { readonly company: Company; readonly term: FutureTerm }[];
};

export type Forward = {
  readonly world: World;
  /** The customers of the first day. */
  readonly companies: readonly Company[];
  /** What happens on the `nr`th day; each day once, one after the other. */
  day(nr: number): ForwardDay;
  /** Somebody takes care of this customer on that day; true when it was about to leave and stays for that. */
  help(company: string, nr: number): boolean;
  /** When the customer would leave if nobody ever helped. */
  unhelped(company: string): Leaving | undefined;
  /** When it really leaves, as things stand. */
  leaving(company: string): Leaving | undefined;
  /** Days until the running term ends, at `at` (ms). */
  daysToRenewal(company: string, at: number): number | undefined;
  /** Whether it slips on that day. */
  slips(company: string, nr: number): boolean;
};

type Life = {
  readonly company: Company;
  readonly terms: readonly FutureTerm[];
  readonly healed: Set<Slip | FutureTerm>;
};
type Needs = {
  readonly seed: number;
  readonly start: Date;
  readonly days: number;
  readonly size: WorldSize;
  readonly planted: Planted;
};

/** Whoever is unhappy can be won back so long before the term ends. */
const renewalDays = 60;
/** Tickets of a company in a day; as in the generated past. */
const ticketsADay = 0.03;

export function runForward({ seed, start, days, size, planted }: Needs): Forward {
  const world = generateWorld({ seed, now: start, size });
  const random = seededRandom(`${seed}/forward`);
  const past = seededRandom(seed).stream('usage');
  const until = new Date(start.getTime() + (days + life.termDays) * day);
  const companies = world.companies.filter((one) => standingOf(one) === 'customer');
  const lives = new Map(
    companies.map((company): [string, Life] => {
      const terms = futureTerms(random.stream('life'), company, planted, { now: start, until });
      return [company.id, { company, healed: new Set(), terms }];
    }),
  );
  const tried = new Map(
    companies.flatMap((company) =>
      company.users.map((lead) => [lead.id, usageOf(past, { lead, company }, start).tried] as const),
    ),
  );
  const midnightOf = (nr: number) => Math.floor(start.getTime() / day) * day + nr * day;
  const lifeOf = (id: string): Life => {
    const found = lives.get(id);
    if (found === undefined) throw new Error(`company ${id} was no customer on the first day`);
    return found;
  };
  return {
    world,
    companies,
    day(nr) {
      const midnight = midnightOf(nr);
      const isToday = (at: Date) => at.getTime() >= midnight && at.getTime() < midnight + day;
      const ends = [...lives.values()].flatMap((one) => {
        const leaving = leavingOf(one.terms, one.healed);
        return leaving === undefined ? [] : [{ company: one.company, leaving }];
      });
      const gone = new Set(
        ends.flatMap(({ company, leaving }) => (leaving.at.getTime() < midnight + day ? [company.id] : [])),
      );
      const here = [...lives.values()].filter(({ company }) => !gone.has(company.id));
      return {
        events: here.flatMap((one) => usedOn(random, one, tried, nr, midnight)),
        tickets: here.flatMap(({ company }) =>
          ticketOn(random.stream(`tickets/${company.id}/${nr}`), company, nr, midnight),
        ),
        left: ends.filter(({ leaving }) => isToday(leaving.at)),
        renewed: here.flatMap(({ company, terms }) =>
          terms.flatMap((term) => (isToday(term.end) ? [{ company, term }] : [])),
        ),
      };
    },
    help(id, nr) {
      const one = lifeOf(id);
      const at = midnightOf(nr);
      const leaving = leavingOf(one.terms, one.healed);
      if (leaving !== undefined && leaving.at.getTime() <= at) return false;
      const slip = slipAt(one, at);
      if (slip?.heals === true) one.healed.add(slip);
      const ending = one.terms.find(
        ({ end, renews, heals }) =>
          !renews && heals && end.getTime() > at && end.getTime() < at + renewalDays * day,
      );
      if (slip === undefined && ending !== undefined) one.healed.add(ending);
      return slip?.heals === true || (slip === undefined && ending !== undefined);
    },
    unhelped: (id) => leavingOf(lifeOf(id).terms, new Set()),
    leaving: (id) => {
      const one = lifeOf(id);
      return leavingOf(one.terms, one.healed);
    },
    daysToRenewal: (id, at) => {
      const term = lifeOf(id).terms.find(({ end }) => end.getTime() > at);
      return term === undefined ? undefined : (term.end.getTime() - at) / day;
    },
    slips: (id, nr) => slipAt(lifeOf(id), midnightOf(nr)) !== undefined,
  };
}

function slipAt({ terms, healed }: Life, at: number): FutureSlip | undefined {
  const term = terms.find((item) => at >= item.start.getTime() && at < item.end.getTime());
  const slip = term?.slip;
  return slip === undefined || slip.since.getTime() > at || healed.has(slip) ? undefined : slip;
}

function usedOn(
  random: Random,
  one: Life,
  tried: ReadonlyMap<string, Set<string>>,
  nr: number,
  midnight: number,
): ProductEvent[] {
  const { company } = one;
  const slip = slipAt(one, midnight);
  return company.users.flatMap((lead) => {
    const known = tried.get(lead.id) ?? new Set<string>();
    const who = { lead, company, slip, tried: known };
    return aDay(random.stream(`use/${lead.id}/${nr}`), who, new Date(midnight));
  });
}

function ticketOn(
  own: Random,
  company: Company,
  nr: number,
  midnight: number,
): ForwardDay['tickets'][number][] {
  if (company.users.length === 0 || !own.chance(ticketsADay)) return [];
  const pace = company.slowSupport ? 'slow' : 'fast';
  const opened = midnight + own.between(8, 17) * 3_600_000;
  const hours = own.skewed(life.firstAnswerHours[pace], 0.6) + own.skewed(life.solutionHours[pace], 0.7);
  const solved = new Date(opened + hours * 3_600_000);
  const ticket = {
    id: `${company.id}-${nr}`,
    lead: own.pick(company.users),
    opened: new Date(opened),
    solved,
  };
  return [{ company, ticket }];
}
