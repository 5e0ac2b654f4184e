// The few statements across tenants: what an edge must know before it knows the tenant.
import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type pg from 'pg';
import { mostAwaitedMs } from '#learn/await-histories.ts';
import type { Doors, Work } from '#ports.ts';
import { workKinds } from '#ports.ts';
import { toConnection } from './connection-row.ts';
import { holdFeeds } from './feed-holders.ts';
import { tenantsAtNight } from './nights.ts';
import { keepStatistics } from './statistics.ts';
import type { Database } from './tables.ts';

export function doors(db: Kysely<Database>, pool: pg.Pool): Doors {
  return {
    async tenants() {
      const rows = await db
        .selectFrom('tenant')
        .select(['id', 'name', 'created_at'])
        .orderBy('created_at')
        .execute();
      return rows.map((row) => ({ id: row.id, name: row.name, createdAt: row.created_at }));
    },
    async makeTenant(name) {
      const id = randomUUID();
      await db.insertInto('tenant').values({ id, name, settings: '{}' }).execute();
      return id;
    },
    async connection(platform, externalId) {
      const row = await db
        .selectFrom('connection')
        .selectAll()
        .where('platform', '=', platform)
        .where('external_id', '=', externalId)
        .executeTakeFirst();
      return row === undefined ? null : toConnection(row);
    },
    async keep(platform, externalId, { source, headers, body }) {
      // The tenant is the connection's own, so no row can get to another one although no tenant is entered. One
      // prepared statement: with a look-up and a transaction of its own a delivery took five round trips.
      const { rows } = await pool.query<{ tenant_id: string }>({
        name: 'keep-delivery',
        text: `insert into delivery (tenant_id, source, origin, headers, body)
          select tenant_id, $1, id, $2::jsonb, $3 from connection
          where platform = $4 and external_id = $5 and state <> 'uninstalled' returning tenant_id`,
        values: [source, JSON.stringify(headers), body, platform, externalId],
      });
      return rows[0]?.tenant_id ?? null;
    },
    holdFeeds: (owner, holdMs, most) => holdFeeds(db, owner, holdMs, most),
    keepStatistics: () => keepStatistics(db),
    async waiting(now) {
      const due = await waiting(db, now);
      const nights = (await tenantsAtNight(db, now)).map((tenant): Work => ({ kind: 'learn', tenant }));
      return [
        ...due,
        ...nights.filter(({ tenant }) => !due.some((one) => one.kind === 'learn' && one.tenant === tenant)),
      ];
    },
  };
}

/** Everything due, a row for each worker to be woken; a connection that is not active waits. */
async function waiting(db: Kysely<Database>, now: Date): Promise<Work[]> {
  const { rows } = await sql<{ kind: string; tenant_id: string; connection_id: string | null }>`
    select distinct 'intake' as kind, tenant_id, null::uuid as connection_id from delivery where state = 'kept'
    union
    select distinct 'turn', tenant_id, null::uuid from dirty where due_at <= ${now}
    union
    select distinct 'reread', r.tenant_id, r.connection_id from reread r
      join connection c on c.id = r.connection_id and c.state = 'active' where r.due_at <= ${now}
    union
    select distinct 'act', a.tenant_id, a.connection_id from action a
      join connection c on c.id = a.connection_id and c.state = 'active'
      where a.state = 'pending' and a.due_at <= ${now}
    union
    select distinct 'sync', c.tenant_id, c.id from connection c
      where c.state = 'active' and c.platform <> 'slack'
      and (not exists (select from sync s where s.connection_id = c.id)
        or exists (select from sync s where s.connection_id = c.id and s.state in ('waiting', 'running')
          and coalesce((s.cursor ->> 'dueAt')::timestamptz, '-infinity') <= ${now}))
    union
    select 'journey', t.id, null::uuid from tenant t where (t.settings -> 'journeys' ->> 'stopped') is distinct from 'true'
      and exists (select from journey j where j.tenant_id = t.id and j.state = 'live'
        and (j.looked_at is null or j.looked_at <= ${now}::timestamptz - interval '1 day'
          or exists (select from journey_run r where r.journey_id = j.id and r.due_at <= ${now})))
    union
    select 'forget', tenant_id, null::uuid from surplus_removal where done_at is null
    union
    select distinct 'turn', tenant_id, null::uuid from advice where state = 'snoozed' and snoozed_until <= ${now}
    union
    -- Learning begins when the first reading is through and folded (a type that the CRM refuses holds up no other), and
    -- again soon while there was too little history. Leads set the pace, the rest goes with them; what was learned has its nights.
    select distinct 'learn', s.tenant_id, null::uuid from sync s
      where s.phase = 'backfill' and s.state = 'done' and s.object_type in ('contact', 'lead')
      and (exists (select from weights w where w.tenant_id = s.tenant_id and w.target <> 'stagnation')
        or not exists (select from sync o where o.tenant_id = s.tenant_id and o.phase = 'backfill'
          and o.state in ('waiting', 'running') and o.problem is null))
      -- The first weights wait for the histories too, so that nobody's score jumps when these are read: learn/await-histories.ts.
      and (exists (select from weights w where w.tenant_id = s.tenant_id and w.target = 'lead' and w.body ->> 'learner' <> 'prior')
        or not exists (select from sync p join connection c on c.id = p.connection_id and c.state = 'active'
          where p.tenant_id = s.tenant_id and p.phase = 'past' and p.state in ('waiting', 'running') and p.problem is null
          and (select max(f.moved_at) from sync f where f.connection_id = p.connection_id and f.phase = 'backfill')
            > ${new Date(now.getTime() - mostAwaitedMs)}::timestamptz))
      and (select count(*) from (select from dirty d where d.tenant_id = s.tenant_id and d.reason = 'signal' limit 100) as few) < 100
      and not exists (select from weights w where w.tenant_id = s.tenant_id and w.target = 'lead'
        and w.state in ('live', 'candidate') and (w.body ->> 'learner' <> 'prior'
          or w.trained_at > ${now}::timestamptz - interval '15 minutes'))
    union
    -- Segments are looked for again sooner in the beginning: see analyze/segment/next-look.ts.
    select 'learn', v.tenant_id, null::uuid from segment_version v
      where v.version = (select max(version) from segment_version n where n.tenant_id = v.tenant_id)
      and v.made_at <= ${now}::timestamptz - least(interval '7 days', interval '10 minutes' * power(6, least(v.version - 1, 9)))`.execute(
    db,
  );
  return rows.flatMap((row): Work[] => {
    const kind = workKinds.find((one) => one === row.kind);
    if (kind === undefined) return [];
    return [
      {
        kind,
        tenant: row.tenant_id,
        ...(row.connection_id === null ? {} : { connection: row.connection_id }),
      },
    ];
  });
}
