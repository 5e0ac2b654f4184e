// The demo company goes on living: every second or two something plausible happens, by the same hidden causes.
import type { Clock, Log } from '#ports.ts';
import type { Portal } from '#sandbox/hubspot/portal.ts';
import * as customers from './living-customers.ts';
import * as leads from './living-leads.ts';
import { type Living, livingState } from './living-state.ts';
import { pulse } from './pulse.ts';
import type { Random } from './random.ts';
import type { ProductEvent } from './usage.ts';
import type { World } from './world.ts';

type Happening = (living: Living) => string | undefined | Promise<string | undefined>;

/** How often each thing happens, relative to the others. */
const weights = {
  useProduct: 45,
  visit: 20,
  answer: 8,
  fillInForm: 6,
  reachOut: 6,
  moveDeal: 4,
  openTicket: 3,
  workOnTicket: 6,
  decide: 3,
  fallSilent: 0.3,
  leave: 0.12,
} as const;
const happenings: Readonly<Record<keyof typeof weights, Happening>> = { ...leads, ...customers };

export type LivingWorld = {
  /** Lets one thing happen; says what it was, or undefined when all was quiet. */
  readonly step: () => Promise<string | undefined>;
  readonly start: () => void;
  readonly stop: () => Promise<void>;
};

/**
 * Changes go through `portal` (so webhooks flow), product events through `sendEvent`. `seconds` is the mean time
 * between happenings. What fails (a record that somebody archived, an unreachable server) is logged and passed over.
 */
export function livingWorld(needs: {
  readonly world: World;
  readonly portal: Portal;
  readonly sendEvent: (event: ProductEvent) => void | Promise<void>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log?: Pick<Log, 'debug' | 'warn'>;
  readonly seconds?: number;
}): LivingWorld {
  const living = livingState(needs);
  const { random, log, seconds = 1.5 } = needs;
  const step = async () => {
    const name = random.weighted(weights);
    try {
      const said = await happenings[name](living);
      if (said) log?.debug({ happening: name }, said);
      return said;
    } catch (error) {
      log?.warn({ happening: name, error }, 'the demo company could not do this');
      return undefined;
    }
  };
  return { step, ...pulse({ step, random, seconds }) };
}
