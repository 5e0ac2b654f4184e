// Who says that a subject is linked with others: a record of a CRM, or a name of the product.
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { SubjectStory } from '#ports/reports.ts';
import { subjectKinds } from '#sense/signal.ts';
import type { TenantId } from '#sense/tenant.ts';
import type { Database } from './tables.ts';

const most = 400;

const tieRow = z.object({
  other: z.string(),
  origin: z.string(),
  source: z.string().nullable(),
  at: z.string(),
  /** The record, or the name of the product, that says it, and whom it names. */
  holder: z.object({ objectType: z.enum(subjectKinds), externalId: z.string() }),
  names: z.object({ objectType: z.enum(subjectKinds), externalId: z.string() }),
});

/** Who says that the subject is linked with others: as their twins hold it. */
export async function tiesOf(
  trx: Kysely<Database>,
  tenant: TenantId,
  subject: string,
): Promise<SubjectStory['ties']> {
  const { rows } = await sql`
    select distinct on (l.from_subject, l.to_subject, r.origin)
      case when l.from_subject = ${subject} then l.to_subject else l.from_subject end::text as other, r.origin,
      (select e.name from event_source e where e.tenant_id = ${tenant} and e.id = r.origin) as source,
      one.link ->> 'at' as at,
      jsonb_build_object('objectType', own.object_type, 'externalId', own.external_id) as holder,
      jsonb_build_object('objectType', r.object_type, 'externalId', r.external_id) as names
    from link l join twin t on t.tenant_id = ${tenant} and t.subject_id = l.from_subject
    cross join lateral jsonb_each(t.body -> 'links') as one(name, link)
    cross join lateral jsonb_array_elements_text(one.link -> 'ids') as id
    join subject_ref r on r.tenant_id = ${tenant} and r.origin = split_part(one.name, ':', 1)::uuid
      and r.object_type = split_part(one.name, ':', 2) and r.external_id = id and r.subject_id = l.to_subject
    join subject_ref own on own.tenant_id = ${tenant} and own.subject_id = l.from_subject and own.origin = r.origin
      and not own.gone and (own.object_type = split_part(one.name, ':', 3)
        or split_part(one.name, ':', 3) = '' and own.object_type = t.kind)
    where l.tenant_id = ${tenant} and (l.from_subject = ${subject} or l.to_subject = ${subject})
    order by l.from_subject, l.to_subject, r.origin, own.external_id limit ${most}`.execute(trx);
  return rows.map((row) => tieRow.parse(row));
}
