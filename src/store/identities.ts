// Rows of identity: who claims which address or names which record, and which subject of a CRM that is.
import { type Kysely, sql } from 'kysely';
import type { IdentityRows } from '#ports/store-subjects.ts';
import { sharedDomains } from '#sense/shared-domains.ts';
import type { TenantId } from '#sense/tenant.ts';
import { loginsOf } from './logins.ts';
import { partedSql, sameSubjects } from './same.ts';
import type { Database } from './tables.ts';

export function identityRows(trx: Kysely<Database>, tenant: TenantId): IdentityRows {
  return {
    async claim(claims) {
      if (claims.length === 0) return;
      await sql`
        insert into identity_claim (tenant_id, object_type, value, subject_id, origin, by_name, platform)
        select ${tenant}, x.kind, x.value, x.subject, x.origin, x.name, case when x."isUser" then 'product' end
        from jsonb_to_recordset(${JSON.stringify(claims)}::jsonb)
          as x(kind text, value text, subject bigint, origin uuid, name text, "isUser" boolean)
        on conflict do nothing`.execute(trx);
    },
    async claimIds(ids, subjects) {
      const ours = subjects === undefined ? sql`true` : sql`r.subject_id = any(${subjects}::bigint[])`;
      if (subjects?.length === 0) return;
      await sql`delete from identity_claim r where tenant_id = ${tenant} and platform <> 'product' and ${ours}`.execute(
        trx,
      );
      if (ids.length === 0) return;
      await sql`
        insert into identity_claim (tenant_id, object_type, value, subject_id, platform, origin)
        select ${tenant}, x.names, case x.of when 'salesforce' then salesforce_id(n.value) else n.value end,
          r.subject_id, x.of, r.origin
        from jsonb_to_recordset(${JSON.stringify(ids)}::jsonb)
          as x("objectType" text, property text, names text, of text)
        join subject_ref r on r.tenant_id = ${tenant} and r.object_type = x."objectType" and not r.gone and ${ours}
        join record d on d.tenant_id = ${tenant} and d.connection_id = r.origin and d.object_type = r.object_type
          and d.external_id = r.external_id and not d.archived
        cross join lateral (select trim(d.properties ->> x.property) as value) n
        where n.value <> '' on conflict do nothing`.execute(trx);
    },
    async matches(subjects) {
      if (subjects.length === 0) return [];
      const { rows } = await sql<{ winner: string; loser: string; by: 'email' | 'domain'; value: string }>`
        with claimed as (
          select c.subject_id as loser, c.object_type as claims, c.value, d.connection_id, d.object_type, d.external_id
          from identity_claim c join record d on d.tenant_id = ${tenant} and d.address = c.value and not d.archived
            and d.object_type = any(case c.object_type when 'contact' then '{contact,lead}'::text[] else array[c.object_type] end)
          where c.tenant_id = ${tenant} and c.platform is null and c.subject_id = any(${subjects}::bigint[])
          union
          select c.subject_id, c.object_type, c.value, d.connection_id, d.object_type, d.external_id
          from subject_ref r join record d on d.tenant_id = ${tenant} and d.connection_id = r.origin
            and d.object_type = r.object_type and d.external_id = r.external_id and not d.archived
          join identity_claim c on c.tenant_id = ${tenant} and c.platform is null and c.value = d.address
            and c.object_type = case d.object_type when 'lead' then 'contact' else d.object_type end
          where r.tenant_id = ${tenant} and r.subject_id = any(${subjects}::bigint[])
        )
        select distinct on (c.loser) r.subject_id as winner, c.loser, c.value,
          case c.claims when 'company' then 'domain' else 'email' end as by
        from claimed c join subject_ref r on r.tenant_id = ${tenant} and r.origin = c.connection_id
          and r.object_type = c.object_type and r.external_id = c.external_id
        where c.loser <> r.subject_id
          -- What many share tells nobody's company, whichever record has it.
          and not (c.claims = 'company' and c.value = any(${sharedDomains}::text[]))
          and ${partedSql(tenant, sql`c.loser`, sql`r.subject_id`)}
          -- A subject that a CRM already knows is joined to no other by what the product says: the CRM decides there.
          and not exists (select from subject_ref own join connection o on o.id = own.origin
            where own.tenant_id = ${tenant} and own.subject_id = c.loser)
        order by c.loser, c.object_type, r.subject_id`.execute(trx);
      return rows.map(({ winner, loser, by, value }) => ({ winner, loser, joined: { by, value } }));
    },
    async same(subjects, settings) {
      const logins = await loginsOf(trx, tenant, subjects);
      const taken = new Set(logins.flatMap(({ winner, loser }) => [winner, loser]));
      const others = await sameSubjects(trx, tenant, subjects, settings);
      return [...logins, ...others.filter(({ winner, loser }) => !taken.has(winner) && !taken.has(loser))];
    },
  };
}
