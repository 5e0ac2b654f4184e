// Companies with a long history of product events, made in the database as intake would have left it.
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { leadSources } from '#kit/a-lead-history.ts';
import { train } from '#learn/train.ts';
import { tenantSettings } from '#sense/tenant.ts';
import type { OpenStore } from '#store/open.ts';

export type Company = {
  readonly name: string;
  readonly events: number;
  readonly users: number;
  readonly subject: string;
};
export type Tenant = { readonly tenant: string; readonly crm: string; readonly source: string };

const features = 40;
const days = 730;
/** Events a statement. */
const together = 1_000_000;

/** A tenant with a portal, weights, and an event source. */
export async function aTenant(store: OpenStore): Promise<Tenant> {
  const tenant = await store.doors.makeTenant('bench');
  const source = randomUUID();
  const now = new Date();
  const crm = await store.asTenant(tenant, async (rows) => {
    const collection = { level: 'counted', properties: ['feature'] };
    await rows.settings.save(tenantSettings.parse({ collection }));
    const asked = { target: 'lead', sources: leadSources, records: [], now: now.getTime(), seed: 1 } as const;
    const body = train(asked);
    await rows.weights.save({ target: 'lead', body, report: body.report, state: 'live' }, now);
    const tokens = { accessToken: 'a', refreshToken: 'r', expiresAt: now };
    return rows.connections.save({ platform: 'hubspot', externalId: '1', account: {}, scopes: [], tokens });
  });
  await store.pool.query(
    'insert into event_source (tenant_id, id, name, write_key_hash) values ($1, $2, $3, $4)',
    [tenant, source, 'bench', Buffer.from('bench')],
  );
  return { tenant, crm: crm.id, source };
}

/** A customer that used `features` features for two years; every event is a signal, and counted. */
export async function aCompany(
  store: OpenStore,
  { tenant, crm, source }: Tenant,
  { name, events, users }: Omit<Company, 'subject'>,
  say: (line: string) => void,
): Promise<Company> {
  const now = new Date();
  const group = `group:${name}`;
  const subject = await store.asTenant(tenant, async ({ signals, subjects }) => {
    const record = { properties: { name, lifecyclestage: 'customer' }, archived: false };
    await signals.keep([
      {
        ...{
          kind: 'crm.record',
          key: `record ${name}`,
          origin: crm,
          objectType: 'company',
          externalId: name,
        },
        ...{ occurredAt: now, data: { ...record, createdAt: '2024-01-01T00:00:00.000Z' } },
      },
    ]);
    return (await subjects.find(crm, 'company', [name])).get(name) ?? '';
  });
  const { pool } = store;
  await pool.query(
    `insert into subject_ref (tenant_id, origin, object_type, external_id, subject_id, why)
     values ($1, $2, 'company', $3, $4, 'bench')`,
    [tenant, source, group, subject],
  );
  for (let from = 0; from < events; from += together) {
    const until = Math.min(events, from + together);
    await pool.query(
      `insert into signal (tenant_id, subject_id, key, kind, origin, object_type, external_id, occurred_at, data, folded)
       select $1, $2, 'segment/' || $3 || '/' || md5($4 || n)::uuid || '/company', 'product.event', $3::uuid, 'company', $4,
         now() - interval '1 day' * (${days} * (1 - n / ${events}::float8)),
         jsonb_build_object('name', 'Feature ' || n * 7919 % ${features}, 'user', 'p-' || left(md5((n * 104729 % ${users})::text), 16),
           'properties', jsonb_build_object('feature', 'feature ' || n * 7919 % ${features})), true
       from generate_series(${from}::bigint, ${until - 1}) n`,
      [tenant, subject, source, group],
    );
    if (events > together) say(`${name}: ${until} of ${events} events`);
  }
  await count(pool, tenant, group);
  return { name, events, users, subject };
}

/** A batch of fresh events of companies, as an SDK sends them. */
export function aBatch(companies: readonly string[], size: number): { batch: object[] } {
  const timestamp = new Date().toISOString();
  const batch = Array.from({ length: size }, (_, nr) => ({
    ...{ type: 'track', messageId: randomUUID(), event: `Feature ${nr % features}`, timestamp },
    ...{ userId: `user-${(nr * 7919) % 500}`, anonymousId: `device-${nr % 50}` },
    properties: { feature: `feature ${nr % features}`, plan: 'pro', seats: nr },
    context: { groupId: companies[nr % companies.length], ip: '203.0.113.7', library: { name: 'bench' } },
  }));
  return { batch };
}

/** The statements of migration 17, which counted what was there before it. */
async function count(pool: pg.Pool, tenant: string, group: string): Promise<void> {
  const from = `from signal s join subject_ref r on r.tenant_id = s.tenant_id and r.origin = s.origin
    and r.object_type = s.object_type and r.external_id = s.external_id
    where s.kind = 'product.event' and s.tenant_id = $1 and s.external_id = $2`;
  await pool.query(
    `insert into usage_feature (tenant_id, ref_id, name, day, events, first_at, last_at)
     select s.tenant_id, r.ref_id, s.data ->> 'name', (s.occurred_at at time zone 'UTC')::date, count(*), min(s.occurred_at),
       max(s.occurred_at) ${from} group by 1, 2, 3, 4`,
    [tenant, group],
  );
  await pool.query(
    `insert into usage_user (tenant_id, ref_id, usr, month, events, days)
     select s.tenant_id, r.ref_id, s.data ->> 'user', date_trunc('month', s.occurred_at at time zone 'UTC')::date, count(*),
       bit_or(1 << (extract(day from s.occurred_at at time zone 'UTC')::int - 1)) ${from} group by 1, 2, 3, 4`,
    [tenant, group],
  );
  await pool.query(
    `insert into usage_tried (tenant_id, origin, object_type, external_id, feature, first_at)
     select s.tenant_id, s.origin, s.object_type, s.external_id, s.data -> 'properties' ->> 'feature', min(s.occurred_at)
     from signal s where s.kind = 'product.event' and s.tenant_id = $1 and s.external_id = $2 group by 1, 2, 3, 4, 5`,
    [tenant, group],
  );
}
