// Rules for companies: look after a customer whose health is in danger, beginning with what is worst.
import type { Part } from '#analyze/finding.ts';
import type { AdviceCode } from './advice.ts';
import { type Look, movedBy } from './look.ts';
import { fade, tell, type Verdict } from './story.ts';
import { thresholds } from './thresholds.ts';

/** A customer's health newly reached a band that the tenant wants to hear of, or fell far. */
export function endangeredCompany(look: Look): Verdict {
  const situation = 'health:risk';
  const { finding, kept, settings } = look;
  // Whoever weighs the parts otherwise has changed no customer: nobody is alerted for that.
  const weighed = finding.because?.cause === 'weights';
  const fell = !weighed && movedBy(look) <= -thresholds.bigFall;
  if (finding.band === null || (finding.band === 'healthy' && !fell)) return fade(look, situation, 'down');
  const wanted: readonly string[] = settings.alerts.healthBands;
  const isWanted = (band: string | null) => band !== null && wanted.includes(band);
  const isNew = kept === null ? isFalling(finding.parts) : !isWanted(kept.finding.band);
  const news = (isWanted(finding.band) && isNew && !weighed) || fell;
  return tell(look, { situation, code: stepFor(finding.parts), direction: 'down', news, task: true });
}

const stepOf = {
  use: 'reengage_users',
  breadth: 'reengage_users',
  support: 'fix_support',
  relationship: 'interview_customer',
  commercial: 'review_health',
  sentiment: 'interview_customer',
} as const satisfies Record<Part['code'], AdviceCode>;

/** The step that answers the worst part; a review where no part stands out. */
function stepFor(parts: readonly Part[]): AdviceCode {
  const known = parts.flatMap(({ code, value }) => (value === null ? [] : [{ code, value }]));
  const [worst, next] = known.sort((a, b) => a.value - b.value);
  if (!worst || (next && next.value - worst.value < thresholds.clearlyWorst)) return 'review_health';
  return stepOf[worst.code];
}

function isFalling(parts: readonly Part[]): boolean {
  return parts.some(({ trend }) => trend !== null && trend <= thresholds.trendFall);
}
