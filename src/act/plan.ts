// The plan of a turn: which fields, tasks and messages follow from what was found and advised.
import type { Moved } from '#advise/moved.ts';
import type { Connection } from '#sense/connection.ts';
import type { NewAction } from './action.ts';
import { alertActions } from './chat-alert.ts';
import { type PlanNeeds, type Planned, planWrites, type ToPlan } from './plan-writes.ts';
import { taskAction } from './task.ts';

type Told = ToPlan & { readonly moved: readonly Moved[] };

/** Everything to be done outside. Fields whose rounded value did not change are not written again. */
export async function planActions(rows: PlanNeeds, told: Told): Promise<Planned> {
  const connections = (await rows.connections.all()).filter(({ state }) => state === 'active');
  const crms = connections.filter(({ platform }) => platform !== 'slack');
  const { actions, later } = await planWrites(rows, told, crms);
  const tasks = await planTasks(rows, told, crms);
  const alerts = told.moved
    .filter(({ advice }) => advice.alert)
    .flatMap(({ advice }) => alertActions(advice, connections));
  return { actions: [...actions, ...tasks, ...alerts], later };
}

async function planTasks(
  rows: Pick<PlanNeeds, 'subjects'>,
  told: Told,
  crms: readonly Connection[],
): Promise<NewAction[]> {
  const fresh = told.moved.filter(({ advice, fresh: opened }) => opened && advice.task);
  if (fresh.length === 0 || crms.length === 0) return [];
  const circles = new Map(told.analyzed.map(({ circle }) => [circle.subject, circle]));
  const refs = await rows.subjects.refs(fresh.map(({ advice }) => advice.subject));
  return fresh.flatMap(({ advice }): NewAction[] => {
    const twin = circles.get(advice.subject)?.twin;
    // One person's task is in one CRM: the one that was connected first.
    const place = crms.flatMap(({ id, platform }) =>
      refs
        .filter((one) => one.subject === advice.subject && one.origin === id)
        .map((ref) => ({ ref, platform })),
    )[0];
    if (twin === undefined || place === undefined) return [];
    return [taskAction({ advice, twin, ...place, locale: told.settings.locale, now: told.now })];
  });
}
