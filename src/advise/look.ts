// A look at one subject: what rules see of it, before and after this turn.
import type { Finding, FindingKind, KeptFinding } from '#analyze/finding.ts';
import type { EngagementKind } from '#sense/signal.ts';
import type { OutcomeCondition, TenantSettings } from '#sense/tenant.ts';
import type { Twin } from '#twin/twin.ts';
import type { Advice } from './advice.ts';

export type Look = {
  readonly subject: string;
  readonly twin: Twin;
  /** Of its mails, calls and meetings, what may not be read. */
  readonly unread?: ReadonlySet<EngagementKind>;
  /** What analysis says now. */
  readonly finding: Finding;
  /** What was kept before this turn; null at first sight. */
  readonly kept: Pick<KeptFinding, 'finding'> | null;
  /** Open, taken and snoozed advice of the subject. */
  readonly live: readonly Advice[];
  /** Closed within the last `coolDownDays`, newest first. */
  readonly closed: readonly Advice[];
  readonly settings: TenantSettings;
  readonly now: Date;
};

/** True where the same weights found both: otherwise it is not the subject that moved. */
export function comparable({ finding, kept }: Look): boolean {
  return kept !== null && kept.finding.weightsVersion === finding.weightsVersion;
}

/** Points that the score rose (or fell, negative) since it was kept; 0 where that cannot be compared. */
export function movedBy(look: Look): number {
  const { finding, kept } = look;
  const before = comparable(look) ? (kept?.finding.score ?? null) : null;
  return before === null || finding.score === null ? 0 : finding.score - before;
}

export function liveOf(look: Look, situation: string): Advice | undefined {
  return look.live.find((advice) => advice.situation === situation);
}

const facts = {
  lead_score: ['contact', 'lead'],
  health: ['company'],
  stagnation: ['company'],
  deal_score: ['deal'],
} as const satisfies Record<FindingKind, readonly Twin['kind'][]>;

/** True where nobody needs advice any more: the record is gone, or its outcome is decided by one of its properties. */
export function isOver({ twin, finding, settings }: Look): boolean {
  if (twin.erased || twin.archived?.value === true) return true;
  if (!facts[finding.kind].some((kind) => kind === twin.kind)) return true;
  if (finding.kind !== 'lead_score') return false;
  const { contact, lead } = settings.outcomes;
  const said = (property: string) => twin.properties[property]?.value ?? '';
  const decides = (condition: OutcomeCondition, before = '') =>
    'property' in condition &&
    condition.in.includes(said(`${before}${condition.property}`)) &&
    (condition.and === undefined || condition.and.in.includes(said(`${before}${condition.and.property}`)));
  const asLead = twin.kind === 'lead' ? '' : 'lead.';
  return (
    [...contact.won, ...contact.lost].some((one) => decides(one)) ||
    [...lead.won, ...lead.lost].some((one) => decides(one, asLead))
  );
}

/** Newest moment at which the subject did something or something was done with it; null when it never was. */
export function lastActivity({ twin }: Look): Date | null {
  const lasts = [...Object.values(twin.engagements), ...Object.values(twin.events)].map(({ last }) => last);
  const newest = lasts.sort().at(-1);
  return newest === undefined ? null : new Date(newest);
}
