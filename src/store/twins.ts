// Rows of twins, and who is linked with whom.
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { TwinRow, TwinRows } from '#ports/store-twins.ts';
import { type EngagementKind, engagementKinds } from '#sense/signal.ts';
import type { TenantId } from '#sense/tenant.ts';
import { type Twin, twin as twinShape } from '#twin/twin.ts';
import { toKind } from './subject-kind.ts';
import type { Database } from './tables.ts';

/** Reads a kept twin: every part of it, or only its frame where very many are read. */
type ReadTwin = { parse(body: unknown): Twin };

const framed = z
  .custom<Omit<Twin, 'tried'> & Partial<Pick<Twin, 'tried'>>>(
    (body) =>
      typeof body === 'object' && body !== null && 'kind' in body && 'events' in body && 'users' in body,
  )
  // Kept before it was known what was tried: it is folded anew soon.
  .transform(({ tried = {}, ...body }): Twin => ({ ...body, tried }));

/** For looking at very many twins once; what stands in them was checked when they were kept. */
export function manyTwins(
  trx: Kysely<Database>,
  tenant: TenantId,
): Pick<TwinRows, 'load' | 'around' | 'page' | 'unread'> {
  const { load, around, page, unread } = twinRows(trx, tenant, framed);
  return { load, around, page, unread };
}

export function twinRows(trx: Kysely<Database>, tenant: TenantId, readTwin: ReadTwin = twinShape): TwinRows {
  return {
    async load(subjects) {
      if (subjects.length === 0) return new Map();
      const { rows } = await sql<{ subject_id: string; body: object; refold: boolean }>`
        select subject_id, body, refold from twin
        where tenant_id = ${tenant} and subject_id = any(${subjects}::bigint[])`.execute(trx);
      return new Map(
        rows.map((row): [string, TwinRow] => [
          row.subject_id,
          { subject: row.subject_id, twin: readTwin.parse(row.body), refold: row.refold },
        ]),
      );
    },
    async save(twins) {
      if (twins.size === 0) return;
      const input = JSON.stringify([...twins].map(([subject, body]) => ({ subject, kind: body.kind, body })));
      await sql`
        insert into twin (tenant_id, subject_id, kind, body)
        select ${tenant}, x.subject, x.kind, x.body
        from jsonb_to_recordset(${input}::jsonb) as x(subject bigint, kind text, body jsonb)
        on conflict (tenant_id, subject_id) do update
          set body = excluded.body, kind = excluded.kind, refold = false, folded_at = now()`.execute(trx);
    },
    async unread() {
      const { rows } = await sql<{ origin: string; kind: string }>`
        select s.connection_id as origin, s.object_type as kind
        from sync s join connection c on c.id = s.connection_id
        where s.tenant_id = ${tenant} and c.tenant_id = ${tenant} and c.state <> 'uninstalled'
          and s.object_type = any(${engagementKinds}::text[])
        group by s.connection_id, s.object_type
        having bool_or(s.state = 'off') or bool_or(s.phase = 'backfill' and s.state <> 'done')`.execute(trx);
      const unread = new Map<string, Set<EngagementKind>>();
      for (const { origin, kind } of rows) {
        const known = engagementKinds.find((one) => one === kind);
        if (known !== undefined) unread.set(origin, (unread.get(origin) ?? new Set()).add(known));
      }
      return unread;
    },
    async around(subjects) {
      if (subjects.length === 0) return [];
      const { rows } = await sql<{ subject: string; linked: string; kind: string }>`
        select l.subject, l.linked, s.kind from (
          select from_subject as subject, to_subject as linked from link
            where tenant_id = ${tenant} and from_subject = any(${subjects}::bigint[])
          union
          select to_subject, from_subject from link
            where tenant_id = ${tenant} and to_subject = any(${subjects}::bigint[])
        ) l join subject s on s.id = l.linked order by 1, 2`.execute(trx);
      return rows.map((row) => ({ subject: row.subject, linked: row.linked, kind: toKind(row.kind) }));
    },
    saveLinks: (subjects) => saveLinks(trx, tenant, subjects),
    async page(kind, afterSubject, limit) {
      const { rows } = await sql<{ subject_id: string; body: object }>`
        select subject_id, body from twin where tenant_id = ${tenant} and kind = ${kind}
          and subject_id > ${afterSubject ?? '0'}::bigint order by subject_id limit ${limit}`.execute(trx);
      return rows.map((row): { subject: string; twin: Twin } => ({
        subject: row.subject_id,
        twin: readTwin.parse(row.body),
      }));
    },
    async count(kind) {
      const { rows } = await sql<{ count: number }>`
        select count(*)::int as count from twin where tenant_id = ${tenant} and kind = ${kind}`.execute(trx);
      return rows[0]?.count ?? 0;
    },
  };
}

/** A twin names linked records by `origin:kind` and id; those that are not known yet are linked when they come. */
async function saveLinks(
  trx: Kysely<Database>,
  tenant: TenantId,
  subjects: readonly string[],
): Promise<string[]> {
  if (subjects.length === 0) return [];
  const wanted = sql`
    select t.subject_id as from_subject, r.subject_id as to_subject
    from twin t
    cross join lateral jsonb_each(t.body -> 'links') as one(name, link)
    cross join lateral jsonb_array_elements_text(one.link -> 'ids') as id
    join subject_ref r on r.tenant_id = ${tenant} and r.origin = split_part(one.name, ':', 1)::uuid
      and r.object_type = split_part(one.name, ':', 2) and r.external_id = id
    where t.tenant_id = ${tenant} and t.subject_id = any(${subjects}::bigint[]) and r.subject_id <> t.subject_id
      -- Parted by a person: whoever says it again links nobody.
      and not exists (select from subject_ref own join identity_apart a on a.tenant_id = ${tenant}
        and a.origin = own.origin and a.object_type = own.object_type and a.external_id = own.external_id
        and a.other_origin = r.origin and a.other_type = r.object_type and a.other_id = r.external_id
        where own.tenant_id = ${tenant} and own.subject_id = t.subject_id and own.origin = r.origin)`;
  const gone = await sql<{ to_subject: string }>`
    delete from link l where l.tenant_id = ${tenant} and l.from_subject = any(${subjects}::bigint[])
      and not exists (select from (${wanted}) w where w.from_subject = l.from_subject and w.to_subject = l.to_subject)
    returning to_subject`.execute(trx);
  const come = await sql<{ to_subject: string }>`
    insert into link (tenant_id, from_subject, to_subject)
    select distinct ${tenant}::uuid, w.from_subject, w.to_subject from (${wanted}) w
    on conflict do nothing returning to_subject`.execute(trx);
  return [...new Set([...gone.rows, ...come.rows].map((row) => row.to_subject))];
}
