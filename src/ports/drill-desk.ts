// What the edges need of drills: to begin one, to judge, and to read who was right.
import type { Drill, DrillFact, DrillTarget } from '#learn/drill.ts';
import type { DrillReport } from '#learn/drill-view.ts';
import type { TenantId } from '#sense/tenant.ts';

export type DrillLine = Drill & {
  readonly cases: number;
  readonly judged: number;
  readonly known: number;
  readonly judges: number;
};

/** What a judge sees: facts, and the own word; never what the machine or another judge says. */
export type BlindCase = {
  readonly place: number;
  readonly facts: readonly DrillFact[];
  readonly said: { readonly probability: number; readonly reason: string | null } | null;
};

export type DrillStart = {
  readonly target: DrillTarget;
  readonly title: string;
  readonly size: number;
  readonly days: number;
};

/** A feature, by its name in the weights, and in how many cases it did. */
export type Doubted = { readonly feature: string; readonly label: string; readonly cases: number };

/** Errors: NOT_FOUND where there is no such drill or case. */
export type DrillDesk = {
  /** Errors: DRILL_EMPTY where there is nobody of whom anything is foretold. */
  start(tenant: TenantId, who: string, input: DrillStart): Promise<Drill>;
  /** `due`: a quarter has gone by since the last one was begun, or there was none. */
  list(tenant: TenantId): Promise<{ drills: DrillLine[]; due: boolean }>;
  cases(tenant: TenantId, who: string, id: string): Promise<{ drill: Drill; cases: BlindCase[] }>;
  /** Errors: DRILL_CLOSED. */
  judge(
    tenant: TenantId,
    who: string,
    input: { id: string; place: number; probability: number; reason: string | null },
  ): Promise<void>;
  close(tenant: TenantId, who: string, id: string): Promise<void>;
  /** What the newest drills of a target found to pull the machine the wrong way where people were right, most often first. */
  doubted(tenant: TenantId, target: DrillTarget): Promise<Doubted[]>;
  report(tenant: TenantId, id: string): Promise<{ drill: Drill; report: DrillReport }>;
};
