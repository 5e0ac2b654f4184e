// What stages need of the store: groups of statements on one tenant's rows, all inside one transaction.
import type { Action, ActionEnd, ActionKind, ActionState, NewAction } from '#act/action.ts';
import type { Advice, AdviceState, NewAdvice } from '#advise/advice.ts';
import type { Finding, FindingKind, KeptFinding } from '#analyze/finding.ts';
import type { Learnable } from '#analyze/target.ts';
import type { NewOutcome, Outcome } from '#learn/outcome.ts';
import type { ConnectionId } from '#sense/connection.ts';
import type { SubjectKind } from '#sense/signal.ts';
import type { Tenant, TenantId, TenantSettings } from '#sense/tenant.ts';
import type { FeedRows } from './feed.ts';
import type { HookSecretRows, JourneyRows, RunRows, SeenRows, StageRows } from './journeys.ts';
import type { DecisionRows, DrillRows, FieldRows } from './store-governance.ts';
import type { HealthRows } from './store-health.ts';
import type { ModelRows } from './store-models.ts';
import type { BacktestRows, HistoryRows, RuleRows } from './store-rules.ts';
import type { SegmentRows } from './store-segments.ts';
import type {
  ConnectionRows,
  DeliveryRows,
  LedgerRows,
  PortalFactRows,
  RecordRows,
  RereadRows,
  SignalRows,
  SyncRows,
} from './store-sense.ts';
import type { IdentityRows, SubjectRows } from './store-subjects.ts';
import type { SurplusRows } from './store-surplus.ts';
import type { TwinRows, UsageRows } from './store-twins.ts';

export type TenantStore = {
  readonly tenant: TenantId;
  readonly settings: {
    read(): Promise<Tenant>;
    /** Read to be changed: whoever else wants to change them waits for the end of this transaction. */
    hold(): Promise<Tenant>;
    save(settings: TenantSettings): Promise<void>;
  };
  readonly connections: ConnectionRows;
  readonly deliveries: DeliveryRows;
  readonly signals: SignalRows;
  readonly rereads: RereadRows;
  readonly records: RecordRows;
  readonly syncs: SyncRows;
  readonly feeds: FeedRows;
  readonly portalFacts: PortalFactRows;
  readonly ledger: LedgerRows;
  readonly subjects: SubjectRows;
  readonly identities: IdentityRows;
  readonly twins: TwinRows;
  readonly usage: UsageRows;
  readonly findings: FindingRows;
  readonly advice: AdviceRows;
  readonly outbox: OutboxRows;
  readonly notices: NoticeRows;
  readonly outcomes: OutcomeRows;
  readonly weights: WeightsRows;
  readonly models: ModelRows;
  readonly allowance: AllowanceRows;
  readonly rules: RuleRows;
  readonly backtests: BacktestRows;
  readonly history: HistoryRows;
  readonly journeys: JourneyRows;
  readonly runs: RunRows;
  readonly stages: StageRows;
  readonly segments: SegmentRows;
  readonly hookSecret: HookSecretRows;
  readonly seen: SeenRows;
  readonly fields: FieldRows;
  readonly decisions: DecisionRows;
  readonly drills: DrillRows;
  readonly health: HealthRows;
  readonly surplus: SurplusRows;
};

export type FindingRows = {
  current(subjects: readonly string[], kind?: FindingKind): Promise<KeptFinding[]>;
  /** The subjects with the highest, or the lowest, score of a kind, the most extreme first; without archived ones. */
  extreme(kind: FindingKind, end: 'highest' | 'lowest', limit: number): Promise<KeptFinding[]>;
  /** Keeps the new findings; history gets a row where the score, the band, or the probability in hundredths changed. */
  save(list: readonly { subject: string; finding: Finding }[], now: Date): Promise<void>;
  /** Nothing is found of these any more: what was found last goes, and history gets a row that says nothing. */
  end(list: readonly { subject: string; kind: FindingKind }[], now: Date): Promise<void>;
  trend(
    subject: string,
    kind: FindingKind,
    since: Date,
  ): Promise<{ at: Date; score: number | null; band: string | null }[]>;
  /** The newest changes of each of these subjects since. */
  trends(
    subjects: readonly string[],
    since: Date,
    limit: number,
  ): Promise<{ subject: string; kind: string; at: Date; score: number | null }[]>;
};

export type AdviceRows = {
  /** Open, taken and snoozed ones of these subjects. */
  live(subjects: readonly string[]): Promise<Advice[]>;
  get(id: string): Promise<Advice | null>;
  /** The same, locked until the transaction ends. */
  hold(id: string): Promise<Advice | null>;
  /** Opens it, or brings the live one of the same situation up to date. Tells which is new. One closed since `now` stays so. */
  save(advice: NewAdvice, now: Date): Promise<{ advice: Advice; fresh: boolean }>;
  /** Null, and nothing is done, when it is closed already: of two who answer the first one counts. */
  answer(
    id: string,
    input: { state: AdviceState; by: string | null; snoozedUntil: Date | null },
    now: Date,
  ): Promise<Advice | null>;
  /** Snoozed ones whose time has come, locked until the transaction ends. */
  awake(now: Date): Promise<Advice[]>;
  /** Those of these subjects that were closed since, newest first: a closed story is not begun again at once. */
  closed(subjects: readonly string[], since: Date): Promise<Advice[]>;
  /** Of all subjects: those worth interrupting somebody first, then the newest. */
  list(states: readonly AdviceState[], limit: number): Promise<Advice[]>;
};

