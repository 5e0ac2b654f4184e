// What the edges need of health: how well the index foretold, and having that looked at anew.
import type { PartWeights, WeightChoice } from '#analyze/health-weights.ts';
import type { TenantId } from '#sense/tenant.ts';
import type { KeptHealthCheck } from './store-health.ts';

/** How much each part shall count, for everybody or in one segment; `parts` where it is set by hand. */
export type WeighInput = {
  readonly segment: string | null;
  readonly basis: WeightChoice['basis'];
  readonly parts: PartWeights | null;
};

/** Whose index would be another one, and who would change the band. */
export type WeighPreview = {
  readonly parts: PartWeights;
  readonly customers: number;
  /** By 5 points or more. */
  readonly moved: number;
  readonly bands: readonly { readonly from: string; readonly to: string; readonly count: number }[];
};

export type HealthDesk = {
  /** What counts now, of everybody first and then of each segment. */
  weights(tenant: TenantId): Promise<
    readonly {
      readonly segment: string | null;
      readonly choice: WeightChoice | null;
      readonly parts: PartWeights;
    }[]
  >;
  /** Errors: NOT_FOUND for such a segment, HEALTH_WEIGHTS_EARLY. */
  preview(tenant: TenantId, input: WeighInput): Promise<WeighPreview>;
  /** The same, for good: in the register, and whoever is concerned is looked at again. */
  weigh(
    tenant: TenantId,
    input: WeighInput & { readonly who: string; readonly why: string },
  ): Promise<number>;
  /** Null before the first one. */
  lastCheck(tenant: TenantId): Promise<KeptHealthCheck | null>;
  checkNow(tenant: TenantId): Promise<KeptHealthCheck>;
};
