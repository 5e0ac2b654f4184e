// What stages need of the store about health besides findings: checks of the index against what happened.
import type { HealthOverride } from '#analyze/health-override.ts';
import type { PartWeights, WeightChoice } from '#analyze/health-weights.ts';
import type { HealthCheck } from '#learn/health/health-check.ts';

export type KeptHealthCheck = { readonly at: Date; readonly check: HealthCheck };

export type HealthRows = {
  /** One a night of the tenant; a later one of the same night takes its place. */
  saveCheck(night: string, check: HealthCheck, now: Date): Promise<void>;
  lastCheck(): Promise<KeptHealthCheck | null>;
  /** What people say of these subjects, as far as nobody ended it. */
  overrides(subjects: readonly string[]): Promise<HealthOverride[]>;
  /** The word that `replaces` names ends; null, and nothing is kept, where another one counts meanwhile. */
  override(
    word: Omit<HealthOverride, 'id'>,
    replaces: string | null,
  ): Promise<{ readonly made: HealthOverride; readonly ended: HealthOverride | null } | null>;
  /** Null where that word had ended. */
  withdraw(subject: string, id: string, who: string, now: Date): Promise<HealthOverride | null>;
  /** Ends those whose time is over, and returns them. */
  expire(subjects: readonly string[], now: Date): Promise<HealthOverride[]>;
  /** What was chosen last for everybody and for each segment. */
  weights(): Promise<WeightChoice[]>;
  weightsOf(versions: readonly number[]): Promise<WeightChoice[]>;
  /** The number of its version. */
  weigh(
    choice: Omit<WeightChoice, 'version' | 'at'> & { readonly parts: PartWeights | null },
    now: Date,
  ): Promise<number>;
};
