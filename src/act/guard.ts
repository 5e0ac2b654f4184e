// The guard: may an alert go out now? Dry run, one message a story, and a cap for each person and channel.
import type { Advice } from '#advise/advice.ts';
import type { Notice } from '#ports/store.ts';
import type { TenantSettings } from '#sense/tenant.ts';

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
