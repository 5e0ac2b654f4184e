// What a test of the loop watches: whether all work is done, what is in a table, what a portal and a chat show.
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { notFolded, type SubjectKind } from '#sense/signal.ts';
import { replay } from '#twin/fold.ts';
import type { Twin } from '#twin/twin.ts';
import type { Customer, World } from './running-world.ts';
import { until } from './until.ts';

const messages = z.array(
  z.looseObject({
    ...{ ts: z.string(), channel: z.string(), text: z.string(), thread_ts: z.string().optional() },
    blocks: z.array(z.looseObject({ type: z.string() })).default([]),
  }),
);
type Row = Record<string, unknown>;
type Known = Pick<Customer, 'tenant' | 'connection'>;

export function openWatch(world: Pick<World, 'store' | 'hubspot' | 'ask'>) {
  const { store, hubspot } = world;
  const rows = async (statement: string, ...values: unknown[]): Promise<Row[]> =>
    (await store.pool.query<Row>(statement, values)).rows;

  /** What keeps the loop from being at rest. Readings that come again by the clock count only while they are due. */
  async function busy(): Promise<Row> {
    const [row] = await rows(`select
      (select count(*)::int from delivery where state = 'kept') as kept,
      (select count(*)::int from dirty where reason <> 'written enough today' or due_at <= now()) as dirty,
      (select count(*)::int from reread) as rereads,
      (select count(*)::int from action a join connection c on c.id = a.connection_id and c.state = 'active'
        where a.state = 'pending') as actions,
      (select count(*)::int from sync where phase = 'backfill' and state in ('waiting', 'running')
        and not cursor ? 'dueAt') as reading,
      (select count(*)::int from sync s join connection c on c.id = s.connection_id and c.state = 'active'
        where s.phase in ('incremental', 'archived') and s.state in ('waiting', 'running')
        and (s.cursor ->> 'dueAt')::timestamptz <= now()) as asking,
      (select count(*)::int from connection c where c.platform <> 'slack' and c.state = 'active' and
        not exists (select from sync s where s.connection_id = c.id)) as unread,
      (select count(*)::int from connection c where c.platform <> 'slack' and c.state = 'active' and
        not exists (select from weights w where w.tenant_id = c.tenant_id)) as untaught`);
    const { pending: queued } = hubspot.deliveries.counts();
    return Object.fromEntries(Object.entries({ ...row, queued }).filter(([, count]) => count !== 0));
  }

  return {
    rows,
    count: async (statement: string, ...values: unknown[]): Promise<number> =>
      Number((await rows(`select count(*) as n from ${statement}`, ...values))[0]?.['n']),
    busy,
    /** Until nothing is left to do, several times in a row: on a busy machine a first reading with learning takes minutes. */
    async rest(mostMs = 300_000) {
      let still = 0;
      const resting = async () => {
        still = Object.keys(await busy()).length === 0 ? still + 1 : 0;
        return still >= 6;
      };
      const left = async () => ({
        ...(await busy()),
        dirty: await rows('select subject_id, problem from dirty limit 3'),
        acts: await rows(`select kind, attempts, problem, due_at - now() as due_in from action
          where state = 'pending' limit 3`),
      });
      await until(resting, left, mostMs);
    },
    /** Until nothing of the outbox has moved for so long that no living worker can have it in its hands. */
    async still(ms: number) {
      let last = '';
      let since = performance.now();
      while (performance.now() - since < ms) {
        const present = await rows(
          `select id, due_at, attempts from action where state = 'pending' order by id`,
        );
        const text = JSON.stringify(present);
        if (text !== last) since = performance.now();
        last = text;
        await sleep(500);
      }
    },
    /** As if so much time had passed that whatever a killed worker held in its hands is free again. */
    endLeases: () => rows(`update action set due_at = now() where state = 'pending'`),
    async subject({ tenant, connection }: Known, kind: SubjectKind, id: string): Promise<string> {
      const found = await store.asTenant(tenant, ({ subjects }) => subjects.find(connection.id, kind, [id]));
      return found.get(id) ?? '0';
    },
    async twin(customer: Known, kind: SubjectKind, id: string): Promise<Twin | null> {
      return store.asTenant(customer.tenant, async ({ subjects, twins }) => {
        const subject = (await subjects.find(customer.connection.id, kind, [id])).get(id);
        return subject === undefined ? null : ((await twins.load([subject])).get(subject)?.twin ?? null);
      });
    },
    /** All that is kept of a record: what to look at where it is not as the CRM says. */
    async story({ connection }: Known, kind: SubjectKind, id: string): Promise<string> {
      const its = (table: string) =>
        rows(
          `select t.* from ${table} t where ${table === 'signal' || table === 'subject_ref' ? 'origin' : 'connection_id'} = $1
            and object_type = $2 and external_id = $3`,
          ...[connection.id, kind, id],
        );
      const refs = await its('subject_ref');
      const signals = await rows(
        `select id, key, kind, external_id, occurred_at, folded, superseded, data from signal
          where subject_id = any($1::bigint[]) and kind <> 'product.event' order by id`,
        refs.map((ref) => ref['subject_id']),
      );
      const told = await rows(
        `select id, key, kind, subject_id, external_id, data from signal where data ->> 'from' like $1`,
        `%"${id}"%`,
      );
      const all = { refs, record: await its('record'), reread: await its('reread'), signals, told };
      return JSON.stringify(all, null, 1);
    },
    /** The twin of a subject as all its signals give it from nothing. */
    async replayed(tenant: string, subject: string, kind: SubjectKind): Promise<Twin> {
      const signals = await store.asTenant(tenant, (own) => own.signals.of(subject));
      return replay(
        kind,
        signals.filter((signal) => !notFolded.includes(signal.kind)),
      );
    },
    /** A field of ours as the record has it now, without its prefix. */
    field: ({ account }: Pick<Customer, 'account'>, kind: 'lead' | 'company', id: string, name: string) =>
      account.field(kind, id, name),
    /** As if so much time had passed that the CRM is asked what changed, where no event tells. */
    heard: ({ connection }: Pick<Customer, 'connection'>) =>
      connection.platform === 'hubspot'
        ? Promise.resolve([])
        : rows(
            `update sync set cursor = cursor || jsonb_build_object('dueAt', now())
            where connection_id = $1 and phase in ('incremental', 'archived') and state = 'waiting'`,
            connection.id,
          ),
    /** What the clock brings waits: whoever looks that nothing is done means without it, however long the tests take. */
    quiet: () =>
      rows(`update sync set cursor = cursor || jsonb_build_object('dueAt', now() + interval '1 day')
        where state = 'waiting' and cursor ? 'dueAt'`),
    /** What the workspace shows, oldest first. */
    said: async ({ team }: Pick<Customer, 'team'>) =>
      messages.parse(await world.ask('slack', 'GET', `messages?team=${team}&limit=1000`)),
    /** Requests that the APIs of the CRMs had: by `METHOD path`, with their number. */
    async calls(): Promise<Record<string, number>> {
      const call = z.object({ method: z.string(), path: z.string(), count: z.number() });
      const { calls } = z.object({ calls: z.array(call) }).parse(await world.ask('hubspot', 'GET', 'calls'));
      const { byEndpoint } = z
        .object({ byEndpoint: z.array(call) })
        .parse(await world.ask('salesforce', 'GET', 'calls'));
      const sums: Record<string, number> = {};
      for (const { method, path, count } of [...calls, ...byEndpoint])
        sums[`${method} ${path}`] = (sums[`${method} ${path}`] ?? 0) + count;
      return sums;
    },
    async forgetCalls() {
      for (const server of ['hubspot', 'salesforce'] as const) await world.ask(server, 'DELETE', 'calls');
    },
  };
}

/** One text for the same value, whatever the order of its keys. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );
}
