// What the edges need of journeys: reading, saving, publishing, moving and ending them, and the library of templates.
import type { GraphProblem } from '#advise/journey/graph-problem.ts';
import type { Journey, JourneyVersion } from '#advise/journey/journey.ts';
import type { JourneyGraph } from '#advise/journey/journey-graph.ts';
import type { Need } from '#advise/journey/need.ts';
import type { StagePlan } from '#advise/journey/stage.ts';
import type { Template } from '#advise/journey/template.ts';
import type { Words } from '#advise/journey/words.ts';
import type { JourneyBacktest } from '#learn/backtest/report.ts';
import type { Uplift } from '#learn/uplift.ts';
import type { TenantId } from '#sense/tenant.ts';
import type { JourneyChange, KeptRun, KeptStep, RunCounts, RunsWanted } from './journeys.ts';
import type { BacktestInput } from './rule-desk.ts';

export type JourneyLine = Journey & {
  readonly counts: readonly Omit<RunCounts, 'journey'>[];
  readonly uplift: Uplift;
};

export type JourneyStory = JourneyLine & {
  readonly newest: { readonly version: number; readonly graph: JourneyGraph };
  readonly live: JourneyGraph | null;
  readonly versions: readonly { version: number; hash: string; madeAt: Date; madeBy: string }[];
  readonly whereabouts: readonly { version: number; node: string; count: number }[];
  readonly changes: readonly JourneyChange[];
  readonly missing: readonly MissingNeed[];
};

/** A need that this tenant's data does not meet: nothing of the kind was ever seen. */
export type MissingNeed = Need & { readonly why: Words | null };

export type Blast = {
  /** Customers who would come in now. */
  readonly count: number;
  /** How many of them would be held out. */
  readonly held: number;
  readonly looked: number;
  readonly examples: readonly { subject: string; name: string }[];
};

export type MovePreview = {
  readonly count: number;
  /** Those at a step for which the map names none stay where they are. */
  readonly staying: number;
  readonly nodes: readonly { from: string; to: string | null; count: number; same: boolean }[];
};

/** `who`: what a person would call the customer. */
export type NamedRun = KeptRun & { readonly who: string };

export type RunTrace = NamedRun & { readonly name: Words; readonly steps: readonly KeptStep[] };

/** A run that waits for a yes or no. */
export type WaitingApproval = {
  readonly run: string;
  readonly journey: string;
  readonly name: Words;
  readonly subject: string;
  readonly who: string;
  readonly ask: Words;
  readonly since: Date;
  readonly until: Date | null;
};

/** Errors: NOT_FOUND, JOURNEY_INVALID, JOURNEY_STATE, JOURNEY_COUNT, TEMPLATE_UNKNOWN. */
export type JourneyDesk = {
  list(tenant: TenantId): Promise<JourneyLine[]>;
  read(tenant: TenantId, id: string): Promise<JourneyStory>;
  check(graph: JourneyGraph): GraphProblem[];
  make(tenant: TenantId, by: string, input: { name: Words; graph: JourneyGraph }): Promise<string>;
  save(
    tenant: TenantId,
    by: string,
    id: string,
    graph: JourneyGraph,
  ): Promise<{ version: number; fresh: boolean }>;
  /** `id`: the journey that the graph is a version of. */
  backtest(
    tenant: TenantId,
    tested: { readonly id: string | null; readonly graph: JourneyGraph },
    input: BacktestInput,
  ): Promise<JourneyBacktest>;
  blast(tenant: TenantId, id: string, version: number): Promise<Blast>;
  /** `confirm` is the number that `blast` told, typed by a person. */
  publish(
    tenant: TenantId,
    by: string,
    id: string,
    input: { version: number; confirm: number },
  ): Promise<void>;
  change(
    tenant: TenantId,
    by: string,
    id: string,
    to: {
      name?: Words | undefined;
      dryRun?: boolean | undefined;
      state?: 'live' | 'paused' | 'killed' | undefined;
    },
  ): Promise<{ runs: number; actions: number }>;
  /** Without `confirm` nothing is moved. */
  move(
    tenant: TenantId,
    by: string,
    id: string,
    input: { from: number; to: number; nodes: Readonly<Record<string, string>>; confirm: number | null },
  ): Promise<MovePreview & { readonly moved: number }>;
  version(tenant: TenantId, id: string, version: number): Promise<JourneyVersion>;
  /** `node`: only those on the way at this step. */
  runs(tenant: TenantId, id: string, input: RunsWanted): Promise<NamedRun[]>;
  ofSubject(tenant: TenantId, subject: string): Promise<RunTrace[]>;
  trace(tenant: TenantId, run: string): Promise<RunTrace>;
  approvals(tenant: TenantId): Promise<WaitingApproval[]>;
  approve(tenant: TenantId, by: string, run: string, answer: 'yes' | 'no'): Promise<void>;
  templates(): readonly Template[];
  missing(tenant: TenantId, template: string): Promise<MissingNeed[]>;
  /** Makes a draft of the template, in dry run where wanted; its stages are taken over where there are none yet. */
  install(
    tenant: TenantId,
    by: string,
    template: string,
    input: { dryRun: boolean },
  ): Promise<{ id: string; missing: readonly MissingNeed[]; stages: boolean }>;
  stages(tenant: TenantId): Promise<{ plan: StagePlan; counts: readonly { stage: string; count: number }[] }>;
  saveStages(tenant: TenantId, by: string, plan: StagePlan): Promise<void>;
};