export type OutboxRows = {
  /** Same key: dropped. A pending crm.write to the same record takes the new values over. */
  put(actions: readonly NewAction[], now: Date): Promise<void>;
  /** Due pending actions of one connection and kind, leased for `leaseMs` so that others skip them. */
  take(input: {
    connection: ConnectionId;
    kind: ActionKind;
    now: Date;
    limit: number;
    leaseMs: number;
  }): Promise<Action[]>;
  /** An end with a mark counts only while the action was not replaced since it was taken. */
  finish(ends: readonly ActionEnd[], now: Date): Promise<void>;
  list(input: {
    states: readonly ActionState[];
    subject?: string;
    limit: number;
  }): Promise<(Action & { problem: string | null; doneAt: Date | null })[]>;
  retry(id: string, now: Date): Promise<boolean>;
  /** Of these records those that were written `most` times since, with the oldest of the newest `most`. */
  full(
    connection: ConnectionId,
    objectType: SubjectKind,
    input: { externalIds: readonly string[]; since: Date; most: number },
  ): Promise<Map<string, Date>>;
  /** The newest that were done for each of these subjects. */
  lately(subjects: readonly string[], limit: number): Promise<(Action & { doneAt: Date | null })[]>;
  /** These are about to be written: until `wrote` nobody knows which value the CRM has, whatever it had before. */
  writing(
    connection: ConnectionId,
    list: readonly {
      objectType: SubjectKind;
      externalId: string;
      properties: Readonly<Record<string, string>>;
    }[],
  ): Promise<void>;
  /** Values that the CRM has taken from us. */
  wrote(
    connection: ConnectionId,
    list: readonly {
      objectType: SubjectKind;
      externalId: string;
      properties: Readonly<Record<string, string>>;
    }[],
  ): Promise<void>;
  /** What the CRM has from us, as far as we know. */
  taken(
    connection: ConnectionId,
    objectType: SubjectKind,
    externalIds: readonly string[],
  ): Promise<Map<string, Readonly<Record<string, string>>>>;
  /** Last value put, refused or taken per property of these records: write only what changed. */
  written(
    connection: ConnectionId,
    objectType: SubjectKind,
    externalIds: readonly string[],
  ): Promise<Map<string, Readonly<Record<string, string>>>>;
};

/**
 * The one chat message of an advice. It is kept before the message is sent, with an empty `ts` until the answer was
 * heard. `hash` is of the blocks last sent, `told` what they said.
 */
export type Notice = {
  readonly advice: string;
  readonly connection: ConnectionId;
  readonly channel: string;
  readonly ts: string;
  readonly hash: string;
  readonly told: { readonly state: AdviceState; readonly score: number | null; readonly band: string };
};
export type NoticeRows = {
  of(advice: string): Promise<Notice | null>;
  /** `now` counts as the time of sending the first time only. */
  save(notice: Notice, now: Date): Promise<void>;
  /** Forgets a message whose answer was not heard yet (empty `ts`); one that arrived stays. */
  takeBack(advice: string): Promise<void>;
  /** Messages sent to a channel since, for the cap. */
  countSince(channel: string, since: Date): Promise<number>;
};

export type OutcomeRows = {
  /** How many were new. */
  record(outcomes: readonly NewOutcome[]): Promise<number>;
  /** Adds what the person said about it to the outcome with this key; false when there is none. */
  note(key: string, note: string): Promise<boolean>;
  of(subject: string): Promise<Outcome[]>;
  /** The newest of each of these subjects. */
  lately(subjects: readonly string[], limit: number): Promise<Outcome[]>;
};

export type WeightsState = 'candidate' | 'live' | 'retired' | 'declined';

/** A kept artefact of learning; `body` is parsed by the stage that uses it. */
export type WeightsRow = {
  readonly target: Learnable;
  readonly version: number;
  readonly body: unknown;
  /** `candidate`: a person is to decide about it. `declined`: a person did. */
  readonly state: WeightsState;
  readonly trainedAt: Date;
  readonly report: unknown;
};
export type WeightsRows = {
  live(target: Learnable): Promise<WeightsRow | null>;
  version(target: Learnable, version: number): Promise<WeightsRow | null>;
  list(target: Learnable): Promise<WeightsRow[]>;
  save(
    input: { target: Learnable; body: unknown; report: unknown; state: 'candidate' | 'live' },
    now: Date,
  ): Promise<WeightsRow>;
  /** Learning came to the same weights again: they count as trained now. */
  confirm(target: Learnable, version: number, now: Date): Promise<void>;
  /** Makes one version live and retires the one before. */
  promote(target: Learnable, version: number, by: string): Promise<void>;
  /** What is no candidate any more. */
  put(target: Learnable, version: number, state: 'retired' | 'declined'): Promise<void>;
};

/** How many requests a platform still lets us make; the state is the limiter's own. */
export type AllowanceRows = {
  /** Replaces a bucket's state (`{}` at first) under its row lock. `now` is the database's clock, one for all. */
  change<T>(
    connection: ConnectionId,
    bucket: string,
    change: (state: unknown, now: Date) => { readonly state: object; readonly result: T },
  ): Promise<T>;
};
