// Learning one target: the tenant's own closed records become weights, and whoever is scored by them is looked at anew.
import { toWeights, type Weights } from '#analyze/weights.ts';
import type { TenantStore } from '#ports/store.ts';
import type { Ports } from '#ports.ts';
import type { SubjectKind } from '#sense/signal.ts';
import type { TenantId } from '#sense/tenant.ts';
import { awaitsHistories } from './await-histories.ts';
import type { Lesson } from './lesson.ts';
import { type Framed, frameLesson, learnWithin, sameChosen } from './lesson-frame.ts';
import type { Moves } from './model-event.ts';
import { saySame } from './say-same.ts';
import { type Decided, isHeld, settleWinner } from './settle-model.ts';
import type { Trainer } from './train-in-worker.ts';
import type { TrainReason } from './when-to-train.ts';
import { mostOpen, movesOf } from './who-moves.ts';

/** A guess is young for so long, as in `store/doors.ts`: what little history there is grows fast. */
const youngMs = 15 * 60_000;
/** What waits for a person is not learned again sooner. */
const waitingMs = 24 * 60 * 60_000;

export type Learned = { readonly version: number; readonly weights: Weights; readonly decided: Decided };

/**
 * Trains on everything closed that the twins know, keeps the weights, and marks dirty whom they score where they are live.
 * Weights that are only a prior are kept too: they say so, and how many closed records are missing.
 * Null, and nothing is done, while the first weights wait for the CRM's histories (`await-histories.ts`), and where the
 * live weights were learned with the tenant's present choices: whether others are to
 * take their place is decided at night (`model-night.ts`). While they are only a guess they are learned again soon, but not
 * at once: whoever wakes for learning while it goes on would have it done twice. Errors: those of the trainer; then the
 * weights before stay live.
 */
export async function learnTarget(
  ports: Pick<Ports, 'store' | 'queue' | 'clock' | 'log'> & { readonly console?: string },
  tenant: TenantId,
  lesson: Lesson,
  train: Trainer,
): Promise<Learned | null> {
  const { store, queue, clock, log } = ports;
  const { target } = lesson;
  const told = await store.asTenant(tenant, async (rows) => {
    const framed = await frameLesson(rows, lesson);
    const live = (await rows.weights.live(target))?.body ?? null;
    const before = live === null ? null : toWeights(live);
    // What a guess says for everybody moves nobody; the first weights that tell records apart are to stay.
    const guesses = before === null || before.learner === 'prior';
    if (guesses && framed.reading.some((one) => awaitsHistories(one, clock.now()))) return null;
    return (await isKnown(rows, lesson, framed, clock.now())) ? null : { framed, before };
  });
  if (told === null) return null;
  const { framed, before } = told;
  const records = await lesson.closed(ports, tenant, framed);
  const now = clock.now();
  const weights = await learnWithin(ports, tenant, lesson, { told: framed, train, now })(records);
  const open = before === null ? null : ((await lesson.open?.(ports, tenant, framed, mostOpen)) ?? null);
  const moves = before === null || open === null ? null : movesOf(before, weights, open);
  const decided = await store.asTenant(tenant, (rows) =>
    settleLearned(rows, lesson, { framed, weights, moves, console: ports.console, now }),
  );
  if (decided === null) {
    await queue.wake({ kind: 'learn', tenant });
    return null;
  }
  const { learner, history } = weights;
  log.info({ tenant, target, ...decided, learner, closed: history.closed }, 'learned');
  if (decided.what === 'promoted') await queue.wake({ kind: 'turn', tenant });
  return { version: decided.version ?? 0, weights, decided };
}

const others = ['company'] as const satisfies readonly SubjectKind[];

type Made = {
  readonly framed: Framed;
  readonly weights: Weights;
  readonly moves: Moves | null;
  readonly console: string | undefined;
  readonly now: Date;
};

/** Null, and nothing is kept, where the tenant chose otherwise meanwhile: what may not be looked at any more scores nobody. */
async function settleLearned(
  rows: TenantStore,
  lesson: Lesson,
  { framed, weights, moves, console, now }: Made,
): Promise<Decided | null> {
  const { target, history } = weights;
  await rows.models.hold(target);
  if ((await frameLesson(rows, lesson)).choices !== framed.choices) return null;
  const live = await rows.weights.live(target);
  if (live !== null && saySame(live.body, weights)) {
    await rows.weights.confirm(target, live.version, now);
    return { what: 'nothing', version: live.version };
  }
  const before = live === null ? null : toWeights(live.body);
  const why = before === null ? 'first' : reasonOf(before, framed);
  const decided = await settleWinner(rows, lesson, {
    ...{ weights, console, now, why: [why] },
    detail: {
      ...{ how: 'learned', against: live?.version ?? null, closed: history.closed },
      ...(moves === null ? {} : { moves }),
    },
  });
  // The first weights of leads open the loop: whatever was only folded so far is looked at now.
  if (decided.version === 1 && target === 'lead')
    for (const kind of others) await rows.subjects.markKindDirty(kind, 'weights');
  return decided;
}

function reasonOf({ choices }: Weights, framed: Framed): TrainReason {
  if (choices === framed.choices) return 'records';
  return sameChosen(choices, framed.choices) ? 'histories' : 'choices';
}

async function isKnown(
  rows: Pick<TenantStore, 'weights' | 'models'>,
  { target }: Lesson,
  { choices }: Framed,
  now: Date,
): Promise<boolean> {
  const live = await rows.weights.live(target);
  if (live !== null) {
    const { choices: chosen, learner } = toWeights(live.body);
    const isYoung = now.getTime() - live.trainedAt.getTime() < youngMs;
    if (chosen === choices && (learner !== 'prior' || isYoung)) return true;
    if (learner !== 'prior' && (await isHeld(rows, target, live.version, choices))) return true;
  }
  const waiting = (await rows.weights.list(target)).filter(({ state }) => state === 'candidate');
  return waiting.some(
    ({ body, trainedAt }) =>
      toWeights(body).choices === choices && now.getTime() - trainedAt.getTime() < waitingMs,
  );
}
