// Settles what was decided about a model: the look of a night, the decision and the weights are kept together, once.
import type { Target } from '#analyze/target.ts';
import type { Weights } from '#analyze/weights.ts';
import type { TenantStore } from '#ports/store.ts';
import { announceModel } from './announce-model.ts';
import type { Contest } from './contest.ts';
import type { Lesson } from './lesson.ts';
import { frameLesson } from './lesson-frame.ts';
import type { ModelCheck } from './model-check.ts';
import type { Moves, NewModelEvent } from './model-event.ts';
import { isBroken } from './model-look.ts';
import { saySame } from './say-same.ts';

/** `version`: the one that was decided about; null where none was made. */
export type Decided = {
  readonly what: 'nothing' | 'kept' | 'promoted' | 'waiting';
  readonly version: number | null;
};

type Settled = {
  readonly check: ModelCheck;
  /** Null where learning anew would not have paid. */
  readonly contest: Contest | null;
  /** Who would move by the winner. */
  readonly moves: Moves | null;
  /** Of the tenant, that it was all learned with. */
  readonly choices: string;
  /** When a person asked for the look; null where it is the night's own. */
  readonly asked: Date | null;
  readonly console: string | undefined;
  readonly now: Date;
};

/**
 * Null, and nothing is kept, where another worker was here before, or where by now other weights are live, or the tenant has
 * chosen otherwise.
 */
export async function settleNight(
  rows: TenantStore,
  lesson: Lesson,
  { check, contest, moves, choices, asked, console, now }: Settled,
): Promise<Decided | null> {
  const { target, night, version, body } = check;
  await rows.models.hold(target);
  const [last] = await rows.models.checks(target, 1);
  const again = last !== undefined && last.night === night && last.version === version;
  if (again && (asked === null || last.at > asked)) return null;
  await rows.models.release(target, now);
  if ((await rows.weights.live(target))?.version !== version) return null;
  if ((await frameLesson(rows, lesson)).choices !== choices) return null;
  await noteFound(rows, check, last ?? null, now);
  await rows.models.saveCheck(check);
  if (contest === null) return { what: 'nothing', version: null };
  const detail = { against: version, closed: body.since };
  if (contest.is === 'won') {
    const { weights, how, trial, why } = contest;
    return settleWinner(rows, lesson, {
      ...{ weights, console, now, why: [...body.train, why] },
      detail: { ...detail, how, trial, ...(moves === null ? {} : { moves }) },
    });
  }
  const { challenger, trial, why, code } = contest;
  const kept = challenger === null ? null : await keep(rows, challenger, now);
  if (kept !== null) await rows.weights.put(target, kept, 'retired');
  await rows.models.note({
    ...{ target, who: 'learn', note: null, at: now, version: kept, what: 'kept' },
    why: [...body.train, why, ...(code === undefined ? [] : [code])],
    dataHash: challenger?.dataHash ?? null,
    detail: trial === null ? detail : { ...detail, how: 'learned', trial },
  });
  return { what: 'kept', version: kept };
}

type Winner = {
  readonly weights: Weights;
  readonly why: string[];
  readonly detail: NewModelEvent['detail'];
  readonly console: string | undefined;
  readonly now: Date;
};

/** Live at once, or, where the tenant demands it, when a person has said yes; whoever waited before waits no more. */
export async function settleWinner(
  rows: TenantStore,
  lesson: Lesson,
  { weights, why, detail, console, now }: Winner,
): Promise<Decided> {
  const { target, dataHash } = weights;
  // As the tenant wants it now, not as it was when the training began.
  const { approval } = (await rows.settings.read()).settings.learning;
  // A guess speaks little, and says that nothing was learned: nobody is asked about it.
  const asks = approval && weights.learner !== 'prior';
  const candidates = (await rows.weights.list(target)).filter(({ state }) => state === 'candidate');
  const same = asks ? candidates.find(({ body }) => saySame(body, weights)) : undefined;
  if (same !== undefined) {
    await rows.weights.confirm(target, same.version, now);
    return { what: 'nothing', version: same.version };
  }
  for (const { version } of candidates) await rows.weights.put(target, version, 'retired');
  const version = await keep(rows, weights, now);
  if (!asks) await goLive(rows, lesson, version, 'learn');
  const what = asks ? 'waiting' : 'promoted';
  // A guess that follows a guess every quarter of an hour is no decision.
  if (weights.learner === 'prior' && why.every((one) => one === 'records')) return { what, version };
  const event: NewModelEvent = {
    ...{ target, version, what, who: 'learn', why, note: null, dataHash, detail, at: now },
  };
  await rows.models.note(event);
  await announceModel(rows, event, { console, now });
  return { what, version };
}

export async function goLive(
  rows: TenantStore,
  { target, kinds }: Pick<Lesson, 'target' | 'kinds'>,
  version: number,
  who: string,
): Promise<void> {
  await rows.weights.promote(target, version, who);
  for (const kind of kinds) await rows.subjects.markKindDirty(kind, 'weights');
}

async function keep(rows: TenantStore, weights: Weights, now: Date): Promise<number> {
  const { target, report } = weights;
  return (await rows.weights.save({ target, body: weights, report, state: 'candidate' }, now)).version;
}

/** What is found night after night is told once. */
async function noteFound(
  rows: TenantStore,
  { target, version, body }: ModelCheck,
  last: ModelCheck | null,
  now: Date,
): Promise<void> {
  const before = last?.version === version ? last.body : null;
  const about = { target, version, who: 'learn', note: null, dataHash: null, at: now } as const;
  if (hasMoved(body) && (before === null || !hasMoved(before))) {
    const features = body.drift.features.filter(
      ({ level, missing }) => level === 'drift' || missing.level === 'drift',
    );
    await rows.models.note({
      ...{ ...about, what: 'drift', why: body.baseRate.level === 'drift' ? ['base_rate'] : [] },
      detail: { closed: body.since, features: features.slice(0, 5).map(({ label }) => label) },
    });
  }
  const { verdict } = body.promises;
  if (isBroken(verdict) && verdict !== before?.promises.verdict)
    await rows.models.note({ ...about, what: 'calibration', why: [verdict], detail: { closed: body.since } });
}

function hasMoved({ drift, baseRate }: ModelCheck['body']): boolean {
  return drift.level === 'drift' || baseRate.level === 'drift';
}

/**
 * Whether a person made these weights live when the tenant's choices were what they are now: then they stay, whatever they
 * were learned with.
 */
export async function isHeld(
  { models }: Pick<TenantStore, 'models'>,
  target: Target,
  version: number,
  choices: string,
): Promise<boolean> {
  const [last] = await models.events({ target, limit: 1, what: ['promoted', 'rolled_back'] });
  return last?.version === version && last.detail.choices === choices;
}

/** When a person or a night last decided about these weights; what closed before that was reckoned with. */
export async function decidedOn(rows: TenantStore, target: Target, version: number): Promise<Date | null> {
  const what = ['kept', 'waiting', 'declined', 'rolled_back', 'promoted'] as const;
  const [last] = await rows.models.events({ target, limit: 1, what });
  if (last === undefined) return null;
  // What they were promoted with they have learned from.
  const isOurs = last.what === 'rolled_back' ? last.version === version : last.detail.against === version;
  return isOurs ? last.at : null;
}
