// What the edges need of models: a person says yes or no to one that waits, or goes back to one that was live.
import type { Target } from '#analyze/target.ts';
import type { ModelEvent } from '#learn/model-event.ts';
import type { TenantId } from '#sense/tenant.ts';

/** `approve` and `decline`: of a version that waits. `go_back`: to any other that was made before. */
export const modelVerdicts = ['approve', 'decline', 'go_back'] as const;
export type ModelVerdict = (typeof modelVerdicts)[number];

export type ModelDesk = {
  /** Errors: NOT_FOUND, MODEL_DECIDED where the version is not in the state that this is about. */
  decide(
    tenant: TenantId,
    who: string,
    input: {
      readonly target: Target;
      readonly version: number;
      readonly verdict: ModelVerdict;
      readonly note: string | null;
    },
  ): Promise<ModelEvent>;
  /**
   * Has the live weights looked at now; whoever asks while that has not begun asks for the same look. NOT_FOUND where nothing
   * was learned yet.
   */
  look(tenant: TenantId, who: string, target: Target): Promise<ModelEvent>;
};
