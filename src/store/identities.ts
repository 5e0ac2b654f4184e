// Rows of identity: who claims which address, and which record of the CRM has it.
import { type Kysely, sql } from 'kysely';
import type { IdentityRows } from '#ports/store.ts';
import type { TenantId } from '#sense/tenant.ts';
import type { Database } from './tables.ts';

export function identityRows(trx: Kysely<Database>, tenant: TenantId): IdentityRows {
  return {
    async claim(claims) {
      if (claims.length === 0) return;
      await sql`
        insert into identity_claim (tenant_id, object_type, value, subject_id)
        select ${tenant}, x.kind, x.value, x.subject
        from jsonb_to_recordset(${JSON.stringify(claims)}::jsonb) as x(kind text, value text, subject bigint)
        on conflict do nothing`.execute(trx);
    },
    async matches(subjects) {
      if (subjects.length === 0) return [];
      const { rows } = await sql<{ winner: string; loser: string; value: string }>`
        with claimed as (
          select c.subject_id as loser, c.value, d.connection_id, d.object_type, d.external_id
          from identity_claim c join record d on d.tenant_id = ${tenant} and d.object_type = c.object_type
            and d.address = c.value and not d.archived
          where c.tenant_id = ${tenant} and c.subject_id = any(${subjects}::bigint[])
          union
          select c.subject_id, c.value, d.connection_id, d.object_type, d.external_id
          from subject_ref r join record d on d.tenant_id = ${tenant} and d.connection_id = r.origin
            and d.object_type = r.object_type and d.external_id = r.external_id and not d.archived
          join identity_claim c on c.tenant_id = ${tenant} and c.object_type = d.object_type and c.value = d.address
          where r.tenant_id = ${tenant} and r.subject_id = any(${subjects}::bigint[])
        )
        select distinct on (c.loser) r.subject_id as winner, c.loser, c.value
        from claimed c join subject_ref r on r.tenant_id = ${tenant} and r.origin = c.connection_id
          and r.object_type = c.object_type and r.external_id = c.external_id
        where c.loser <> r.subject_id
          -- A subject that a CRM already knows is never joined to another by an address: the CRM decides there.
          and not exists (select from subject_ref own join connection o on o.id = own.origin
            where own.tenant_id = ${tenant} and own.subject_id = c.loser)
        order by c.loser, r.subject_id`.execute(trx);
      return rows;
    },
  };
}
