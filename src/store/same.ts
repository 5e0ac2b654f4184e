// Finds subjects of different connections that are the same customer: by e-mail, by domain, or because one names the other.
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Merge } from '#ports/store-subjects.ts';
import { sharedDomains } from '#sense/shared-domains.ts';
import type { IdentitySettings, TenantId } from '#sense/tenant.ts';
import type { Database } from './tables.ts';

type Pair = { one: string; other: string; by: 'email' | 'domain' | 'id'; value: string };

/** Each subject is in one pair at most; whoever has more matches finds them when it looks again. */
export async function sameSubjects(
  trx: Kysely<Database>,
  tenant: TenantId,
  subjects: readonly string[],
  { byAddress }: IdentitySettings,
): Promise<Merge[]> {
  if (subjects.length === 0 || !(await hasTwoCrms(trx, tenant))) return [];
  const found = byAddress
    ? [byAddressSql(tenant, subjects, 'email'), byAddressSql(tenant, subjects, 'domain')]
    : [];
  const all = sql.join([...found, ...byIdSql(tenant, subjects)], sql` union all `);
  const { rows } = await sql<Pair>`
    with found as (${all}), pair as (
      select distinct on (one, other) least(f.mine, f.theirs) as one, greatest(f.mine, f.theirs) as other, f.by, f.value
      from found f where f.mine <> f.theirs order by 1, 2, f.by = 'id' desc, f.value
    )
    select one, other, by, value from pair p
    where ${apartSql(tenant)}
    order by by = 'id' desc, one, other`.execute(trx);
  const taken = new Set<string>();
  return rows.flatMap(({ one, other, by, value }): Merge[] => {
    if (taken.has(one) || taken.has(other)) return [];
    taken.add(one).add(other);
    const joined = { by, value };
    return [{ winner: one, loser: other, why: `same ${by}: ${value}`, inCrm: false, joined }];
  });
}

async function hasTwoCrms(trx: Kysely<Database>, tenant: TenantId): Promise<boolean> {
  const { rows } =
    await sql`select from connection where tenant_id = ${tenant} and platform <> 'slack' limit 2`.execute(
      trx,
    );
  return rows.length === 2;
}

/** A person is found by a contact's or a lead's address, a company by its own domain, and only where that is its own. */
function byAddressSql(
  tenant: TenantId,
  subjects: readonly string[],
  by: 'email' | 'domain',
): RawBuilder<unknown> {
  const types = by === 'email' ? sql`'{contact,lead}'::text[]` : sql`'{company}'::text[]`;
  const own = by === 'email' ? sql`true` : sql`d.address <> all(${sharedDomains}::text[])`;
  return sql`
    (select r.subject_id as mine, o.subject_id as theirs, ${by}::text as by, d.address as value
    from subject_ref r
    join record d on d.tenant_id = ${tenant} and d.connection_id = r.origin and d.object_type = r.object_type
      and d.external_id = r.external_id and not d.archived and d.address is not null and ${own}
    join record e on e.tenant_id = ${tenant} and e.object_type = any(${types}) and e.address = d.address
      and e.connection_id <> d.connection_id and not e.archived
    join subject_ref o on o.tenant_id = ${tenant} and o.origin = e.connection_id and o.object_type = e.object_type
      and o.external_id = e.external_id and not o.gone
    where r.tenant_id = ${tenant} and r.subject_id = any(${subjects}::bigint[]) and r.object_type = any(${types})
      and not r.gone)`;
}

/** Whom these name, and who names them. */
function byIdSql(tenant: TenantId, subjects: readonly string[]): RawBuilder<unknown>[] {
  const named = sql`c.tenant_id = ${tenant} and n.platform = c.platform and n.id <> c.origin`;
  const is = sql`o.tenant_id = ${tenant} and o.origin = n.id and o.object_type = c.object_type
    and o.external_id = c.value and not o.gone`;
  return [
    sql`(select c.subject_id as mine, o.subject_id as theirs, 'id'::text as by, c.value
      from identity_claim c join connection n on n.tenant_id = ${tenant} and ${named} join subject_ref o on ${is}
      where c.platform is not null and c.subject_id = any(${subjects}::bigint[]))`,
    sql`(select o.subject_id as mine, c.subject_id as theirs, 'id'::text as by, c.value
      from subject_ref o join connection n on n.tenant_id = ${tenant} and n.id = o.origin
      join identity_claim c on c.object_type = o.object_type and c.value = o.external_id and ${named}
      where ${is} and o.subject_id = any(${subjects}::bigint[]) and c.platform is not null)`,
  ];
}

/** Two people, or two companies; of no connection both; and nobody has taken them apart. */
function apartSql(tenant: TenantId): RawBuilder<unknown> {
  return sql`(select count(distinct case s.kind when 'lead' then 'contact' else s.kind end) from subject s
      where s.id in (p.one, p.other)) = 1
    and not exists (select from subject_ref a
      join subject_ref b on b.tenant_id = ${tenant} and b.subject_id = p.other and b.origin = a.origin
      join connection c on c.id = a.origin where a.tenant_id = ${tenant} and a.subject_id = p.one)
    and ${partedSql(tenant, sql`p.one`, sql`p.other`)}`;
}

/** Nobody has said of any of their names that they are not the same. */
export function partedSql(
  tenant: TenantId,
  one: RawBuilder<unknown>,
  other: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`not exists (select from subject_ref a
      join identity_apart x on x.tenant_id = ${tenant} and x.origin = a.origin and x.object_type = a.object_type
        and x.external_id = a.external_id
      join subject_ref b on b.tenant_id = ${tenant} and b.subject_id = ${other} and b.origin = x.other_origin
        and b.object_type = x.other_type and b.external_id = x.other_id
      where a.tenant_id = ${tenant} and a.subject_id = ${one})`;
}
