// The lead score: what the weights say of one contact, with reasons, confidence and the age of the data.
import { confidenceOf, supportOf } from './confidence.ts';
import type { Finding } from './finding.ts';
import { type KnownValue, leadReasons } from './lead-reasons.ts';
import { compileWeights, sigmoid } from './score-row.ts';
import { rowOf } from './table.ts';
import type { Weights } from './weights.ts';

/**
 * What is known of one contact. `known`: by name of feature. `heard`: when (ms) each source was last known to be
 * up to date; without it the newest fact of a source stands for that.
 */
export type LeadFacts = {
  readonly known: Readonly<Record<string, KnownValue | undefined>>;
  readonly heard?: Readonly<Partial<Record<KnownValue['source'], number>>>;
};

const hour = 3_600_000;

/**
 * A function that scores contacts with these weights at the moment `now` (ms); keep it for a whole turn.
 * `version` names the weights in the finding.
 *
 * `score` is 100 / (1 + e^-x), x being the sum of all contributions. 50: what is known speaks neither for nor
 * against. It does not depend on the base rate, so it means the same to a tenant that wins 5 % as to one that
 * wins 50 %; `probability` carries the base rate. Grades: at least as probable as the best fifth of the closed
 * records were is A, best half B, best four fifths C, else D; the borders are fixed in the weights, so a grade
 * does not move because other contacts do. Weights that are a prior give every contact score 50 and no grade.
 */
export function leadScorer(
  weights: Weights,
  version: number | null,
  now: number,
): (facts: LeadFacts) => Finding {
  const score = compileWeights(weights);
  const learned = weights.learner !== 'prior';
  const { closed, won, needed } = weights.history;
  return ({ known, heard = {} }) => {
    const values = Object.fromEntries(Object.entries(known).map(([name, fact]) => [name, fact?.value]));
    const scored = score(rowOf(weights.features, values), now);
    const { confidence, doubts, sureness } = confidenceOf({
      interval: scored.interval,
      support: supportOf(scored.contributions, scored.support),
      missing: missingOf(weights, known, scored.missing),
      staleHours: hoursOfSilence(known, heard, now),
      closed,
      learned,
    });
    return {
      kind: 'lead_score',
      score: Math.round(100 * sigmoid(scored.contributions.reduce((sum, part) => sum + part, 0))),
      band: gradeOf(weights, scored.probability),
      probability: scored.probability,
      interval: [scored.interval[0], scored.interval[1]],
      confidence,
      doubts: needed > 0 ? ['little_history', ...doubts] : doubts,
      sureness,
      reasons: leadReasons(weights, scored, known),
      parts: [],
      basis: learned ? 'model' : 'prior',
      history: { closed, won, needed },
      dataAsOf: newestFact(known),
      weightsVersion: version,
    };
  };
}

/** A feature that does not apply, because it is of a CRM that does not know this lead, is not missing. */
function missingOf({ features }: Weights, known: LeadFacts['known'], missing: number): number {
  const all = features.reduce((sum, { importance }) => sum + importance, 0);
  const apart = features.reduce(
    (sum, { name, importance }) => (Object.hasOwn(known, name) ? sum : sum + importance),
    0,
  );
  return apart === 0 || all === apart ? missing : Math.max(0, (missing * all - apart) / (all - apart));
}

/** A, B, C or D by the borders in the weights; null while nothing is learned. */
function gradeOf({ grades }: Weights, probability: number): Finding['band'] {
  if (grades === null) return null;
  const [a, b, c] = grades;
  if (probability >= a) return 'A';
  if (probability >= b) return 'B';
  return probability >= c ? 'C' : 'D';
}

/** The newest fact that was used, ISO; null where no fact is dated. */
function newestFact(known: LeadFacts['known']): string | null {
  let newest: string | null = null;
  for (const fact of Object.values(known))
    if (fact?.asOf && (newest === null || Date.parse(fact.asOf) > Date.parse(newest))) newest = fact.asOf;
  return newest;
}

/** Hours since the source that has been silent longest was last heard of; a source counts if a fact is from it. */
function hoursOfSilence(
  known: LeadFacts['known'],
  heard: NonNullable<LeadFacts['heard']>,
  now: number,
): number {
  const last = new Map<KnownValue['source'], number>();
  for (const fact of Object.values(known)) {
    if (fact === undefined || fact.asOf === null) continue;
    const moment = heard[fact.source] ?? Date.parse(fact.asOf);
    last.set(fact.source, Math.max(last.get(fact.source) ?? moment, moment));
  }
  return Math.max(0, ...[...last.values()].map((moment) => (now - moment) / hour));
}
