// A moment of a customer by the parts of its health, and whether it left within the horizon: what weights are learned from.
import type { Part } from '#analyze/finding.ts';

export type PartMoment = {
  readonly customer: string;
  readonly parts: readonly Pick<Part, 'code' | 'value'>[];
  readonly left: boolean;
};
