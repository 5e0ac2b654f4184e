// What is needed of the store for journeys: their versions, who is on the way, the steps taken, and the stages.
import type { Journey, JourneyVersion } from '#advise/journey/journey.ts';
import type { JourneyGraph } from '#advise/journey/journey-graph.ts';
import type { GoalOutcome, RunState, RunStatus } from '#advise/journey/journey-run.ts';
import type { StagePlan } from '#advise/journey/stage.ts';
import type { Step } from '#advise/journey/step.ts';
import type { Words } from '#advise/journey/words.ts';
import type { SubjectKind } from '#sense/signal.ts';

/** A run with what is measured of it. `held`: in the holdout, whatever its status. */
export type KeptRun = RunState & {
  /** The version by whose goal it is measured: the one by which it came in, also where it was moved to another. */
  readonly goalVersion: number;
  readonly held: boolean;
  /** It came in while nothing was done outside. */
  readonly dry: boolean;
  readonly measureAt: Date | null;
  readonly outcome: GoalOutcome | null;
  readonly outcomeAt: Date | null;
  readonly endedAt: Date | null;
  readonly problem: string | null;
};

export type MeasuredCount = {
  readonly journey: string;
  readonly goalVersion: number;
  readonly held: boolean;
  readonly outcome: GoalOutcome | null;
  readonly count: number;
};

export type NewRun = {
  readonly journey: string;
  readonly version: number;
  readonly subject: string;
  readonly entryKey: string;
  readonly held: boolean;
  readonly dry: boolean;
  readonly node: string;
  readonly measureAt: Date;
};

/** How often a customer came in before, and when it last did. */
export type Entries = {
  readonly journey: string;
  readonly subject: string;
  readonly count: number;
  readonly lastAt: Date;
  readonly live: boolean;
  /** Whether it was held out when it first came in. */
  readonly held: boolean;
};

export type KeptStep = Step & {
  readonly run: string;
  readonly subject: string;
  readonly how: 'done' | 'dry' | 'undone' | null;
  readonly owner: string | null;
  readonly interrupted: boolean;
  readonly at: Date;
};

export type JourneyChange = {
  readonly what:
    | 'made'
    | 'saved'
    | 'published'
    | 'paused'
    | 'resumed'
    | 'killed'
    | 'dry_run'
    | 'moved'
    | 'renamed';
  readonly who: string;
  readonly detail: Readonly<Record<string, string | number | boolean>>;
  readonly at: Date;
};

/** Newest first, older than `before`; with a node or a version only those on the way there. */
export type RunsWanted = {
  readonly before: string | null;
  readonly limit: number;
  readonly node?: string | null;
  readonly version?: number | null;
};

export type RunCounts = {
  readonly journey: string;
  readonly version: number;
  readonly status: RunStatus;
  readonly held: boolean;
  readonly dry: boolean;
  readonly outcome: GoalOutcome | null;
  readonly count: number;
};

export type JourneyRows = {
  all(): Promise<Journey[]>;
  get(id: string): Promise<Journey | null>;
  /** The same, and nobody else changes it until the transaction ends. */
  hold(id: string): Promise<Journey | null>;
  make(journey: Omit<Journey, 'state' | 'liveVersion' | 'dryRun'>): Promise<void>;
  change(
    id: string,
    to: Partial<Pick<Journey, 'name' | 'state' | 'liveVersion' | 'dryRun'>>,
    why: JourneyChange,
  ): Promise<void>;
  changes(id: string): Promise<JourneyChange[]>;
  /** The same graph again is the same version. */
  saveVersion(
    id: string,
    input: { graph: JourneyGraph; name?: Words },
    by: string,
    now: Date,
  ): Promise<{ version: number; fresh: boolean }>;
  versions(id: string): Promise<Omit<JourneyVersion, 'graph'>[]>;
  version(id: string, version: number): Promise<JourneyVersion | null>;
  /** The graphs of the versions that live journeys take in with. */
  liveVersions(): Promise<(JourneyVersion & { readonly dryRun: boolean })[]>;
};

