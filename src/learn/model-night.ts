// A night of one model: it is looked at, learned anew where that pays, and others take its place only where they do better.
import type { Target } from '#analyze/target.ts';
import { findingOf } from '#analyze/target.ts';
import { toWeights, type Weights } from '#analyze/weights.ts';
import { isRevloopError } from '#errors.ts';
import type { TenantStore } from '#ports/store.ts';
import type { Ports } from '#ports.ts';
import type { TenantId } from '#sense/tenant.ts';
import { askedSince } from './asked-look.ts';
import type { ClosedRecord } from './closed-records.ts';
import { type Contest, contestOf } from './contest.ts';
import type { Lesson } from './lesson.ts';
import { type Framed, frameLesson, learnWithin } from './lesson-frame.ts';
import { askedOf, freshOf, isBroken, lookAtModel } from './model-look.ts';
import { isDue, nightOf } from './night.ts';
import type { Kept } from './promises.ts';
import { type Decided, decidedOn, isHeld, settleNight } from './settle-model.ts';
import type { Trainer } from './train-in-worker.ts';
import { mostOpen, movesOf } from './who-moves.ts';

/** Longer than reading everything and training twice takes; who dies on the way is followed after so long. */
const leaseMs = 30 * 60_000;

type Needs = Pick<Ports, 'store' | 'queue' | 'clock' | 'log'> & { readonly console?: string };
/** `version` and `weights` that are live now; `decided`: what the night came to. */
export type Night = { readonly night: string; readonly decided: Decided };

/**
 * Null, and nothing is done, where it is not time, another worker is at it, or there is nothing learned to be looked at.
 * Everything that the night decides is kept in one transaction at its end: who is killed before has done nothing.
 */
export async function modelNight(
  ports: Needs,
  tenant: TenantId,
  lesson: Lesson,
  train: Trainer,
): Promise<Night | null> {
  const { store, queue, clock, log } = ports;
  const { target } = lesson;
  const began = clock.now();
  const told = await store.asTenant(tenant, (rows) => begin(rows, lesson, began));
  if (told === null) return null;
  const { weights: champion, version, night, framed, asked } = told;
  const records = await lesson.closed(ports, tenant, framed);
  // Of whom nobody says when it closed, it is not known whether the weights have seen it.
  const dated = records.filter(({ at, closedAt = at }) => closedAt < began.getTime());
  const fresh = freshOf(champion, dated);
  const promised = await store.asTenant(tenant, (rows) => promisedOf(rows, target, version, fresh));
  const { trainedAt } = told;
  const triedAt = told.decidedOn === null ? null : subjectsUntil(fresh, told.decidedOn);
  const look = lookAtModel({
    weights: champion,
    fresh,
    promised,
    trainedAt,
    triedAt,
    now: began,
    asked: asked !== null,
  });
  const learn = learnWithin(ports, tenant, lesson, { told: framed, train, now: began });
  const outOfLine = isBroken(look.promises.verdict) || look.baseRate.level !== 'calm';
  let failure: unknown = null;
  const contest =
    look.train.length === 0
      ? null
      : await contestOf({ champion, dated, records, learn, outOfLine }).catch((error: unknown) => {
          failure = error;
          return failed(error);
        });
  const open = contest?.is === 'won' ? await lesson.open?.(ports, tenant, framed, mostOpen) : undefined;
  const moves = contest?.is === 'won' && open !== undefined ? movesOf(champion, contest.weights, open) : null;
  const now = clock.now();
  const decided = await store.asTenant(tenant, (rows) =>
    settleNight(rows, lesson, {
      ...{
        check: { target, night, version, at: now, body: look },
        contest,
        moves,
        choices: framed.choices,
        asked,
        now,
      },
      console: ports.console,
    }),
  );
  if (decided === null) return null;
  log.info(
    { tenant, target, night, version, drift: look.drift.level, train: look.train, decided: decided.what },
    'looked at weights',
  );
  if (decided.what === 'promoted') await queue.wake({ kind: 'turn', tenant });
  // It is kept that tonight it failed; it is tried again when there is more to learn from.
  if (failure !== null) throw failure;
  return { night, decided };
}

type Begun = {
  readonly weights: Weights;
  readonly version: number;
  readonly trainedAt: Date;
  readonly decidedOn: Date | null;
  readonly night: string;
  readonly framed: Framed;
  /** When a person asked for this look. */
  readonly asked: Date | null;
};

async function begin(rows: TenantStore, lesson: Lesson, now: Date): Promise<Begun | null> {
  const { target } = lesson;
  const live = await rows.weights.live(target);
  if (live === null) return null;
  const weights = toWeights(live.body);
  const framed = await frameLesson(rows, lesson);
  const { timeZone } = framed.settings;
  const [last] = await rows.models.checks(target, 1);
  const lookedAt = new Date(Math.max(live.trainedAt.getTime(), last?.at.getTime() ?? 0));
  // A guess has promised little, and with other choices other weights are learned whatever these did.
  if (weights.learner === 'prior') return null;
  if (weights.choices !== framed.choices && !(await isHeld(rows, target, live.version, framed.choices)))
    return null;
  const asked = await askedSince(rows, target);
  if (asked === null && !isDue(lookedAt, now, timeZone)) return null;
  if (!(await rows.models.lease(target, new Date(now.getTime() + leaseMs), now))) return null;
  return {
    ...{ weights, version: live.version, trainedAt: live.trainedAt, framed },
    decidedOn: await decidedOn(rows, target, live.version),
    night: nightOf(now, timeZone),
    asked: asked?.at ?? null,
  };
}

function subjectsUntil(fresh: readonly ClosedRecord[], until: Date): number {
  const closed = fresh.filter(({ at, closedAt = at }) => closedAt <= until.getTime());
  return new Set(closed.map(({ id, group = id }) => group)).size;
}

async function promisedOf(
  rows: TenantStore,
  target: Target,
  version: number,
  fresh: readonly ClosedRecord[],
): Promise<Kept[]> {
  const asked = askedOf(fresh);
  const subjectOf = ({ id, group = id }: ClosedRecord) => group;
  const list = asked.map((one) => ({ subject: subjectOf(one), before: new Date(one.at) }));
  const won = new Map(asked.map((one) => [subjectOf(one), one.won]));
  return (await rows.models.promised(findingOf[target], list)).flatMap((one) =>
    one.version === version ? [{ ...one, won: won.get(one.subject) ?? false }] : [],
  );
}

/** A challenger that cannot be learned has lost; the code of the error tells why. */
function failed(error: unknown): Extract<Contest, { is: 'lost' }> {
  const code = isRevloopError(error) ? error.code : 'INTERNAL';
  return { is: 'lost', why: 'failed', code, challenger: null, trial: null };
}
