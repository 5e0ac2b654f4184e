// The lead score: what the weights say of one contact, with reasons, confidence and the age of the data.
import type { Finding } from './finding.ts';
import { type Heard, judgeBy, type Known } from './judge.ts';
import { leadReasons } from './lead-reasons.ts';
import { sigmoid } from './score-row.ts';
import { sharesOf } from './shares.ts';
import type { Weights } from './weights.ts';

/** What is known of one contact, by name of feature. */
export type LeadFacts = { readonly known: Known; readonly heard?: Heard };

/**
 * A function that scores contacts with these weights at the moment `now` (ms); keep it for a whole turn.
 * `version` names the weights in the finding.
 *
 * `score` is 100 / (1 + e^-x), x being the sum of all contributions. 50: what is known speaks neither for nor
 * against. It does not depend on the base rate, so it means the same to a tenant that wins 5 % as to one that
 * wins 50 %; `probability` carries the base rate. Grades: at least as probable as the best fifth of the closed
 * records were is A, best half B, best four fifths C, else D; the borders are fixed in the weights, so a grade
 * does not move because other contacts do. Weights that are a prior give no grade, for nothing
 * was learned.
 */
export function leadScorer(
  weights: Weights,
  version: number | null,
  now: number,
): (facts: LeadFacts) => Finding {
  const judge = judgeBy(weights, version, now);
  return ({ known, heard = {} }) => {
    const { scored, learned, told } = judge(known, heard);
    return {
      kind: 'lead_score',
      score: Math.round(100 * sigmoid(scored.contributions.reduce((sum, part) => sum + part, 0))),
      band: gradeOf(weights, scored.probability),
      probability: scored.probability,
      interval: [scored.interval[0], scored.interval[1]],
      ...(learned ? { shares: sharesOf(weights, scored) } : {}),
      reasons: leadReasons(weights, scored, known),
      parts: [],
      ...told,
    };
  };
}

/** A, B, C or D by the borders in the weights; null while nothing is learned. */
export function gradeOf({ grades }: Weights, probability: number): Finding['band'] {
  if (grades === null) return null;
  const [a, b, c] = grades;
  if (probability >= a) return 'A';
  if (probability >= b) return 'B';
  return probability >= c ? 'C' : 'D';
}
