// The hidden causes of the demo company and their strengths; docs/demo-company.md tells them to people.
import { keysOf } from './random.ts';

/** What each value adds to the log-odds that a lead becomes a customer. `share` is how common it is. */
type Cause = Readonly<Record<string, { readonly adds: number; readonly share: number }>>;

export const leadSource = {
  referral: { adds: 1.8, share: 10 },
  webinar: { adds: 1.1, share: 14 },
  partner: { adds: 0.5, share: 7 },
  trade_show: { adds: 0.1, share: 10 },
  organic_search: { adds: 0, share: 22 },
  paid_search: { adds: -0.3, share: 14 },
  paid_social: { adds: -1.1, share: 11 },
  list_purchase: { adds: -2.5, share: 12 },
} as const satisfies Cause;

export const jobLevel = {
  executive: { adds: 0.9, share: 14 },
  director: { adds: 0.6, share: 18 },
  manager: { adds: 0.2, share: 30 },
  specialist: { adds: -0.4, share: 24 },
  student: { adds: -2.8, share: 5 },
  '': { adds: -0.6, share: 9 },
} as const satisfies Cause;

/** HubSpot's own bands of `numemployees`. */
export const companySize = {
  '1-5': { adds: -1.1, share: 10 },
  '5-25': { adds: -0.3, share: 20 },
  '25-50': { adds: 0.1, share: 18 },
  '50-100': { adds: 0.5, share: 18 },
  '100-500': { adds: 0.6, share: 18 },
  '500-1000': { adds: 0.1, share: 9 },
  '1000+': { adds: -0.4, share: 7 },
} as const satisfies Cause;

/** HubSpot's industry options. */
export const industry = {
  COMPUTER_SOFTWARE: { adds: 0.5, share: 18 },
  LOGISTICS_AND_SUPPLY_CHAIN: { adds: 0.4, share: 14 },
  FINANCIAL_SERVICES: { adds: 0.2, share: 13 },
  MACHINERY: { adds: 0, share: 15 },
  HOSPITAL_HEALTH_CARE: { adds: -0.1, share: 11 },
  RETAIL: { adds: -0.3, share: 15 },
  EDUCATION_MANAGEMENT: { adds: -1, share: 14 },
} as const satisfies Cause;

export const demoRequestedFor = {
  whole_company: { adds: 1.8, share: 12 },
  my_department: { adds: 0.8, share: 24 },
  myself: { adds: -0.2, share: 22 },
  just_looking: { adds: -1.4, share: 14 },
  '': { adds: -0.4, share: 28 },
} as const satisfies Cause;

/**
 * What a rep notes of the last talk: filled in within a day before the outcome, in this share of the closed leads, and
 * in no open one. It tells the outcome, and nothing of what comes.
 */
export const callOutcome = {
  filled: 0.8,
  won: { wants_offer: 80, thinking: 15, no_need: 5 },
  lost: { wants_offer: 5, thinking: 30, no_need: 65 },
} as const;

export type Traits = {
  readonly lead_source: keyof typeof leadSource;
  readonly job_level: keyof typeof jobLevel;
  readonly numemployees: keyof typeof companySize;
  readonly industry: keyof typeof industry;
  readonly demo_requested_for: keyof typeof demoRequestedFor;
  readonly pages: number;
  readonly hasPhone: boolean;
};

/** Log-odds of everything at its reference value. */
const base = -0.8;
/** Per natural logarithm of (1 + pages viewed) above that of 5 pages. */
const perLogPage = 0.95;
const withoutPhone = -0.5;
/** Webinar visitors who read more than ten pages: more than the sum of the two. */
const webinarReader = 0.5;

export function shares<K extends string>(
  cause: Readonly<Record<K, { readonly share: number }>>,
): Partial<Record<K, number>> {
  const weights: Partial<Record<K, number>> = {};
  for (const key of keysOf(cause)) weights[key] = cause[key].share;
  return weights;
}

/** The true probability that this lead becomes a customer, and what each cause added to its log-odds. */
export function conversion(traits: Traits): {
  readonly probability: number;
  readonly parts: Readonly<Record<string, number>>;
} {
  const parts = {
    base,
    lead_source: leadSource[traits.lead_source].adds,
    job_level: jobLevel[traits.job_level].adds,
    numemployees: companySize[traits.numemployees].adds,
    industry: industry[traits.industry].adds,
    demo_requested_for: demoRequestedFor[traits.demo_requested_for].adds,
    pages: perLogPage * Math.log((1 + traits.pages) / 6),
    phone: traits.hasPhone ? 0 : withoutPhone,
    webinar_reader: traits.lead_source === 'webinar' && traits.pages > 10 ? webinarReader : 0,
  };
  const logit = Object.values(parts).reduce((sum, part) => sum + part, 0);
  return { probability: 1 / (1 + Math.exp(-logit)), parts };
}

/** The life of a customer. Days count from the start of a term, a term is half a year. */
export const customerLife = {
  termDays: 180,
  /** Share of companies whose support is slow. */
  slowSupport: 0.25,
  /** Median hours to the first answer and to the solution of a ticket. */
  firstAnswerHours: { fast: 3, slow: 32 },
  solutionHours: { fast: 22, slow: 96 },
  /** Share of terms in which the person who brought us in leaves. */
  championLeaves: 0.12,
  /** Probability of slipping (no more new features) in a term, by why. The first that applies counts. */
  slips: { champion_left: 0.6, slow_support: 0.4, no_onboarding: 0.08 },
  /** Days from the last new feature until logins begin to fall; they halve every week from then on. */
  loginsFallAfterDays: 10,
  loginsHalveDays: 7,
  /** A slipping company leaves with this probability, so many days after it stopped trying new features. */
  slippingLeaves: 0.85,
  leavesAfterDays: [44, 72],
  /** Probability that a term is renewed when the company does not slip. */
  renews: { fast: 0.95, slow: 0.7 },
  /** Between the years (month and day, UTC) hardly anybody works. */
  holidays: { from: '12-23', to: '01-03', share: 0.15 },
  /** In the 90 days of product events slipping begins around this day. */
  slipDayOfWindow: 45,
} as const;

/** The life of a deal with a customer. Each week it is lost, moves on to the next stage (from the last one: is won), or stays. */
export const dealLife = {
  /** Chance of a week to move on from each of the five stages, and to be lost, where nothing speaks for or against. */
  advances: [0.5, 0.46, 0.42, 0.4, 0.42],
  lost: 0.026,
  /** A deal that speaks for itself by x is lost exp(-0.9 x) times and moves on exp(0.3 x) times as often. */
  warmthOnLost: 0.9,
  warmthOnAdvance: 0.3,
  adds: { large: -0.7, small: 0.4, oneContact: -0.5, manyContacts: 0.5, slowSupport: -0.6 },
  competitor: { none: { adds: 0.5 }, in_house: { adds: -0.2 }, planwise: { adds: -0.9 } },
  largeAmount: 9_600,
  smallAmount: 2_400,
  /** After so many weeks in one stage it moves on more slowly, and is lost more often. */
  staleAfterWeeks: 4,
  stale: { advance: 0.5, lost: 2 },
  /** Whenever the day has come on which it was to be closed, that day is put off by so much. */
  pushDays: 30,
  lostByPush: 0.6,
  /** Mails from the customer and meetings in a week, where nothing speaks for or against; times exp(0.6 x). */
  mailsIn: 0.12,
  meetings: 0.05,
} as const;
