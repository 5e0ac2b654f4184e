// What the console and the API read: pictures over many rows of one tenant. Nothing here changes anything.
import type { ActionKind, ActionState } from '#act/action.ts';
import type { Advice } from '#advise/advice.ts';
import type { Finding, FindingKind, KeptFinding } from '#analyze/finding.ts';
import type { Outcome } from '#learn/outcome.ts';
import type { Sync } from '#ports/store-sense.ts';
import type { Joined } from '#ports/store-subjects.ts';
import type { DeliverySource, DeliveryState } from '#sense/delivery.ts';
import type { SubjectKind } from '#sense/signal.ts';
import type { TenantId } from '#sense/tenant.ts';
import type { Twin } from '#twin/twin.ts';

/** How a subject is named to a person; `id` when the CRM has no name for it. */
export type SubjectName = {
  readonly id: string;
  readonly kind: SubjectKind;
  readonly name: string;
  readonly email: string | null;
};

export type SubjectLine = SubjectName & {
  readonly finding: FindingKind;
  readonly score: number | null;
  readonly band: string | null;
  readonly probability: number | null;
  readonly confidence: number;
  readonly basis: Finding['basis'];
  readonly foundAt: Date;
  readonly scoreBefore: number | null;
  /** Code of the strongest live advice. */
  readonly advice: string | null;
  /** Null while it is open, or is nothing that is won. */
  readonly standing: 'won' | 'lost' | null;
};

export type SubjectFilter = {
  readonly finding: FindingKind;
  readonly band: string | null;
  readonly search: string;
  readonly order: 'highest' | 'lowest' | 'newest';
  readonly offset: number;
  readonly limit: number;
};

type SignalLine = {
  readonly id: string;
  readonly kind: string;
  readonly origin: string;
  readonly occurredAt: Date;
  readonly data: unknown;
};

export type ActionLine = {
  readonly id: string;
  readonly kind: ActionKind;
  readonly connection: string;
  readonly subject: SubjectName;
  readonly objectType: string | null;
  readonly externalId: string | null;
  readonly payload: unknown;
  readonly state: ActionState;
  readonly attempts: number;
  readonly createdAt: Date;
  readonly doneAt: Date | null;
  readonly code: string | null;
  readonly problem: string | null;
};

export type ActionFilter = {
  readonly states: readonly ActionState[];
  readonly kinds: readonly ActionKind[];
  readonly subject: string | null;
  /** Only actions older than this id. */
  readonly before: string | null;
  readonly limit: number;
};

export type DeliveryLine = {
  readonly id: string;
  readonly source: DeliverySource;
  readonly receivedAt: Date;
  readonly attempts: number;
  readonly problem: string | null;
  /** The first 2,000 characters. */
  readonly body: string;
  /** Length of the whole body. */
  readonly bytes: number;
};

export type DeliveryFilter = {
  readonly state: DeliveryState;
  /** Only deliveries older than this id. */
  readonly before: string | null;
  readonly limit: number;
};

/** Everything that is known of one subject and what it is linked to. */
export type SubjectStory = {
  readonly who: SubjectName;
  readonly refs: readonly {
    origin: string;
    objectType: SubjectKind;
    externalId: string;
    joined: (Joined & { at: Date }) | null;
    /** The name of the event source that it is a name of. */
    source: string | null;
  }[];
  /** Records that the CRM itself made part of it: merged away, or a lead that became its contact. */
  readonly merged: readonly { origin: string; objectType: SubjectKind; externalId: string }[];
  readonly twin: Twin | null;
  readonly findings: readonly KeptFinding[];
  readonly trend: readonly { kind: FindingKind; at: Date; score: number | null; band: string | null }[];
  readonly advice: readonly Advice[];
  readonly actions: readonly ActionLine[];
  readonly outcomes: readonly Outcome[];
  readonly signals: readonly SignalLine[];
  readonly linked: readonly SubjectName[];
  /** Who says that it is linked with `other`: the record, or the name of an event source, that holds it, and whom it names. */
  readonly ties: readonly {
    readonly other: string;
    readonly origin: string;
    readonly source: string | null;
    readonly at: string;
    readonly holder: { readonly objectType: SubjectKind; readonly externalId: string };
    readonly names: { readonly objectType: SubjectKind; readonly externalId: string };
  }[];
};

export type Progress = Omit<Sync, 'cursor'>;

export type Status = {
  readonly deliveriesWaiting: number;
  readonly deliveriesParked: number;
  readonly signalsWaiting: number;
  readonly subjectsDirty: number;
  readonly recordsToReread: number;
  readonly actionsPending: number;
  readonly actionsParked: number;
  readonly oldestWaitingAt: Date | null;
  readonly lastTurnAt: Date | null;
  readonly lastActionAt: Date | null;
};

/** How many subjects have which band, and how many advice are live. */
export type Overview = {
  readonly bands: readonly { finding: FindingKind; band: string | null; subjects: number }[];
  readonly subjects: readonly { kind: SubjectKind; subjects: number }[];
  readonly liveAdvice: number;
  readonly outcomes30d: readonly { kind: string; count: number }[];
  readonly actions30d: readonly { kind: ActionKind; state: ActionState; count: number }[];
};

/** Counts over all tenants, for the operator's metrics. */
export type Gauges = {
  readonly actionsParked: number;
  readonly actionsPending: number;
  readonly deliveriesWaiting: number;
  readonly deliveriesParked: number;
  readonly subjectsDirty: number;
};

export type Reports = {
  subjects(tenant: TenantId, filter: SubjectFilter): Promise<{ lines: SubjectLine[]; total: number }>;
  /** Null when the tenant has no such subject. */
  story(tenant: TenantId, subject: string): Promise<SubjectStory | null>;
  actions(tenant: TenantId, filter: ActionFilter): Promise<ActionLine[]>;
  /** Newest first. */
  deliveries(tenant: TenantId, filter: DeliveryFilter): Promise<DeliveryLine[]>;
  progress(tenant: TenantId): Promise<Progress[]>;
  status(tenant: TenantId): Promise<Status>;
  overview(tenant: TenantId, now: Date): Promise<Overview>;
  /** Properties that the newest records fill, most filled first; values where there are few enough to choose from. */
  properties(
    tenant: TenantId,
    objectType: SubjectKind,
  ): Promise<{ name: string; filled: number; values: string[] }[]>;
  /** Names of the newest product events, the most frequent first, with the properties that were kept. */
  events(tenant: TenantId): Promise<{
    looked: number;
    since: Date | null;
    events: { name: string; times: number; lastAt: Date; properties: string[] }[];
  }>;
  /** Every row about the subject, table by table, for handing over to the person it is about. */
  everything(tenant: TenantId, subject: string): Promise<Record<string, unknown[]> | null>;
  gauges(): Promise<Gauges>;
};
