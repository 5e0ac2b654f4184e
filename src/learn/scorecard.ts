// The shipped scorecard: what is assumed of leads before a tenant's own history can tell, in log-odds.
import { binCount, binner } from '#analyze/bins.ts';
import { type Input, readInput } from '#analyze/input.ts';
import type { Term } from '#analyze/weights.ts';
import type { ClosedTable } from './closed-records.ts';

/** Points by what is known; what is not known counts 0. `cuts`: `points[k]` is for numbers from the k-th cut on. */
type Entry =
  | {
      readonly feature: string;
      readonly cuts: readonly number[];
      readonly points: readonly [number, ...number[]];
    }
  | { readonly feature: string; readonly levels: Readonly<Record<string, number>> };

/**
 * Careful guesses from what sales people say everywhere: a reply and a meeting count most, a recommendation more than a
 * click, a free mail address a little against. None is larger than .8, which moves 20 % to 36 %.
 */
export const scorecard: readonly Entry[] = [
  { feature: 'early_meetings', cuts: [1], points: [0, 0.8] },
  { feature: 'early_mails_in', cuts: [1, 3], points: [0, 0.5, 0.8] },
  { feature: 'early_calls', cuts: [1], points: [0, 0.3] },
  { feature: 'early_events', cuts: [1, 10], points: [0, 0.3, 0.6] },
  { feature: 'hs_analytics_num_page_views', cuts: [2, 5, 15], points: [-0.3, 0, 0.3, 0.6] },
  { feature: 'hs_analytics_num_visits', cuts: [2, 5], points: [-0.1, 0.2, 0.4] },
  { feature: 'hs_analytics_num_event_completions', cuts: [1], points: [0, 0.3] },
  { feature: 'mail_kind', levels: { company: 0.2, free: -0.3 } },
  {
    feature: 'hs_analytics_source',
    levels: { REFERRALS: 0.4, DIRECT_TRAFFIC: 0.1, PAID_SEARCH: -0.1, SOCIAL_MEDIA: -0.3, PAID_SOCIAL: -0.4 },
  },
  {
    feature: 'lead.LeadSource',
    levels: {
      ...{ 'Partner Referral': 0.8, 'Employee Referral': 0.8, 'External Referral': 0.8 },
      ...{ 'Customer Referral': 0.8, Referral: 0.8, 'Word of mouth': 0.8, 'Phone Inquiry': 0.4 },
      ...{ Advertisement: -0.2, 'Purchased List': -0.6 },
    },
  },
  { feature: 'lead.HasOptedOutOfEmail', levels: { true: -0.5 } },
];

/** One term of the scorecard for a table: where its feature is, its term, and the bin of each row. */
export type CardTerm = {
  readonly place: number;
  readonly term: Omit<Term, 'bags'>;
  readonly column: Uint8Array;
};

/** The terms that this table has features for; their points are as shipped, not centred. */
export function cardTerms({ features, columns, at }: ClosedTable): CardTerm[] {
  return scorecard.flatMap((entry): CardTerm[] => {
    const place = features.findIndex(({ name }) => name === entry.feature);
    const feature = features[place];
    if (feature === undefined || (feature.kind === 'number') !== 'cuts' in entry) return [];
    const read = 'cuts' in entry ? 'number' : 'level';
    const input: Input = { feature: place, read };
    const bins =
      'cuts' in entry
        ? { of: 'numbers' as const, cuts: [...entry.cuts] }
        : { of: 'levels' as const, levels: Object.keys(entry.levels), rare: null };
    const points = 'cuts' in entry ? [0, ...entry.points] : [0, ...Object.values(entry.levels), 0];
    const binOf = binner(bins);
    const column = Uint8Array.from(columns[place] ?? [], (value, row) =>
      binOf(readInput(input, value, at[row] ?? 0)),
    );
    const support = new Array<number>(binCount(bins)).fill(0);
    for (const bin of column) support[bin] = (support[bin] ?? 0) + 1;
    return [{ place, term: { input, bins, points, support }, column }];
  });
}
