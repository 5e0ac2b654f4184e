// The parts of a health index: each turns its facts into 0-100 and says why.
import type { BreadthFacts } from './breadth-facts.ts';
import type { Part, Reason } from './finding.ts';
import type { HealthFacts } from './health-facts.ts';
import type { SentimentFacts } from './sentiment-facts.ts';

export type JudgedPart = {
  readonly code: Part['code'];
  readonly value: number;
  readonly reasons: readonly JudgedReason[];
};

/** `against`: by how much of 100 it alone lowers the part; absent where it may speak for it. */
export type JudgedReason = Omit<Reason, 'points'> & { readonly against?: number };

/** The parts of which something is known. */
export function judgeParts(facts: HealthFacts, platform: Reason['source']): JudgedPart[] {
  const parts: JudgedPart[] = [];
  if (facts.use !== null) parts.push(judgeUse(facts.use));
  if (facts.breadth !== null) parts.push(judgeBreadth(facts.breadth));
  if (facts.support !== null) parts.push(judgeSupport(facts.support));
  if (facts.relationship !== null) parts.push(judgeRelationship(facts.relationship, platform));
  if (facts.commercial !== null) parts.push(judgeCommercial(facts.commercial, platform));
  if (facts.sentiment !== null) parts.push(judgeSentiment(facts.sentiment, platform));
  return parts;
}

/** Against the customer's own past: half of what was usual is 50, nothing is 0, as much or more is 100. */
function judgeUse(use: NonNullable<HealthFacts['use']>): JudgedPart {
  const source = 'product';
  const days = ratio(use.daysNow, use.daysBefore);
  const { usersNow, usersBefore } = use;
  const users = usersNow === null || usersBefore === null ? null : ratio(usersNow, usersBefore);
  const fact = (code: string, value: number, usual: number) => ({
    ...({
      code,
      feature: code,
      label: '',
      value: round(value),
      usual: round(usual),
      source,
      asOf: use.asOf,
    } as const),
  });
  return {
    code: 'use',
    // Where nobody counts the users, the days stand for them.
    value: clamp(100 * (users === null ? days : (2 * days + users) / 3)),
    reasons: [
      fact('use_days', use.daysNow, use.daysBefore),
      ...(usersNow === null || usersBefore === null ? [] : [fact('use_users', usersNow, usersBefore)]),
    ],
  };
}

/**
 * As many features as usual is 100. What is tried for the first time gets less with the years: half as much as usual, and one
 * more, is no fall. Where events name one kind of feature only, what was tried stands for all.
 */
function judgeBreadth({ kindsNow, kindsBefore, triedNow, triedBefore, asOf }: BreadthFacts): JudgedPart {
  const tried = Math.min(1, (triedNow + 1) / (triedBefore + 1));
  const fact = (code: string, value: number, usual: number) => ({
    ...({ code, feature: code, label: '', source: 'product', asOf } as const),
    ...{ value: round(value), usual: round(usual) },
  });
  const news = fact('breadth_tried', triedNow, triedBefore);
  if (kindsNow === null || kindsBefore === null)
    return { code: 'breadth', value: clamp(100 * tried), reasons: [news] };
  return {
    code: 'breadth',
    value: clamp(100 * (0.75 * ratio(kindsNow, kindsBefore) + 0.25 * tried)),
    reasons: [fact('breadth_kinds', kindsNow, kindsBefore), news],
  };
}

/** Open tickets, more tickets than usual and slow answers each cost; none of them: 100. */
function judgeSupport(support: NonNullable<HealthFacts['support']>): JudgedPart {
  const rising = Math.max(0, support.recent - Math.max(1, support.usual));
  const slow = support.hours === null ? 0 : Math.max(0, Math.log2(Math.max(1, support.hours) / 24));
  const fact = (code: string, value: number, usual: number | null) => ({
    ...({
      code,
      feature: code,
      label: '',
      value: round(value),
      usual,
      source: 'support',
      asOf: support.asOf,
    } as const),
  });
  return {
    code: 'support',
    value: clamp(100 - 15 * support.open - 12 * rising - 15 * slow),
    reasons: [
      ...(support.open > 0 ? [{ ...fact('support_open', support.open, 0), against: 15 * support.open }] : []),
      ...(rising > 0
        ? [{ ...fact('support_rising', support.recent, round(support.usual)), against: 12 * rising }]
        : []),
      ...(support.hours !== null
        ? [{ ...fact('support_hours', support.hours, 24), ...(slow > 0 ? { against: 15 * slow } : {}) }]
        : []),
    ],
  };
}

/** Silence of a month is fine, of four months is the end; talking both ways helps. */
function judgeRelationship(
  { daysSilent, twoWay, asOf }: NonNullable<HealthFacts['relationship']>,
  source: Reason['source'],
): JudgedPart {
  const fact = (code: string, value: number, usual: number) => ({
    code,
    feature: code,
    label: '',
    value,
    usual,
    source,
    asOf,
  });
  return {
    code: 'relationship',
    value: clamp(100 - Math.max(0, daysSilent - 30) * (70 / 90) - (twoWay === 0 ? 30 : 0)),
    reasons: [
      fact('relationship_silence', daysSilent, 30),
      ...(twoWay === null ? [] : [fact('relationship_talks', twoWay, 1)]),
    ],
  };
}

function judgeCommercial(
  { won, lost, open, asOf }: NonNullable<HealthFacts['commercial']>,
  source: Reason['source'],
): JudgedPart {
  const fact = (code: string, value: number) => ({
    code,
    feature: code,
    label: '',
    value,
    usual: null,
    source,
    asOf,
  });
  return {
    code: 'commercial',
    value: clamp(50 + 25 * won + 15 * Math.min(2, open) - 30 * lost),
    reasons: [
      ...(won > 0 ? [fact('commercial_won', won)] : []),
      ...(lost > 0 ? [{ ...fact('commercial_lost', lost), against: 30 * lost }] : []),
      ...(open > 0 ? [fact('commercial_open', open)] : []),
      ...(won + lost + open === 0 ? [fact('commercial_none', 0)] : []),
    ],
  };
}

/** What they say themselves; 70 of 100 is where nobody is unhappy yet. */
function judgeSentiment({ mean, unhappy, asOf }: SentimentFacts, source: Reason['source']): JudgedPart {
  const fact = (code: string, value: number, usual: number) => ({
    ...{ code, feature: code, label: '', source, asOf, value: Math.round(value), usual },
  });
  return {
    code: 'sentiment',
    value: clamp(mean),
    reasons: [
      fact('sentiment_mean', mean, 70),
      ...(unhappy > 0 ? [fact('sentiment_unhappy', unhappy, 0)] : []),
    ],
  };
}

/** Now against usual, 0 to 1; where nothing was usual, anything is as good as it gets. */
function ratio(now: number, usual: number): number {
  if (usual === 0) return now > 0 ? 1 : 0.5;
  return Math.min(1, now / usual);
}

const clamp = (value: number) => Math.max(0, Math.min(100, value));
const round = (value: number) => Math.round(value * 10) / 10;
