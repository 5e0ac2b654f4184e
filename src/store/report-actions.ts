// Rows for the log of actions: what was done where and when, and what was refused and why.
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import { actionKinds, actionStates } from '#act/action.ts';
import type { ActionFilter, ActionLine } from '#ports/reports.ts';
import type { TenantId } from '#sense/tenant.ts';
import { emailSql, nameSql, toName } from './report-subjects.ts';
import type { Database } from './tables.ts';

const actionRow = z.object({
  actionId: z.string(),
  actionKind: z.enum(actionKinds),
  connection: z.string(),
  objectType: z.string().nullable(),
  externalId: z.string().nullable(),
  payload: z.unknown(),
  state: z.enum(actionStates),
  attempts: z.number(),
  createdAt: z.date(),
  doneAt: z.date().nullable(),
  code: z.string().nullable(),
  problem: z.string().nullable(),
});

export async function actionLines(
  trx: Kysely<Database>,
  tenant: TenantId,
  filter: ActionFilter,
): Promise<ActionLine[]> {
  const { rows } = await sql`
    select a.id as "actionId", a.kind as "actionKind", a.connection_id as connection, a.object_type as "objectType",
      a.external_id as "externalId", a.payload, a.state, a.attempts, a.created_at as "createdAt", a.done_at as "doneAt",
      a.code, a.problem, s.id, s.kind, ${nameSql} as name, ${emailSql} as email
    from action a
    join subject s on s.id = a.subject_id
    left join twin t on t.tenant_id = a.tenant_id and t.subject_id = a.subject_id
    where a.tenant_id = ${tenant} and a.state = any(${filter.states}::text[]) and a.kind = any(${filter.kinds}::text[])
      and (${filter.subject}::bigint is null or a.subject_id = ${filter.subject}::bigint)
      and (${filter.before}::bigint is null or a.id < ${filter.before}::bigint)
    order by a.id desc limit ${filter.limit}`.execute(trx);
  return rows.map((row): ActionLine => {
    const { actionId, actionKind, ...rest } = actionRow.parse(row);
    return { ...rest, id: actionId, kind: actionKind, subject: toName(row) };
  });
}
