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
        select distinct on (c.subject_id) r.subject_id as winner, c.subject_id as loser, c.value
        from identity_claim c
        join record d on d.tenant_id = ${tenant} and d.object_type = c.object_type and not d.archived
          and case c.object_type when 'contact' then lower(d.properties ->> 'email') = c.value
            else lower(d.properties ->> 'domain') = c.value end
        join subject_ref r on r.tenant_id = ${tenant} and r.origin = d.connection_id
          and r.object_type = d.object_type and r.external_id = d.external_id
        where c.tenant_id = ${tenant} and c.subject_id <> r.subject_id
          and (c.subject_id = any(${subjects}::bigint[]) or r.subject_id = any(${subjects}::bigint[]))
          -- A subject that a CRM already knows is never joined to another by an address: the CRM decides there.
          and not exists (select from subject_ref own join connection o on o.id = own.origin
            where own.tenant_id = ${tenant} and own.subject_id = c.subject_id)
        order by c.subject_id, r.subject_id`.execute(trx);
      return rows;
    },
  };
}
