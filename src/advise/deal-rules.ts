// Rules for deals: ask for the decision, settle the close date, get back in touch, change something.
import { isUnread } from '#analyze/unread.ts';
import { said } from '#sense/vocabulary.ts';
import { type Look, lastActivity, liveOf, movedBy } from './look.ts';
import { fade, tell, type Verdict } from './story.ts';
import { thresholds } from './thresholds.ts';

const day = 86_400_000;

/** Its chance fell far, or to where it will probably be lost. Nobody is interrupted. */
export function failingDeal(look: Look): Verdict {
  const situation = 'deal_score:failing';
  const fell = movedBy(look) <= -thresholds.dealFall && look.finding.band !== 'likely';
  if (!fell && !liveOf(look, situation)) return 'over';
  if (look.finding.band === 'likely') return fade(look, situation, 'down');
  return tell(look, { situation, code: 'rescue_deal', direction: 'down', news: false, task: false });
}

/** The day on which it was to be closed has passed. */
export function overdueDeal(look: Look): Verdict {
  const situation = 'deal_score:overdue';
  const planned = timeOf(said(look.twin.properties, 'closeDate'));
  if (planned === null || look.now.getTime() - planned < thresholds.overdueMs) return 'over';
  return tell(look, { situation, code: 'settle_close', direction: 'down', news: false, task: false });
}

/** Nobody has spoken about it for weeks. */
export function silentDeal(look: Look): Verdict {
  const situation = 'deal_score:silent';
  // Who may have been spoken with where we may not listen is not called silent.
  if (isUnread(look, ['email', 'call', 'meeting'])) return 'over';
  const made = timeOf(look.twin.createdAt) ?? 0;
  const last = Math.max(made, lastActivity(look)?.getTime() ?? 0, saidAgo(look));
  if (look.now.getTime() - last < thresholds.silentMs) return 'over';
  return tell(look, { situation, code: 'revive_deal', direction: 'down', news: false, task: false });
}

/** It will probably be won: ask. */
export function winningDeal(look: Look): Verdict {
  const situation = 'deal_score:winning';
  const others = ['deal_score:overdue', 'deal_score:silent', 'deal_score:failing'];
  if (others.some((one) => liveOf(look, one))) return 'over';
  if (look.finding.band !== 'likely' || look.finding.basis === 'prior') return fade(look, situation, 'up');
  return tell(look, { situation, code: 'close_deal', direction: 'up', news: false, task: false });
}

/** When somebody in it was last spoken with, where analysis says so: not everything is linked with the deal itself. */
function saidAgo({ finding, now }: Look): number {
  const silence = finding.reasons.find(({ feature }) => feature === 'deal_silence')?.value;
  return typeof silence === 'number' ? now.getTime() - silence * day : 0;
}

function timeOf(text: string | null): number | null {
  if (text === null) return null;
  const time = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  return Number.isNaN(time) ? null : time;
}
