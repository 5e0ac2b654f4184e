// Rows for what fields may be used for, and for forgetting what may not be kept.
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { FieldRows } from '#ports/store-governance.ts';
import { type FieldGate, fieldChoices, fieldNameOf } from '#sense/field-permission.ts';
import { protections } from '#sense/protection.ts';
import { subjectKinds } from '#sense/signal.ts';
import type { TenantId } from '#sense/tenant.ts';
import { holdFactsToMove } from './facts-lock.ts';
import { foldAnew } from './merge.ts';
import type { Database } from './tables.ts';

const gateRow = z.object({
  choices: fieldChoices,
  leftOut: z.array(z.string()),
  guarded: z.array(
    z.object({
      objectType: z.string(),
      list: z.array(z.object({ name: z.string(), as: z.enum(protections) })),
    }),
  ),
});

export function fieldRows(trx: Kysely<Database>, tenant: TenantId): FieldRows {
  return {
    async gate() {
      const { rows } = await sql`
        select coalesce(settings -> 'fields', '{}') as choices, coalesce(settings -> 'leftOutFeatures', '[]') as "leftOut",
          (select coalesce(jsonb_agg(jsonb_build_object('objectType', substr(f.name, 12), 'list', f.body -> 'guarded')), '[]')
            from portal_fact f where f.tenant_id = ${tenant} and f.name like 'properties:%' and f.body ? 'guarded') as guarded
        from tenant where id = ${tenant}`.execute(trx);
      return toGate(gateRow.parse(rows[0]));
    },
    async forget(objectType, properties) {
      await holdFactsToMove(trx, tenant);
      const of = sql`tenant_id = ${tenant} and object_type = ${objectType}`;
      await sql`update record set properties = properties - ${properties}::text[]
        where ${of} and properties ?| ${properties}::text[]`.execute(trx);
      const { rows } = await sql<{ subject_id: string }>`
        update signal set data = jsonb_set(data, '{properties}', (data -> 'properties') - ${properties}::text[])
        where ${of} and kind = 'crm.record' and data -> 'properties' ?| ${properties}::text[] returning subject_id`.execute(
        trx,
      );
      await sql`
        update signal set data = jsonb_set(data, '{states}', (
          select jsonb_agg(jsonb_set(s, '{properties}', (s -> 'properties') - ${properties}::text[]) order by place)
          from jsonb_array_elements(data -> 'states') with ordinality x(s, place)))
        where ${of} and kind = 'crm.past' and exists (
          select from jsonb_array_elements(data -> 'states') s where s -> 'properties' ?| ${properties}::text[])`.execute(
        trx,
      );
      const subjects = [...new Set(rows.map((row) => row.subject_id))];
      if (subjects.length > 0) await foldAnew(trx, tenant, subjects, 'field permission');
      return subjects.length;
    },
    async hide(fields) {
      const names = fields.flatMap(namesOfField);
      await sql`
        update advice a set body = jsonb_set(a.body, '{reasons}', coalesce((
          select jsonb_agg(r order by place) from jsonb_array_elements(a.body -> 'reasons') with ordinality x(r, place)
          where not (string_to_array(regexp_replace(r ->> 'feature', '^property\.[a-z]+:', 'property:'), ' + ')
            && ${names}::text[])), '[]'))
        where tenant_id = ${tenant} and state in ('open', 'taken', 'snoozed')`.execute(trx);
    },
  };
}

/** What a reason may call a field: as a feature, and as a rule does. */
function namesOfField(field: string): string[] {
  const property = field.slice(field.indexOf('.') + 1);
  return [field, field.replace(/^contact\./, ''), `property:${property}`];
}

function toGate({ choices, leftOut, guarded }: z.infer<typeof gateRow>): FieldGate {
  const all = guarded.flatMap(({ objectType, list }) => {
    const kind = subjectKinds.find((one) => one === objectType);
    if (kind === undefined) return [];
    return list.map(({ name, as }) => [fieldNameOf(kind, name), as] as const);
  });
  return { choices, leftOut: new Set(leftOut), guarded: new Map(all) };
}
