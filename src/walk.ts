// One walk over the journeys of one tenant, told top to bottom: who is due goes on, what that does lies in the outbox.
import type { NewAction } from '#act/action.ts';
import type { KeptRun, KeptStep } from '#ports/journeys.ts';
import type { Ports } from '#ports.ts';
import type { TenantId } from '#sense/tenant.ts';
import { goOn } from './walk-run.ts';
import { sceneOf } from './walk-scene.ts';

/** Most runs that one walk takes. */
export const mostRuns = 500;
/** A run that failed by itself is tried again after this. */
const retryMs = 10 * 60_000;
/** What is due sooner is waited for by an alarm; the sweeper finds the rest. */
const alarmMs = 60_000;

export type Walk = {
  readonly runs: number;
  readonly steps: number;
  readonly actions: number;
  readonly more: boolean;
};
type Needs = Pick<Ports, 'store' | 'queue' | 'clock' | 'log'>;
const nothing: Walk = { runs: 0, steps: 0, actions: 0, more: false };

/** Due runs go on as far as they can: their steps, where they wait then, and what is to be done commit together. */
export async function walkJourneys(ports: Needs, tenant: TenantId): Promise<Walk> {
  try {
    return await walkOver(ports, tenant);
  } catch (error) {
    ports.log.warn({ tenant, err: error }, 'a walk failed; its runs are looked at one by one');
    return walkOneByOne(ports, tenant);
  }
}

async function walkOver(ports: Needs, tenant: TenantId, only?: string): Promise<Walk> {
  const { store, queue, clock, log } = ports;
  const now = clock.now();
  const told = await store.asTenant(tenant, async (rows) => {
    if (!(await rows.runs.hold())) return null;
    const { settings } = await rows.settings.read();
    if (settings.journeys.stopped) return null;
    const one = only === undefined ? null : await rows.runs.one(only);
    const runs = only === undefined ? await rows.runs.due(now, mostRuns) : one === null ? [] : [one];
    const scene = await sceneOf(rows, runs, settings, now);
    const [saved, steps, actions]: [KeptRun[], KeptStep[], NewAction[]] = [[], [], []];
    for (const run of runs) {
      const gone = await goOn(rows, scene, run);
      saved.push(gone.run);
      steps.push(...gone.steps);
      actions.push(...gone.actions);
    }
    await rows.runs.save(saved);
    await rows.runs.log(steps);
    await rows.outbox.put(actions, now);
    // Silence sends no event: once a day everybody whom a journey might take in is looked at.
    const kinds = only === undefined ? await rows.runs.daily(now) : [];
    for (const kind of kinds) await rows.subjects.markKindDirty(kind, 'day');
    // Where as many as one walk takes were due, more are.
    const next = runs.length === mostRuns ? now : await rows.runs.nextDue();
    return { looked: kinds.length, runs, steps, actions, next };
  });
  if (told === null) return nothing;
  for (const connection of new Set(told.actions.map((action) => action.connection)))
    await queue.wake({ kind: 'act', tenant, connection });
  if (told.looked > 0) await queue.wake({ kind: 'turn', tenant });
  const waitMs = (told.next?.getTime() ?? Number.POSITIVE_INFINITY) - now.getTime();
  const more = told.runs.length === mostRuns;
  if (!more && waitMs <= alarmMs) await queue.wake({ kind: 'journey', tenant }, Math.max(1, waitMs));
  const report = { runs: told.runs.length, steps: told.steps.length, actions: told.actions.length, more };
  if (report.runs > 0) log.info({ tenant, ...report }, 'walked');
  return report;
}

async function walkOneByOne(ports: Needs, tenant: TenantId): Promise<Walk> {
  const { store, clock, log } = ports;
  const due = await store.asTenant(tenant, (rows) => rows.runs.due(clock.now(), mostRuns));
  let sum = nothing;
  for (const { id } of due) {
    try {
      const { runs, steps, actions } = await walkOver(ports, tenant, id);
      sum = { ...sum, runs: sum.runs + runs, steps: sum.steps + steps, actions: sum.actions + actions };
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      const until = new Date(clock.now().getTime() + retryMs);
      await store.asTenant(tenant, (rows) => rows.runs.postpone(id, until, problem));
      log.error({ tenant, run: id, err: error }, 'a run of a journey cannot go on');
    }
  }
  return { ...sum, more: due.length === mostRuns };
}
