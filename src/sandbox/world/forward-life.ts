// The life of one customer from a day on, term by term: what would become of it if nobody helped, drawn beforehand.
import { customerLife as life } from './causes.ts';
import type { Company, Slip } from './company.ts';
import { day } from './lead.ts';
import type { Random } from './random.ts';

/** `heals`: whether help in time would bring this customer back. */
export type FutureSlip = Slip & { readonly heals: boolean };

/** Why a customer leaves: it hardly used the product any more, or it was unhappy with support at the renewal. */
export type Leaving = { readonly at: Date; readonly why: 'slipped' | 'not_renewed' };

export type FutureTerm = {
  readonly start: Date;
  readonly end: Date;
  readonly slip: FutureSlip | undefined;
  /** Whether the term is renewed at its end if the customer is still there; `heals`: or would be, with help in time. */
  readonly renews: boolean;
  readonly heals: boolean;
};

/** What help has mended: a slip, or the renewal of a term. */
export type Healed = ReadonlySet<Slip | FutureTerm>;

/** `heals`: the planted chance that somebody who is about to leave stays when helped in time. */
export type Planted = { readonly heals: number };

/** The term that runs at `now`, as the generated past tells it, and those after it, up to `until`. */
export function futureTerms(
  random: Random,
  company: Company,
  planted: Planted,
  span: { readonly now: Date; readonly until: Date },
): FutureTerm[] {
  const terms: FutureTerm[] = [];
  const running = company.terms.at(-1);
  if (running === undefined) return terms;
  const { renews } = life;
  for (let nr = 0, start = running.start.getTime(); start < span.until.getTime(); nr += 1) {
    const own = random.stream(`${company.id}/${nr}`);
    // Each is drawn whether it is needed or not, so that worlds with other effects differ in nothing else.
    const [drawn, renewing, healing] = [slipOf(own, start, company.slowSupport), own.next(), own.next()];
    const slip = nr === 0 ? running.slip : drawn;
    const end = start + life.termDays * day;
    terms.push({
      ...{ start: new Date(start), end: new Date(end) },
      slip: slip === undefined ? undefined : { ...slip, heals: healing < planted.heals },
      renews: renewing < (company.slowSupport ? renews.slow : renews.fast),
      heals: healing < planted.heals,
    });
    start = end;
  }
  return terms;
}

function slipOf(random: Random, start: number, slow: boolean): Slip | undefined {
  const championLeft = random.chance(life.championLeaves);
  const why = championLeft ? 'champion_left' : slow ? 'slow_support' : 'no_onboarding';
  const [slips, begins, leaves, after] = [
    random.next(),
    random.between(20, 100),
    random.next(),
    random.next(),
  ];
  if (slips >= life.slips[why]) return undefined;
  const since = start + begins * day;
  const [soonest, latest] = life.leavesAfterDays;
  return {
    ...{ since: new Date(since), why },
    leaves:
      leaves < life.slippingLeaves
        ? new Date(since + (soonest + after * (latest - soonest)) * day)
        : undefined,
  };
}

/** When and why the customer leaves where so much is mended; undefined while it stays. */
export function leavingOf(terms: readonly FutureTerm[], healed: Healed): Leaving | undefined {
  for (const term of terms) {
    const { slip, end, renews } = term;
    if (slip?.leaves !== undefined && !healed.has(slip)) return { at: slip.leaves, why: 'slipped' };
    if (!renews && !healed.has(term)) return { at: end, why: 'not_renewed' };
  }
  return undefined;
}
