// The desk of models: a person says yes or no to weights that wait, or makes an earlier version live again, in one step.
import type { Target } from '#analyze/target.ts';
import { toWeights, type Weights } from '#analyze/weights.ts';
import { fail } from '#errors.ts';
import type { ModelDesk, ModelVerdict } from '#ports/model-desk.ts';
import type { TenantStore, WeightsRow } from '#ports/store.ts';
import type { Ports } from '#ports.ts';
import type { TenantId } from '#sense/tenant.ts';
import { inWords } from '#texts/in-words.ts';
import { announceModel } from './announce-model.ts';
import { askedSince } from './asked-look.ts';
import type { Lesson } from './lesson.ts';
import { frameLesson } from './lesson-frame.ts';
import { lessons } from './lessons.ts';
import type { Moves, NewModelEvent } from './model-event.ts';
import { goLive } from './settle-model.ts';
import { mostOpen, movesOf } from './who-moves.ts';

type Needs = Pick<Ports, 'store' | 'queue' | 'clock'> & { readonly console?: string };

export function openModelDesk(needs: Needs, all: readonly Lesson[] = lessons): ModelDesk {
  const { store, queue, clock } = needs;
  return {
    async look(tenant, who, target) {
      const asked = await store.asTenant(tenant, async (rows) => {
        await rows.models.hold(target);
        const live = await rows.weights.live(target);
        if (live === null || toWeights(live.body).learner === 'prior')
          return fail('NOT_FOUND', { what: 'such learned model' });
        const open = await askedSince(rows, target);
        if (open !== null) return open;
        return rows.models.note({
          ...{ target, version: live.version, what: 'asked', who, why: [], note: null, detail: {} },
          ...{ dataHash: null, at: clock.now() },
        });
      });
      await queue.wake({ kind: 'learn', tenant });
      return asked;
    },
    async decide(tenant, who, { target, version, verdict, note }) {
      const lesson = all.find((one) => one.target === target);
      if (lesson === undefined) return fail('NOT_FOUND', { what: 'such model' });
      const { row, before } = await store.asTenant(tenant, (rows) => read(rows, target, version, verdict));
      const weights = toWeights(row.body);
      // Those who are open have moved on since the version was made: who moves by it is looked at now.
      const moves = verdict === 'decline' ? null : await whoMoves(needs, tenant, lesson, { before, weights });
      const event = await store.asTenant(tenant, async (rows) => {
        await rows.models.hold(target);
        const { row: still, live } = await read(rows, target, version, verdict);
        if (verdict === 'decline') await rows.weights.put(target, version, 'declined');
        else await goLive(rows, lesson, version, who);
        const own = (await rows.models.events({ target, limit: 200, what: whatBecame })).filter(
          (one) => one.version === version,
        );
        const about = own.find(({ what }) => what !== 'rolled_back');
        // The first guesses are live without a word.
        const wasLive =
          own.length === 0 || own.some(({ what }) => what === 'promoted' || what === 'rolled_back');
        const now = clock.now();
        const decided: NewModelEvent = {
          ...{ target, version, who, note, at: now, dataHash: weights.dataHash },
          what:
            verdict === 'decline'
              ? 'declined'
              : still.state !== 'candidate' && wasLive
                ? 'rolled_back'
                : 'promoted',
          why: [verdict],
          detail: {
            ...(verdict === 'go_back' ? {} : about?.detail),
            against: live?.version ?? null,
            ...(moves === null ? {} : { moves }),
            choices: (await frameLesson(rows, lesson)).choices,
          },
        };
        if (verdict !== 'decline') await announceModel(rows, decided, { console: needs.console, now });
        return rows.models.note(decided);
      });
      if (verdict !== 'decline') await queue.wake({ kind: 'turn', tenant });
      return event;
    },
  };
}

/** What tells whether a version was ever live. */
const whatBecame = ['waiting', 'kept', 'promoted', 'rolled_back'] as const;

type Read = { readonly row: WeightsRow; readonly live: WeightsRow | null; readonly before: Weights | null };

async function read(
  rows: TenantStore,
  target: Target,
  version: number,
  verdict: ModelVerdict,
): Promise<Read> {
  const row = await rows.weights.version(target, version);
  if (row === null) return fail('NOT_FOUND', { what: 'such version' });
  const fits =
    verdict === 'go_back' ? row.state === 'retired' || row.state === 'declined' : row.state === 'candidate';
  if (!fits) return fail('MODEL_DECIDED', { version, state: inWords(`refusal.weights.${row.state}`) });
  const live = await rows.weights.live(target);
  return { row, live, before: live === null ? null : toWeights(live.body) };
}

async function whoMoves(
  ports: Needs,
  tenant: TenantId,
  lesson: Lesson,
  { before, weights }: { readonly before: Weights | null; readonly weights: Weights },
): Promise<Moves | null> {
  if (before === null || lesson.open === undefined) return null;
  const told = await ports.store.asTenant(tenant, (rows) => frameLesson(rows, lesson));
  return movesOf(before, weights, await lesson.open(ports, tenant, told, mostOpen));
}
