// What the edges need of people's words about customers: to say one, to take it back, and what is said now.
import type { HealthOverride } from '#analyze/health-override.ts';
import type { TenantId } from '#sense/tenant.ts';

export type SaidHealth = {
  readonly tenant: TenantId;
  readonly subject: string;
  readonly band: HealthOverride['band'];
  readonly reason: string;
  /** For how many days it counts, from now on. */
  readonly days: number;
  readonly who: string;
  /** The word that the person saw and replaces; null where there was none. */
  readonly replaces: string | null;
};

/** Wherever somebody says how a customer stands, the same happens: it is kept, put into the register, and counts in the next turn. */
export type HealthWords = {
  /** Errors: NOT_FOUND where that is no customer company of the tenant, HEALTH_WORD_OTHER where another word counts meanwhile. */
  say(said: SaidHealth): Promise<HealthOverride>;
  /** Errors: HEALTH_WORD_OTHER where that word has ended. */
  takeBack(tenant: TenantId, subject: string, word: string, who: string, why?: string): Promise<void>;
  now(tenant: TenantId, subject: string): Promise<HealthOverride | null>;
};
