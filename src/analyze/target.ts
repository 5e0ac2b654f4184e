// A target: what weights foretell.
import { z } from 'zod';
import type { FindingKind } from './finding.ts';

/**
 * `lead`: a contact or lead converts. `deal`: an open deal is won. `churn`: a customer leaves within 90 days; there the
 * outcome "won" of a closed record means that it left.
 */
export const targets = ['lead', 'deal', 'churn'] as const;
export const target = z.enum(targets);
export type Target = (typeof targets)[number];

/** The finding that carries what is foretold. */
export const findingOf = {
  lead: 'lead_score',
  deal: 'deal_score',
  churn: 'health',
} as const satisfies Record<Target, FindingKind>;

/** Everything that learning keeps versions of: weights of targets, and how long nothing new may last (`stagnation/`). */
export const learnable = z.enum([...targets, 'stagnation']);
export type Learnable = z.infer<typeof learnable>;
