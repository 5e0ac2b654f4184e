// Rows of outcomes: what happened after an advice, each said once.
import { type Kysely, type Selectable, sql } from 'kysely';
import { z } from 'zod';
import { newOutcome, type Outcome, outcomeKinds } from '#learn/outcome.ts';
import type { OutcomeRows } from '#ports/store.ts';
import type { TenantId } from '#sense/tenant.ts';
import type { Database } from './tables.ts';

const kind = z.enum(outcomeKinds);
const via = newOutcome.shape.via;

export function outcomeRows(trx: Kysely<Database>, tenant: TenantId): OutcomeRows {
  return {
    async record(outcomes) {
      if (outcomes.length === 0) return 0;
      const rows = await trx
        .insertInto('outcome')
        .values(
          outcomes.map((outcome) => ({
            tenant_id: tenant,
            key: outcome.key,
            subject_id: outcome.subject,
            advice_id: outcome.advice,
            kind: outcome.kind,
            via: outcome.via,
            said_by: outcome.by,
            at: outcome.at,
            note: outcome.note,
          })),
        )
        .onConflict((conflict) => conflict.columns(['tenant_id', 'key']).doNothing())
        .returning('id')
        .execute();
      return rows.length;
    },
    async note(key, note) {
      const { numUpdatedRows } = await trx
        .updateTable('outcome')
        .set({ note })
        .where('tenant_id', '=', tenant)
        .where('key', '=', key)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
    async of(subject) {
      const rows = await trx
        .selectFrom('outcome')
        .selectAll()
        .where('tenant_id', '=', tenant)
        .where('subject_id', '=', subject)
        .orderBy('at')
        .orderBy('id')
        .execute();
      return rows.map(toOutcome);
    },
    async lately(subjects, limit) {
      const { rows } = await sql<Row>`
        select o.* from unnest(${subjects}::bigint[]) s cross join lateral (
          select id, key, subject_id, advice_id, kind, via, said_by, at, note from outcome
          where tenant_id = ${tenant} and subject_id = s order by at desc, id desc limit ${limit}) o`.execute(
        trx,
      );
      return rows.map(toOutcome);
    },
  };
}

type Row = Selectable<Database['outcome']>;

function toOutcome(row: Omit<Row, 'tenant_id'>): Outcome {
  return {
    id: row.id,
    key: row.key,
    subject: row.subject_id,
    advice: row.advice_id,
    kind: kind.parse(row.kind),
    via: via.parse(row.via),
    by: row.said_by,
    at: row.at,
    note: row.note,
  };
}
