// Creates tasks for the owners of CRM records, each once even when an answer was lost.
import { hash } from 'node:crypto';
import { isRevloopError } from '#errors.ts';
import type { SubjectRef } from '#ports/store-subjects.ts';
import { text } from '#texts/texts.ts';
import type { Action, ActionEnd } from './action.ts';
import { backoffMs, type CrmActNeeds, endsOfTrouble, mostTries, type Worked } from './worked.ts';

type Task = Extract<Action, { kind: 'crm.task' }>;

const aRound = 20;
const leaseMs = 5 * 60_000;

/**
 * A CRM takes no idempotency key for a task. So each carries a mark in its text, and from the second try on the
 * record's tasks are looked through for it first: a task whose creation was never answered is found, not made twice.
 */
export async function doTasks(needs: CrmActNeeds): Promise<Worked> {
  const { ports, connection, crm } = needs;
  const now = ports.clock.now();
  const { actions, settings } = await ports.store.asTenant(connection.tenant, async (rows) => {
    const taken = await rows.outbox.take({
      connection: connection.id,
      kind: 'crm.task',
      now,
      limit: aRound,
      leaseMs,
    });
    const tenant = await rows.settings.read();
    if (tenant.settings.dryRun) await rows.outbox.finish(toDry(taken), now);
    return { actions: taken.filter((action) => action.kind === 'crm.task'), settings: tenant.settings };
  });
  const full = actions.length === aRound;
  if (settings.dryRun) return { ends: toDry(actions), full, trouble: null };
  const ends: ActionEnd[] = [];
  for (const [nr, action] of actions.entries()) {
    try {
      const { id, mark } = action;
      const place = await placeOf(needs, action);
      if (place === null) {
        ends.push({ id, mark, end: 'cancelled' });
      } else {
        const task = await makeOnce(crm, { ...action, payload: { ...action.payload, ...place } }, (name) =>
          text(settings.locale, 'field.task.mark', { mark: name }),
        );
        ends.push({ id, mark, end: 'done', response: { task } });
      }
      await finish(needs, ends.slice(-1));
    } catch (error) {
      if (isRevloopError(error) && error.code === 'CRM_REFUSED') {
        ends.push(
          await endOfRefusal(needs, action, String(error.params['category'] ?? error.code), error.message),
        );
        await finish(needs, ends.slice(-1));
        continue;
      }
      // This one may have been made: its try counts. The others were not begun.
      const own = endsOfTrouble(error, [action], false);
      const rest = own.trouble === null ? [] : endsOfTrouble(error, actions.slice(nr + 1), true).ends;
      ends.push(...own.ends, ...rest);
      await finish(needs, [...own.ends, ...rest]);
      if (own.trouble !== null) return { ends, full, trouble: own.trouble };
    }
  }
  return { ends, full, trouble: null };
}

/** Where the record of the task is now: it may be merged or converted since. Null where it is there no more. */
async function placeOf(
  { ports, connection }: CrmActNeeds,
  { payload }: Task,
): Promise<Pick<SubjectRef, 'objectType' | 'externalId'> | null> {
  const { objectType, externalId } = payload;
  return ports.store.asTenant(connection.tenant, async ({ subjects, records }) => {
    const subject = (await subjects.find(connection.id, objectType, [externalId])).get(externalId);
    if (subject === undefined) return { objectType, externalId };
    const refs = (await subjects.refs([subject])).filter(({ origin }) => origin === connection.id);
    const here =
      refs.find((ref) => ref.externalId === externalId && ref.objectType === objectType) ?? refs[0];
    if (here === undefined) return null;
    const known = await records.known(connection.id, here.objectType, [here.externalId]);
    return known.get(here.externalId)?.archived === true ? null : here;
  });
}

/** Codes of a record that is gone, merged or converted: reading it again tells where the task belongs. */
const elsewhere = [
  'OBJECT_NOT_FOUND',
  'ENTITY_IS_DELETED',
  'INVALID_CROSS_REFERENCE_KEY',
  'CANNOT_UPDATE_CONVERTED_LEAD',
];

async function endOfRefusal(
  { ports, connection }: CrmActNeeds,
  { id, mark, attempts, payload }: Task,
  code: string,
  problem: string,
): Promise<ActionEnd> {
  if (!elsewhere.includes(code) || attempts >= mostTries) return { id, mark, end: 'parked', code, problem };
  const { objectType, externalId } = payload;
  await ports.store.asTenant(connection.tenant, ({ rereads }) =>
    rereads.want([{ connection: connection.id, objectType, externalId, links: false }], ports.clock.now()),
  );
  return { id, mark, end: 'again', waitMs: backoffMs(attempts), problem };
}

async function makeOnce(
  crm: CrmActNeeds['crm'],
  action: Task,
  signed: (mark: string) => string,
): Promise<string> {
  const { objectType, externalId, subject, body, dueAt, ownerId } = action.payload;
  const mark = taskMark(action.key);
  const found = action.attempts > 1 ? await crm.findTask(objectType, externalId, mark) : null;
  if (found !== null) return found;
  return crm.createTask({
    objectType,
    externalId,
    subject,
    body: `${body}\n\n${signed(mark)}`,
    dueAt: new Date(dueAt),
    ownerId,
  });
}

/** Stands in the task's text; unique for the action, and nothing can be read from it. */
export function taskMark(key: string): string {
  return `RL-${hash('sha256', key, 'hex').slice(0, 12).toUpperCase()}`;
}

const toDry = (actions: readonly Action[]): ActionEnd[] =>
  actions.map(({ id, mark }) => ({ id, mark, end: 'dry' as const }));

async function finish({ ports, connection }: CrmActNeeds, ends: readonly ActionEnd[]): Promise<void> {
  await ports.store.asTenant(connection.tenant, ({ outbox }) => outbox.finish(ends, ports.clock.now()));
}
