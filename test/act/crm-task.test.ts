// Tasks in the CRM: each made once, even when an answer was lost or a worker died.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NewAction } from '#act/action.ts';
import { actCrm } from '#act/crm-act.ts';
import { taskMark } from '#act/crm-task.ts';
import { fail } from '#errors.ts';
import { furnishPortal } from '#kit/furnish-portal.ts';
import { sensingHouse } from '#kit/sensing-house.ts';

let house: Awaited<ReturnType<typeof sensingHouse>>;
let ids: ReturnType<typeof furnishPortal>;
beforeEach(async () => {
  house = await sensingHouse();
  ids = furnishPortal(house.portal, 30);
});
afterEach(() => house.close());

const task = (key: string): NewAction => ({
  key,
  connection: house.connection.id,
  subject: '1',
  kind: 'crm.task',
  payload: {
    objectType: 'contact',
    externalId: ids.contacts[0] ?? '',
    subject: 'Call now',
    body: 'Interest is high.',
    dueAt: '2026-11-30T09:00:00.000Z',
    ownerId: null,
    advice: 'advice-1',
  },
});
const put = (...actions: NewAction[]) =>
  house.database.store.asTenant(house.tenant, ({ outbox }) => outbox.put(actions, house.clock.now()));
const act = (crm = house.real) => actCrm(house.portsWith(crm), house.tenant, house.connection.id);

describe('tasks', () => {
  const tasks = () => house.portal.associated('contacts', ids.contacts[0] ?? '', 'tasks');

  it('are made once for one key', async () => {
    await put(task('one'), task('one'));
    await act();
    await put(task('one'));
    await act();
    expect(tasks()).toHaveLength(1);
    const body = house.portal.read('tasks', String(tasks()[0]?.toId ?? ''))?.properties['hs_task_body'];
    expect(body).toContain(taskMark('one'));
  });

  it('are made once even when the answer was lost', async () => {
    await put(task('lost'));
    const losing = {
      ...house.real,
      createTask: async (given: Parameters<typeof house.real.createTask>[0]) => {
        await house.real.createTask(given);
        return fail('CRM_BUSY', { waitMs: 1_000, problem: 'connection reset' });
      },
    };
    expect(await act(losing)).toMatchObject({ again: 1 });
    house.clock.ahead += 5_000;
    expect(await act()).toMatchObject({ done: 1 });
    expect(tasks()).toHaveLength(1);
  });

  it('are made once when the worker died after making it', async () => {
    await put(task('died'));
    const dying = {
      ...house.real,
      createTask: async (given: Parameters<typeof house.real.createTask>[0]) => {
        await house.real.createTask(given);
        throw new Error('killed');
      },
    };
    await expect(act(dying)).rejects.toThrow('killed');
    house.clock.ahead += 6 * 60_000;
    expect(await act()).toMatchObject({ done: 1 });
    expect(tasks()).toHaveLength(1);
  });

  it('that the CRM refuses are parked, and do not hold up the next', async () => {
    await put(task('refused'), task('fine'));
    let calls = 0;
    const refusing = {
      ...house.real,
      createTask: async (given: Parameters<typeof house.real.createTask>[0]) => {
        calls += 1;
        if (calls === 1)
          fail('CRM_REFUSED', { status: 400, category: 'VALIDATION_ERROR', problem: 'no owner' });
        return house.real.createTask(given);
      },
    };
    expect(await act(refusing)).toMatchObject({ done: 1, parked: 1 });
    expect(tasks()).toHaveLength(1);
  });

  it('are not made in a dry run', async () => {
    await house.database.store.asTenant(house.tenant, async ({ settings }) => {
      const tenant = await settings.read();
      await settings.save({ ...tenant.settings, dryRun: true });
    });
    await put(task('dry'));
    expect(await act()).toMatchObject({ dry: 1 });
    expect(tasks()).toHaveLength(0);
  });
});
