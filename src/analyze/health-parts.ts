// The parts of a health index: each turns its facts into 0-100 and says why.
import type { Part, Reason } from './finding.ts';
import type { HealthFacts } from './health-facts.ts';

export type JudgedPart = {
  readonly code: Part['code'];
  readonly value: number;
  readonly reasons: readonly Omit<Reason, 'points'>[];
};

/** How much a part counts while all are known. Preset; learned weights take their place where there are any. */
export const partWeights: Readonly<Record<Part['code'], number>> = {
  use: 0.4,
  support: 0.25,
  relationship: 0.2,
  commercial: 0.15,
};

/** The parts of which something is known. */
export function judgeParts(facts: HealthFacts, platform: Reason['source']): JudgedPart[] {
  const parts: JudgedPart[] = [];
  if (facts.use !== null) parts.push(judgeUse(facts.use));
  if (facts.support !== null) parts.push(judgeSupport(facts.support));
  if (facts.relationship !== null) parts.push(judgeRelationship(facts.relationship, platform));
  if (facts.commercial !== null) parts.push(judgeCommercial(facts.commercial, platform));
  return parts;
}

/** Against the customer's own past: half of what was usual is 50, nothing is 0, as much or more is 100. */
function judgeUse(use: NonNullable<HealthFacts['use']>): JudgedPart {
  const source = 'product';
  const days = ratio(use.daysNow, use.daysBefore);
  const users = ratio(use.usersNow, use.usersBefore);
  const breadth = ratio(use.breadthNow, use.breadthBefore);
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
    value: clamp(100 * (0.5 * days + 0.25 * users + 0.25 * breadth)),
    reasons: [
      fact('use_days', use.daysNow, use.daysBefore),
      fact('use_users', use.usersNow, use.usersBefore),
      fact('use_breadth', use.breadthNow, use.breadthBefore),
    ],
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
      ...(support.open > 0 ? [fact('support_open', support.open, 0)] : []),
      ...(rising > 0 ? [fact('support_rising', support.recent, round(support.usual))] : []),
      ...(support.hours !== null ? [fact('support_hours', support.hours, 24)] : []),
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
    reasons: [fact('relationship_silence', daysSilent, 30), fact('relationship_talks', twoWay, 1)],
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
      ...(lost > 0 ? [fact('commercial_lost', lost)] : []),
      ...(open > 0 ? [fact('commercial_open', open)] : []),
      ...(won + lost + open === 0 ? [fact('commercial_none', 0)] : []),
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
