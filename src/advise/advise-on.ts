// Advice on a batch: what the rules tell is kept, what is over ends, what slept wakes up.
import type { Analyzed } from '#analyze/analyzed.ts';
import type { TenantStore } from '#ports/store.ts';
import type { TenantSettings } from '#sense/tenant.ts';
import type { Moved } from './moved.ts';
import { isOfRule, openRuleLook } from './rule-advice.ts';
import { advise } from './rules.ts';
import { coolDownDays } from './thresholds.ts';

const day = 86_400_000;

export async function adviseOn(
  rows: Pick<
    TenantStore,
    'advice' | 'rules' | 'history' | 'connections' | 'fields' | 'weights' | 'signals' | 'segments'
  >,
  analyzed: readonly Analyzed[],
  settings: TenantSettings,
  now: Date,
): Promise<Moved[]> {
  const subjects = analyzed.map(({ circle }) => circle.subject);
  const live = Map.groupBy(await rows.advice.live(subjects), ({ subject }) => subject);
  const closed = await rows.advice.closed(subjects, new Date(now.getTime() - coolDownDays * day));
  const closedOf = Map.groupBy(closed, ({ subject }) => subject);
  const ruleLook = await openRuleLook(rows, analyzed, settings, now);
  const moved: Moved[] = [];
  for (const one of analyzed) {
    const { circle, finding, kept, standing } = one;
    const { subject, twin, unread = new Set() } = circle;
    const mine = { live: live.get(subject) ?? [], closed: closedOf.get(subject) ?? [] };
    // Advice of a journey ends with the journey, or by an answer.
    const ours = mine.live.filter((advice) => !isOfRule(advice) && advice.words === undefined);
    const decided = finding === null || (standing !== null && standing.is !== 'open');
    const scored = decided
      ? { tell: [], expire: ours.map(({ id }) => id) }
      : advise({ subject, twin, unread, finding, kept, live: ours, closed: mine.closed, settings, now });
    const ruled = ruleLook(one, mine);
    const expire = [...scored.expire, ...ruled.expire];
    const tell = [...scored.tell, ...ruled.tell];
    for (const id of expire) {
      const ended = await rows.advice.answer(id, { state: 'expired', by: null, snoozedUntil: null }, now);
      if (ended !== null) moved.push({ advice: ended, fresh: false });
    }
    for (const one of tell) {
      const saved = await rows.advice.save(one, now);
      if (saved.fresh || saved.advice.updatedAt.getTime() === now.getTime()) moved.push(saved);
    }
  }
  return [...moved, ...(await wakeSlept(rows, now))];
}

async function wakeSlept(rows: Pick<TenantStore, 'advice'>, now: Date): Promise<Moved[]> {
  const moved: Moved[] = [];
  for (const { id, answeredBy } of await rows.advice.awake(now)) {
    const open = await rows.advice.answer(id, { state: 'open', by: answeredBy, snoozedUntil: null }, now);
    if (open !== null) moved.push({ advice: open, fresh: false });
  }
  return moved;
}
