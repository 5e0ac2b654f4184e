// The score of a deal: its probability to be won, why, how sure that is, and when it may be won.
import type { Finding } from './finding.ts';
import { type Heard, judgeBy } from './judge.ts';
import type { Facts } from './lead-facts.ts';
import { leadReasons } from './lead-reasons.ts';
import { expectedOf } from './pace.ts';
import { percentPerLogOdds } from './percent-points.ts';
import type { Weights } from './weights.ts';

/** At least so probable is likely, and even; below it is unlikely. */
const borders = { likely: 0.66, even: 0.33 } as const;

/**
 * A function that scores deals with these weights at the moment `now` (ms). `score` is the probability in percent: that is
 * what a deal is asked for. The points of all reasons add up to the score less the share of deals that are won anyway,
 * before rounding. Weights that are a prior give every deal the same score, no reasons and little confidence.
 */
export function dealScorer(weights: Weights, version: number | null, now: number) {
  const judge = judgeBy(weights, version, now);
  return (facts: Facts, heard: Heard = {}): Finding => {
    const known = Object.fromEntries(facts);
    const { scored, told } = judge(known, heard);
    const { probability } = scored;
    const stage = facts.get('deal_stage')?.value;
    const number = (name: string) => {
      const value = facts.get(name)?.value;
      return typeof value === 'number' ? value : null;
    };
    const place = { stage: stage == null ? null : String(stage), stageDays: number('deal_stage_days') };
    return {
      kind: 'deal_score',
      score: Math.round(100 * probability),
      band: dealBandOf(probability),
      probability,
      interval: [scored.interval[0], scored.interval[1]],
      expected:
        weights.pace === undefined
          ? null
          : expectedOf(weights.pace, { ...place, age: number('deal_age') ?? 0 }, now),
      reasons: leadReasons(weights, scored, known, (sum) => percentPerLogOdds(scored.intercept, sum)),
      parts: [],
      ...told,
    };
  };
}

export function dealBandOf(probability: number): 'likely' | 'even' | 'unlikely' {
  if (probability >= borders.likely) return 'likely';
  return probability >= borders.even ? 'even' : 'unlikely';
}
