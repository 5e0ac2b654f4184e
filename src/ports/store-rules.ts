// What rules need of the store: their versions, and the past of subjects that they are asked about.
import type { Rule, RuleBody, RuleState } from '#advise/rule/rule.ts';
import type { FindingKind } from '#analyze/finding.ts';
import type { Outcome } from '#learn/outcome.ts';
import type { Signal, SubjectKind } from '#sense/signal.ts';
import type { TwinRows } from './store-twins.ts';

export type KeptRule = Rule & {
  readonly madeAt: Date;
  readonly madeBy: string | null;
  readonly stateAt: Date;
  readonly stateBy: string | null;
};

export type RuleRows = {
  /** Every version of every rule, by id, the newest version first. One that can no longer be read is left out. */
  all(): Promise<KeptRule[]>;
  /** Keeps the body as a new draft, unless the newest version says the same. */
  save(id: string, body: RuleBody, by: string, now: Date): Promise<KeptRule>;
  /** Live: the version that was live before is off. False when there is no such version. */
  setState(id: string, version: number, state: RuleState, by: string, now: Date): Promise<boolean>;
  /** For how many subjects each rule has advice that is still going on. */
  advising(): Promise<{ id: string; count: number }[]>;
  /** Those of the kinds that were not looked at since; from now on they count as looked at. */
  takeLooks(kinds: readonly SubjectKind[], since: Date, now: Date): Promise<SubjectKind[]>;
};

/** Backtests that run, by the name that whoever waits for one gave it. */
export type BacktestRows = {
  tell(id: string, progress: BacktestProgress, now: Date): Promise<void>;
  /** Null when none of that name runs. */
  progress(id: string, now: Date): Promise<BacktestProgress | null>;
  over(id: string): Promise<void>;
};

/** Subjects that were asked, of so many. */
export type BacktestProgress = { readonly done: number; readonly total: number };

/** What happened with a subject since the beginning of a day: `name` as twins count it, users of the product by id. */
export type DayActivity = {
  readonly subject: string;
  readonly until: Date;
  readonly what: 'engagement' | 'event';
  readonly name: string;
  readonly count: number;
  readonly last: Date;
  readonly users: readonly string[];
};

/** For looking at many subjects once: twins come as they were kept, and only their frame is checked. */
export type HistoryRows = {
  readonly twins: Pick<TwinRows, 'around' | 'load' | 'page' | 'unread'>;
  /** What the records of these subjects said of themselves, and of their past, and when: also whom they are linked to. */
  state(subjects: readonly string[]): Promise<Signal[]>;
  /** What happened with each subject in [from, until], by name. */
  activity(
    spans: readonly { readonly subject: string; readonly from: Date; readonly until: Date }[],
  ): Promise<DayActivity[]>;
  /** Every change of score or band, oldest first: what was computed, where a person said otherwise. */
  findings(
    subjects: readonly string[],
    kind: FindingKind,
  ): Promise<{ subject: string; at: Date; score: number | null; band: string | null }[]>;
  /** Advice opened since, in any state. */
  advised(
    subjects: readonly string[],
    since: Date,
  ): Promise<{ subject: string; situation: string; at: Date }[]>;
  outcomes(subjects: readonly string[]): Promise<{ subject: string; kind: Outcome['kind']; at: Date }[]>;
};
