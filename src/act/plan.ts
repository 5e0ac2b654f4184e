// The plan of a turn: which fields, tasks and messages follow from what was found and advised.
import { type Advice, urgencyOf } from '#advise/advice.ts';
import type { Moved } from '#advise/moved.ts';
import type { Analyzed } from '#analyze/analyzed.ts';
import type { TenantStore } from '#ports/store.ts';
import type { Connection } from '#sense/connection.ts';
import type { TenantSettings } from '#sense/tenant.ts';
import type { NewAction } from './action.ts';
import { alertActions } from './chat-alert.ts';
import { changedFields, toFields } from './fields.ts';
import { taskAction } from './task.ts';

type Needs = Pick<TenantStore, 'connections' | 'subjects' | 'outbox' | 'advice'>;
type Told = {
  readonly analyzed: readonly Analyzed[];
  readonly moved: readonly Moved[];
  readonly settings: TenantSettings;
  readonly now: Date;
};

/** Everything to be done outside. Fields whose rounded value did not change are not written again. */
export async function planActions(rows: Needs, told: Told): Promise<NewAction[]> {
  const connections = (await rows.connections.all()).filter(({ state }) => state === 'active');
  const writes = await planWrites(rows, told, connections.filter(isCrm));
  const tasks = await planTasks(rows, told, connections.filter(isCrm));
  const alerts = told.moved
    .filter(({ advice }) => advice.alert)
    .flatMap(({ advice }) => alertActions(advice, connections));
  return [...writes, ...tasks, ...alerts];
}

function isCrm({ platform }: Connection): boolean {
  return platform !== 'slack';
}

async function planWrites(rows: Needs, told: Told, crms: readonly Connection[]): Promise<NewAction[]> {
  const { analyzed, settings, now } = told;
  const found = analyzed.filter(({ finding }) => finding !== null);
  if (found.length === 0 || crms.length === 0) return [];
  const subjects = found.map(({ circle }) => circle.subject);
  const bySubject = new Map(found.map((one) => [one.circle.subject, one]));
  const live = Map.groupBy(await rows.advice.live(subjects), ({ subject }) => subject);
  const refs = await rows.subjects.refs(subjects);
  const actions: NewAction[] = [];
  for (const connection of crms) {
    const mine = refs.filter(({ origin }) => origin === connection.id);
    for (const [objectType, group] of Map.groupBy(mine, (ref) => ref.objectType)) {
      const written = await rows.outbox.written(
        connection.id,
        objectType,
        group.map(({ externalId }) => externalId),
      );
      for (const { subject, externalId } of group) {
        const finding = bySubject.get(subject)?.finding;
        if (finding == null) continue;
        const wanted = toFields(finding, nextOf(live.get(subject) ?? []), settings.locale, now);
        const properties = changedFields(wanted, written.get(externalId) ?? {});
        if (Object.keys(properties).length === 0) continue;
        const key = `crm.write/${connection.id}/${objectType}/${externalId}/${now.getTime()}`;
        const payload = { objectType, externalId, properties };
        actions.push({ key, connection: connection.id, subject, kind: 'crm.write', payload });
      }
    }
  }
  return actions;
}

/** The advice a rep should see first. */
function nextOf(live: readonly Advice[]): Advice | null {
  const waiting = live.filter(({ state }) => state !== 'snoozed');
  return waiting.sort((a, b) => urgencyOf(b) - urgencyOf(a))[0] ?? null;
}

async function planTasks(rows: Needs, told: Told, crms: readonly Connection[]): Promise<NewAction[]> {
  const fresh = told.moved.filter(({ advice, fresh: opened }) => opened && advice.task);
  if (fresh.length === 0 || crms.length === 0) return [];
  const circles = new Map(told.analyzed.map(({ circle }) => [circle.subject, circle]));
  const refs = await rows.subjects.refs(fresh.map(({ advice }) => advice.subject));
  return fresh.flatMap(({ advice }): NewAction[] => {
    const twin = circles.get(advice.subject)?.twin;
    // One person's task is in one CRM: the one that was connected first.
    const ref = crms.flatMap(({ id }) =>
      refs.filter((one) => one.subject === advice.subject && one.origin === id),
    )[0];
    if (twin === undefined || ref === undefined) return [];
    return [taskAction({ advice, twin, ref, locale: told.settings.locale, now: told.now })];
  });
}
