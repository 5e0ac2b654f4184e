// The routes of customers' health.
import type { Route } from '#http/route.ts';
import { healthCheck } from './health-check.ts';
import { healthCheckNow } from './health-check-now.ts';
import { healthWeights, healthWeightsChange, healthWeightsPreview } from './health-weights.ts';
import { healthWord, healthWordBack } from './health-word.ts';

export const customerHealthRoutes: readonly Route[] = [
  healthCheck,
  healthCheckNow,
  healthWeights,
  healthWeightsPreview,
  healthWeightsChange,
  healthWord,
  healthWordBack,
];
