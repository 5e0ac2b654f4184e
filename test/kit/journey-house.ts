// A tenant whose customers' past and future are told by a test: the real turn and walk, with a clock that is set by hand.
import { randomUUID } from 'node:crypto';
import type { Action } from '#act/action.ts';
import type { JourneyGraph } from '#advise/journey/journey-graph.ts';
import { train } from '#learn/train.ts';
import { turn } from '#loop.ts';
import type { TenantStore } from '#ports/store.ts';
import type { Ports, Work } from '#ports.ts';
import type { NewSignal, SubjectKind } from '#sense/signal.ts';
import { tenantSettings } from '#sense/tenant.ts';
import { walkJourneys } from '#walk.ts';
import { leadSources } from './a-lead-history.ts';
import { freshDatabase } from './database.ts';
import type { EngineAddress } from './engine-address.ts';
import { keepingLog } from './log.ts';

const day = 86_400_000;
export type JourneyHouse = Awaited<ReturnType<typeof journeyHouse>>;

type Options = {
  readonly engine?: EngineAddress;
  readonly start?: Date;
  /** As the settings route takes them; nobody has quiet hours unless told. */
  readonly settings?: object;
};

export async function journeyHouse({ engine, start, settings = {} }: Options = {}) {
  // The database's own clock dates what is dirty: the house lives after it.
  const time = { now: start ?? new Date('2030-03-04T10:00:00Z') };
  const clock = { now: () => time.now };
  const database = await freshDatabase({ ...(engine === undefined ? {} : { engine }), clock });
  const tenant = await database.tenant();
  const { log, lines } = keepingLog();
  const woken: Work[] = [];
  const noClient = () => {
    throw new Error('nothing goes out of this house');
  };
  const ports: Ports = {
    store: database.store,
    queue: { wake: async (work) => void woken.push(work) },
    clients: { crm: noClient, chat: noClient, feed: () => null, hooks: { send: noClient } },
    clock,
    log,
  };
  const asTenant = <T>(work: (rows: TenantStore) => Promise<T>) => database.store.asTenant(tenant, work);
  const { crm, slack } = await asTenant(async (rows) => {
    const tokens = { accessToken: 'a', refreshToken: 'r', expiresAt: new Date(time.now.getTime() + day) };
    const account = { name: 'house.example', timeZone: 'UTC' };
    const save = (platform: 'hubspot' | 'slack') =>
      rows.connections.save({ platform, externalId: randomUUID(), account, scopes: [], tokens });
    const quiet = {
      hours: { from: '00:00', to: '00:00' },
      weekdays: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
    };
    await rows.settings.save(tenantSettings.parse({ journeys: quiet, ...settings }));
    const body = train({
      target: 'lead',
      sources: leadSources,
      records: [],
      now: time.now.getTime(),
      seed: 1,
    });
    await rows.weights.save({ target: 'lead', body, report: body.report, state: 'live' }, time.now);
    return { crm: await save('hubspot'), slack: await save('slack') };
  });
  let nr = 0;
  const said = (kind: SubjectKind, externalId: string) => {
    nr += 1;
    // Of one moment the later said is the later: keys sort as they were told.
    const key = `said ${String(nr).padStart(6, '0')}`;
    return { key, origin: crm.id, objectType: kind, externalId, occurredAt: time.now };
  };
  const house = {
    ...{ database, tenant, ports, time, crm, slack, woken, lines, asTenant },
    tell: (...signals: NewSignal[]) => asTenant((rows) => rows.signals.keep(signals)),
    /** What the CRM says of a record now. */
    record: (
      kind: SubjectKind,
      id: string,
      properties: Readonly<Record<string, string | null>>,
    ): NewSignal => ({
      ...said(kind, id),
      kind: 'crm.record',
      data: { properties, createdAt: time.now.toISOString(), archived: false },
    }),
    event: (kind: SubjectKind, id: string, name: string, user: string | null = null): NewSignal => ({
      ...said(kind, id),
      kind: 'product.event',
      data: { name, user, properties: {} },
    }),
    engaged: (
      kind: SubjectKind,
      id: string,
      type: 'call' | 'meeting' | 'email',
      direction: 'in' | 'out' | null,
    ): NewSignal => ({
      ...said(kind, id),
      kind: 'engagement',
      data: { type, id: `engagement ${nr}`, direction, outcome: null },
    }),
    links: (kind: SubjectKind, id: string, to: SubjectKind, ids: string[]): NewSignal => ({
      ...said(kind, id),
      kind: 'crm.links',
      data: { to, ids },
    }),
    async subject(kind: SubjectKind, id: string): Promise<string> {
      const found = (await asTenant((rows) => rows.subjects.find(crm.id, kind, [id]))).get(id);
      if (found === undefined) throw new Error(`nobody knows the ${kind} ${id}`);
      return found;
    },
    /** Turns and walks until nothing is left to do at this moment. */
    async settle(): Promise<void> {
      for (let rounds = 0; rounds < 200; rounds += 1) {
        const turned = await turn(ports, tenant);
        const walked = await walkJourneys(ports, tenant);
        if (turned.subjects === 0 && walked.runs === 0) return;
      }
      throw new Error('the house never comes to rest');
    },
    /** Lets the time go by: whatever becomes due on the way is done when it is due. */
    async goTo(then: Date): Promise<void> {
      await house.settle();
      for (let steps = 0; steps < 10_000; steps += 1) {
        const next = await asTenant((rows) => rows.runs.nextDue());
        if (next === null || next > then) break;
        time.now = new Date(Math.max(next.getTime(), time.now.getTime() + 1));
        await house.settle();
      }
      time.now = then;
      await house.settle();
    },
    days: (count: number) => house.goTo(new Date(time.now.getTime() + count * day)),
    /** Makes a journey of the graph and lets it take in; its id. */
    async journey(graph: JourneyGraph, name = 'A journey'): Promise<string> {
      const id = randomUUID();
      await asTenant(async (rows) => {
        const words = { en: name, 'zh-CN': '旅程' };
        const made = { id, name: words, kind: graph.kind, template: null, madeAt: time.now, madeBy: 'test' };
        await rows.journeys.make(made);
        const { version } = await rows.journeys.saveVersion(id, { graph }, 'test', time.now);
        const why = { what: 'published', who: 'test', detail: { version }, at: time.now } as const;
        await rows.journeys.change(id, { state: 'live', liveVersion: version }, why);
      });
      return id;
    },
    runs: (journey: string) =>
      asTenant((rows) => rows.runs.ofJourney(journey, { before: null, limit: 10_000 })),
    steps: (run: string) => asTenant((rows) => rows.runs.steps(run)),
    actions: (): Promise<Action[]> =>
      asTenant((rows) =>
        rows.outbox.list({ states: ['pending', 'done', 'parked', 'dry', 'cancelled'], limit: 10_000 }),
      ),
    close: () => database.close(),
  };
  return house;
}
