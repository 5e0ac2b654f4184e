// A company that is no customer any more has no health: nobody is shown, weighed or walked by what was once said of it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aLeadHistory, historyEnd, leadSources } from '#kit/a-lead-history.ts';
import { type HttpHouse, openHttpHouse } from '#kit/http-house.ts';
import { silentLog } from '#kit/log.ts';
import { train } from '#learn/train.ts';
import { turn } from '#loop.ts';
import type { NewSignal } from '#sense/signal.ts';

const dayMs = 86_400_000;
const origin = '00000000-0000-4000-8000-000000000001';
let house: HttpHouse;
let tenant: string;
let cookie: string;
let now: Date;

const about = (externalId: string) => ({ origin, objectType: 'company', externalId }) as const;

function record(id: string, stage: string, { archived = false, at = now } = {}): NewSignal {
  return {
    ...{
      ...about(id),
      kind: 'crm.record',
      key: `${id}/${at.getTime()}/${stage}/${archived}`,
      occurredAt: at,
    },
    data: {
      ...{ properties: { name: id, lifecyclestage: stage }, archived },
      createdAt: new Date(now.getTime() - 200 * dayMs).toISOString(),
    },
  };
}

function login(id: string, daysAgo: number): NewSignal {
  return {
    ...{ ...about(id), kind: 'product.event', key: `in/${id}/${daysAgo}` },
    occurredAt: new Date(now.getTime() - daysAgo * dayMs),
    data: { name: 'Logged In', user: 'u1', properties: {} },
  };
}

beforeAll(async () => {
  house = await openHttpHouse();
  // What the database marks as due now must be due for whoever asks a little later.
  house.time.shiftMs = 600_000;
  now = house.clock.now();
  tenant = await house.database.tenant();
  cookie = await house.signIn(tenant, 'Mia Keller');
  const history = { sources: leadSources, records: aLeadHistory(40), now: historyEnd, seed: 1 };
  const body = train({ target: 'lead', ...history });
  await house.store.asTenant(tenant, async (rows) => {
    await rows.weights.save({ target: 'lead', body, report: body.report, state: 'live' }, now);
    const old = { at: new Date(now.getTime() - 200 * dayMs) };
    for (const id of ['stays', 'leaves', 'deleted'])
      await rows.signals.keep([
        record(id, 'customer', old),
        ...Array.from({ length: 100 }, (_, nr) => login(id, 30 + nr)),
      ]);
  });
  await settle();
});
afterAll(() => house.close());

async function settle() {
  const { store, queue, clock } = house.deps;
  while ((await turn({ store, queue, clock, log: silentLog() }, tenant)).more);
}

const shown = async (): Promise<{ names: string[]; total: number }> => {
  const answer = await fetch(`${house.url}/api/subjects?finding=health`, { headers: { cookie } });
  const { lines, total } = await answer.json();
  return { names: lines.map(({ name }: { name: string }) => name).sort(), total };
};
const subjectOf = async (id: string) =>
  (await house.store.asTenant(tenant, ({ subjects }) => subjects.find(origin, 'company', [id]))).get(id) ??
  '';
const courseOf = async (id: string) => {
  const subject = await subjectOf(id);
  return house.store.asTenant(tenant, ({ findings }) => findings.trend(subject, 'health', new Date(0)));
};

describe('a company that is no customer any more', () => {
  it('is in no list of customers, and neither is one whose record was deleted', async () => {
    expect(await shown()).toEqual({ names: ['deleted', 'leaves', 'stays'], total: 3 });
    await house.store.asTenant(tenant, ({ signals }) =>
      signals.keep([record('leaves', 'other'), record('deleted', 'customer', { archived: true })]),
    );
    await settle();
    expect(await shown()).toEqual({ names: ['stays'], total: 1 });
  });

  it('has a course of its health that ends on that day, and nothing more is said of it later', async () => {
    const course = await courseOf('leaves');
    expect(course.map(({ score }) => score)).toEqual([expect.any(Number), null]);
    expect(course.at(-1)?.band).toBeNull();
    await house.store.asTenant(tenant, ({ subjects }) => subjects.markKindDirty('company', 'day'));
    await settle();
    expect(await courseOf('leaves')).toEqual(course);
  });

  it('has one again when it comes back', async () => {
    const again = new Date(now.getTime() + 1000);
    await house.store.asTenant(tenant, ({ signals }) =>
      signals.keep([record('leaves', 'customer', { at: again })]),
    );
    await settle();
    expect(await shown()).toEqual({ names: ['leaves', 'stays'], total: 2 });
    expect((await courseOf('leaves')).at(-1)?.score).toEqual(expect.any(Number));
  });
});
