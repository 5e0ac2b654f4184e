// What the edges need of rules: to list, keep, preview, test on history and set them live.
import type { Rule, RuleBody, RuleKind, RuleState } from '#advise/rule/rule.ts';
import type { Group } from '#advise/rule/rule-tree.ts';
import type { BacktestReport } from '#learn/backtest/report.ts';
import type { TenantId } from '#sense/tenant.ts';
import type { BacktestProgress, KeptRule } from './store-rules.ts';

/** A rule as people list it: its newest version, and the version that advises now. */
export type RuleLine = Rule & {
  readonly live: number | null;
  readonly house: boolean;
  readonly madeAt: Date | null;
  readonly madeBy: string | null;
};

/** Whom a rule would be about right now. */
export type RuleMatches = {
  readonly subjects: number;
  readonly count: number;
  /** For how many it cannot be said. */
  readonly unknown: number;
  /** The fields that are not known, most often missing first. */
  readonly missing: readonly { readonly field: string; readonly subjects: number }[];
  readonly sample: readonly { readonly subject: string; readonly name: string }[];
};

export type BacktestInput = {
  readonly days: number;
  readonly outcome: BacktestReport['outcome'] | null;
  readonly horizonDays: number;
  /** A UUID under which its progress can be asked for while it runs, in any process. */
  readonly run?: string | undefined;
  /** Hears of it in this one. */
  readonly told?: ((progress: BacktestProgress) => void) | undefined;
};

export type RuleDesk = {
  list(tenant: TenantId): Promise<RuleLine[]>;
  /** The newest version of a rule of the tenant or the house; null when there is none. */
  get(tenant: TenantId, id: string): Promise<RuleLine | null>;
  save(tenant: TenantId, id: string, body: RuleBody, by: string): Promise<KeptRule>;
  matches(tenant: TenantId, rule: { readonly kind: RuleKind; readonly when: Group }): Promise<RuleMatches>;
  backtest(
    tenant: TenantId,
    rule: { readonly id: string | null; readonly kind: RuleKind; readonly when: Group },
    input: BacktestInput,
  ): Promise<BacktestReport>;
  /** Of a rule's or a journey's backtest; null when none of that name runs. */
  progress(tenant: TenantId, run: string): Promise<BacktestProgress | null>;
  /**
   * `typed`: how many the person was told it is about; to go live it must be as many as there are. Errors: NOT_FOUND,
   * RULE_COUNT_DIFFERS.
   */
  setState(
    tenant: TenantId,
    id: string,
    change: { readonly version: number; readonly state: RuleState; readonly typed: number | null },
    by: string,
  ): Promise<RuleLine>;
};