export type RunRows = {
  /** One at a time works on a tenant's journeys: false when another worker does. Held until the transaction ends. */
  hold(): Promise<boolean>;
  entries(journeys: readonly string[], subjects: readonly string[]): Promise<Entries[]>;
  /** Those already in with the same key are left out; returns how many came in. */
  enter(runs: readonly NewRun[], now: Date): Promise<number>;
  /** Runs of these subjects that still wait for something, or are to be measured, of live journeys. */
  open(subjects: readonly string[]): Promise<KeptRun[]>;
  /** They are looked at as soon as possible. */
  pull(ids: readonly string[], now: Date): Promise<void>;
  /** Due runs of live journeys, the longest due first, locked until the transaction ends. */
  due(now: Date, limit: number): Promise<KeptRun[]>;
  /** One run, locked until the transaction ends. */
  one(id: string): Promise<KeptRun | null>;
  /** It could not go on: it is tried again then. */
  postpone(id: string, until: Date, problem: string): Promise<void>;
  /** Kinds of which nobody was looked at for a day by a live journey; they count as looked at now. */
  daily(now: Date): Promise<SubjectKind[]>;
  /** When the next one is due; null when none is. */
  nextDue(): Promise<Date | null>;
  save(runs: readonly KeptRun[]): Promise<void>;
  log(steps: readonly KeptStep[]): Promise<void>;
  /** When somebody was interrupted about these customers, and these owners, since; newest first. */
  interruptions(
    subjects: readonly string[],
    owners: readonly string[],
    since: Date,
  ): Promise<{ subject: string; owner: string | null; at: Date }[]>;
  get(id: string): Promise<KeptRun | null>;
  ofSubject(subject: string): Promise<KeptRun[]>;
  ofJourney(journey: string, input: RunsWanted): Promise<KeptRun[]>;
  /** Those of live journeys that wait for a yes or no, the longest waiting first. */
  toApprove(): Promise<KeptRun[]>;
  steps(run: string): Promise<KeptStep[]>;
  counts(journeys: readonly string[]): Promise<RunCounts[]>;
  /** Of each customer's first way through, not dry: what was measured by the goal of which version, treated and held out. */
  outcomes(journeys: readonly string[]): Promise<MeasuredCount[]>;
  /** How many are on the way at each node of each version. */
  whereabouts(journey: string): Promise<{ version: number; node: string; count: number }[]>;
  /** Puts those on the way in `from` into `to`, node by node; returns how many. */
  move(input: {
    journey: string;
    from: number;
    to: number;
    nodes: Readonly<Record<string, string>>;
    now: Date;
  }): Promise<number>;
  /** Ends everybody on the way and takes back what has not gone out yet; returns how many runs and actions. */
  kill(journey: string | null, now: Date): Promise<{ runs: number; actions: number }>;
  /** Takes back what journeys put down and has not gone out yet; returns how many actions. */
  recall(now: Date): Promise<number>;
  approve(run: string, answer: 'yes' | 'no', now: Date): Promise<boolean>;
};

export type SubjectStage = {
  readonly subject: string;
  readonly stage: string;
  readonly since: Date;
  readonly because: object;
};

export type StageRows = {
  plan(): Promise<StagePlan>;
  savePlan(plan: StagePlan, by: string, now: Date): Promise<void>;
  of(subjects: readonly string[]): Promise<SubjectStage[]>;
  /** A null stage: in none any more. */
  save(list: readonly (Omit<SubjectStage, 'stage'> & { readonly stage: string | null })[]): Promise<void>;
  counts(): Promise<{ stage: string; count: number }[]>;
};

export type SeenRows = {
  /** Which of these were ever seen, of subjects of the kind; and what kinds of facts there are at all. */
  of(
    kind: SubjectKind,
    names: { readonly events: readonly string[]; readonly properties: readonly string[] },
  ): Promise<{
    readonly events: ReadonlySet<string>;
    readonly properties: ReadonlySet<string>;
    readonly kinds: ReadonlySet<string>;
  }>;
};

export type HookSecretRows = {
  /** What requests of this tenant are signed with; made at the first time. */
  read(now: Date): Promise<string>;
  renew(now: Date): Promise<string>;
};
