// A story: how one situation of a subject begins, goes on and ends without flapping.
import type { Reason } from '#analyze/finding.ts';
import type { Advice, AdviceCode, NewAdvice } from './advice.ts';
import { type Look, liveOf } from './look.ts';
import { thresholds } from './thresholds.ts';

/** What a rule says of its situation: it is so, it stays as last told, or it is over. */
export type Verdict = NewAdvice | 'as_told' | 'over';
/** Which way the score goes when the story gets stronger. */
export type Direction = 'up' | 'down';

type Telling = {
  readonly situation: string;
  readonly code: AdviceCode;
  readonly direction: Direction;
  /** Something happened now that is worth an interruption, if we are sure enough. */
  readonly news: boolean;
  readonly task: boolean;
  readonly reasons?: readonly Reason[];
};

/** Begins the story, or tells the live one anew if it has moved enough. */
export function tell(look: Look, telling: Telling): Verdict {
  const live = liveOf(look, telling.situation);
  const rest = live ? 'open' : restOf(look, telling.situation);
  if (rest === 'resting') return 'over';
  const { finding } = look;
  const alert = telling.news && rest === 'open' && finding.confidence >= thresholds.sureEnough;
  const advice: NewAdvice = {
    subject: look.subject,
    situation: telling.situation,
    code: telling.code,
    finding: finding.kind,
    confidence: finding.confidence,
    reasons: [...(telling.reasons ?? strongest(finding.reasons, telling.direction))],
    change: {
      from: live ? live.change.from : (look.kept?.finding.band ?? null),
      to: finding.band ?? '',
      scoreFrom: live ? live.change.scoreFrom : (look.kept?.finding.score ?? null),
      scoreTo: finding.score,
    },
    alert: alert || live?.alert === true,
    task: (alert && telling.task) || live?.task === true,
  };
  return live && !worthRetelling(live, advice) ? 'as_told' : advice;
}

/** What becomes of the live story once its condition is no longer met: it stays until clearly beyond the border. */
export function fade(look: Look, situation: string, direction: Direction): Verdict {
  const live = liveOf(look, situation);
  const { score } = look.finding;
  if (!live || score === null || live.change.scoreTo === null) return 'over';
  const back = direction === 'up' ? live.change.scoreTo - score : score - live.change.scoreTo;
  return back < thresholds.margin ? 'as_told' : 'over';
}

/** True for an open advice that nobody has answered for so long that it says nothing any more. */
export function isStale(advice: Advice, now: Date): boolean {
  return advice.state === 'open' && now.getTime() - advice.updatedAt.getTime() > thresholds.oldMs;
}

/** The reasons that carry the story, strongest first, then those that speak against it. */
function strongest(reasons: readonly Reason[], direction: Direction): Reason[] {
  const sign = direction === 'up' ? 1 : -1;
  const carries = ({ points }: Reason) => (points * sign > 0 ? 1 : 0);
  return [...reasons]
    .sort((a, b) => carries(b) - carries(a) || Math.abs(b.points) - Math.abs(a.points))
    .slice(0, 5);
}

export function restOf(look: Pick<Look, 'closed' | 'now'>, situation: string): 'open' | 'quiet' | 'resting' {
  const last = look.closed.find((advice) => advice.situation === situation);
  if (!last || last.state === 'open' || last.state === 'taken' || last.state === 'snoozed') return 'open';
  const resting = look.now.getTime() - last.updatedAt.getTime() < thresholds.coolDownMs[last.state];
  if (!resting) return 'open';
  return last.state === 'expired' ? 'quiet' : 'resting';
}

function worthRetelling(told: Advice, next: NewAdvice): boolean {
  if (told.code !== next.code || told.change.to !== next.change.to) return true;
  if (told.alert !== next.alert || told.task !== next.task) return true;
  return Math.abs((told.change.scoreTo ?? 0) - (next.change.scoreTo ?? 0)) >= thresholds.retell;
}
