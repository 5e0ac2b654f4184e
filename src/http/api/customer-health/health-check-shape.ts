// The shape of a check of the health index, as the API shows it.
import { instant } from '#http/instant.ts';
import { healthCheck } from '#learn/health/health-check.ts';

export const healthCheckShown = healthCheck.extend({ at: instant });
