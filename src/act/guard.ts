// The guard: may an alert, or a step of a journey, go out now? Dry run, one message a story, caps, and working hours.
import type { Advice } from '#advise/advice.ts';
import type { StepRuling } from '#advise/journey/step.ts';
import type { Notice } from '#ports/store.ts';
import type { TenantSettings } from '#sense/tenant.ts';
import { nextWorking } from './working-hours.ts';

/** `say`: what to do with the alert of an advice. `wait`: it stays in the outbox for `waitMs`. */
export type Ruling =
  | { readonly say: 'post' | 'update' | 'nothing' | 'dry' }
  | { readonly say: 'wait'; readonly waitMs: number };

const quarter = 15 * 60_000;
export const capWindowMs = 24 * 60 * 60_000;

/** What becomes of an alert, before it is known where it would go. */
export function ruleOnAlert(input: {
  readonly settings: TenantSettings;
  readonly advice: Advice;
  readonly notice: Notice | null;
}): Ruling {
  const { settings, advice, notice } = input;
  if (settings.dryRun) return { say: 'dry' };
  if (notice !== null && notice.ts !== '') return { say: 'update' };
  // Whatever was answered in the card before the message went out needs no message any more.
  return { say: advice.state === 'open' && advice.alert ? 'post' : 'nothing' };
}

/**
 * Whether a place may get one more message: `sent` is what it got within `capWindowMs`. What must wait meets again
 * on the next quarter of an hour, so that the strongest of all that wait goes first.
 */
export function ruleOnPlace(settings: TenantSettings, sent: number, now: Date): Ruling {
  if (sent < settings.alerts.perDay) return { say: 'post' };
  return { say: 'wait', waitMs: quarter - (now.getTime() % quarter) };
}

/** How much an alert matters: the surer and the worse (or the hotter), the more. 0 to 100. */
export function strengthOf(advice: Advice): number {
  const score = advice.change.scoreTo ?? 50;
  return advice.confidence * (advice.finding === 'health' ? 100 - score : score);
}

/**
 * Whether a step of a journey may interrupt somebody now. `customer` and `owner` are when somebody was interrupted about
 * the customer and when the owner was, the newest first; a step that must wait meets again when there is room.
 */
export function ruleOnStep(input: {
  readonly settings: TenantSettings;
  readonly zone: string;
  readonly now: Date;
  readonly customer: readonly Date[];
  readonly owner: readonly Date[];
}): StepRuling {
  const { perCustomer, perOwner, ...hours } = input.settings.journeys;
  const full = (times: readonly Date[], most: number, windowMs: number): Date | null => {
    const since = input.now.getTime() - windowMs;
    const within = times.filter((at) => at.getTime() > since);
    const freeing = within[most - 1];
    return freeing === undefined ? null : new Date(freeing.getTime() + windowMs);
  };
  const customerFull = full(input.customer, perCustomer.most, perCustomer.days * capWindowMs);
  if (customerFull !== null) return { say: 'wait', until: customerFull, because: 'customer_cap' };
  const ownerFull = full(input.owner, perOwner, capWindowMs);
  if (ownerFull !== null) return { say: 'wait', until: ownerFull, because: 'owner_cap' };
  const open = nextWorking(hours, input.zone, input.now);
  if (open === input.now) return { say: 'go' };
  // Without a single working day in a year it is asked again tomorrow: somebody may have corrected the plan.
  return { say: 'wait', until: open ?? new Date(input.now.getTime() + capWindowMs), because: 'quiet' };
}

/** The zone of whoever is interrupted: the owner's where the tenant has named it. */
export function zoneOf(settings: TenantSettings, owner: readonly string[]): string {
  const known = owner.map((name) => settings.journeys.zones[name]).find((zone) => zone !== undefined);
  return known ?? settings.timeZone;
}
