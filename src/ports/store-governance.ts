// What stages need of the store to govern: what fields may be used for, and the register of decisions.
import type { Finding } from '#analyze/finding.ts';
import type { Drill, DrillCase, DrillTarget, Judgement } from '#learn/drill.ts';
import { type Decision, decisionKind, type NewDecision } from '#sense/decision.ts';
import type { FieldGate } from '#sense/field-permission.ts';
import type { SubjectKind } from '#sense/signal.ts';

export type FieldRows = {
  /** What decides over the tenant's fields now. */
  gate(): Promise<FieldGate>;
  /** Removes every value of the properties that is kept of any subject of that type; tells how many subjects had one. */
  forget(objectType: SubjectKind, properties: readonly string[]): Promise<number>;
  /** Takes reasons that speak of these fields out of live advice, which would not be told anew by itself. */
  hide(fields: readonly string[]): Promise<void>;
};

/** `model`: what happened to weights, which is kept apart with all that was measured. */
export const registerKinds = [...decisionKind.options, 'model'] as const;
export type Registered = Omit<Decision, 'kind'> & { readonly kind: (typeof registerKinds)[number] };
export type RegisterFilter = {
  readonly kind: Registered['kind'] | null;
  /** In `who`, `about` or `why`. */
  readonly search: string;
  readonly since: Date | null;
  readonly until: Date | null;
  readonly offset: number;
  readonly limit: number;
};

/** Rows are only ever added. */
export type DecisionRows = {
  note(decisions: readonly NewDecision[], now: Date): Promise<void>;
  /** Decisions and what happened to weights, newest first. */
  register(filter: RegisterFilter): Promise<{ total: number; decisions: Registered[] }>;
};

/** A case before it is kept, and a subject that could be one. */
export type NewDrillCase = Omit<DrillCase, 'outcome' | 'subject'> & { readonly subject: string };
export type DrillCandidate = {
  readonly subject: string;
  readonly probability: number;
  readonly finding: Finding;
};

export type DrillRows = {
  /** Open records with a probability of that target. */
  candidates(target: DrillTarget, limit: number): Promise<DrillCandidate[]>;
  save(drill: Drill, cases: readonly NewDrillCase[]): Promise<void>;
  /** Newest first, with how far each is. */
  list(limit: number): Promise<(Drill & { cases: number; judged: number; known: number; judges: number })[]>;
  get(id: string): Promise<Drill | null>;
  cases(id: string): Promise<DrillCase[]>;
  judgements(id: string): Promise<Judgement[]>;
  /** The last word of a judge about a case counts. */
  judge(id: string, said: Judgement, now: Date): Promise<void>;
  close(id: string): Promise<void>;
  /** Takes over what became of cases since they were sampled, by the outcomes that were recorded; tells of how many. */
  settle(now: Date): Promise<number>;
};
