// Rows of advice: at most one live advice for each situation of a subject.
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Kysely, Selectable } from 'kysely';
import { sql } from 'kysely';
import { type Advice, adviceStates, newAdvice } from '#advise/advice.ts';
import type { AdviceRows } from '#ports/store.ts';
import type { TenantId } from '#sense/tenant.ts';
import type { Database } from './tables.ts';

const live = ['open', 'taken', 'snoozed'] as const;
const closed = adviceStates.filter((state) => !live.some((one) => one === state));

export function adviceRows(trx: Kysely<Database>, tenant: TenantId): AdviceRows {
  const own = () => trx.selectFrom('advice').selectAll().where('tenant_id', '=', tenant);
  return {
    async live(subjects) {
      if (subjects.length === 0) return [];
      const rows = await own()
        .where('subject_id', '=', sql<string>`any(${subjects}::bigint[])`)
        .where('state', 'in', live)
        .orderBy('created_at')
        .orderBy('id')
        .execute();
      return rows.map(toAdvice);
    },
    async get(id) {
      const row = await own().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : toAdvice(row);
    },
    async hold(id) {
      const row = await own().where('id', '=', id).forUpdate().executeTakeFirst();
      return row === undefined ? null : toAdvice(row);
    },
    async save(advice, now) {
      const body = newAdvice.parse(advice);
      const known = await own()
        .where('subject_id', '=', body.subject)
        .where('situation', '=', body.situation)
        .where('state', 'in', live)
        .forUpdate()
        .executeTakeFirst();
      if (known && isDeepStrictEqual(newAdvice.parse(known.body), body))
        return { advice: toAdvice(known), fresh: false };
      if (known) {
        const row = await trx
          .updateTable('advice')
          .set({ body: JSON.stringify(body), updated_at: now })
          .where('tenant_id', '=', tenant)
          .where('id', '=', known.id)
          .returningAll()
          .executeTakeFirstOrThrow();
        return { advice: toAdvice(row), fresh: false };
      }
      // Somebody closed it while the turn was looking: it is not opened again behind their back.
      const answered = await own()
        .where('subject_id', '=', body.subject)
        .where('situation', '=', body.situation)
        .where('state', 'in', closed)
        .where('updated_at', '>', now)
        .executeTakeFirst();
      if (answered) return { advice: toAdvice(answered), fresh: false };
      const row = await trx
        .insertInto('advice')
        .values({
          tenant_id: tenant,
          id: randomUUID(),
          subject_id: body.subject,
          situation: body.situation,
          body: JSON.stringify(body),
          created_at: now,
          updated_at: now,
          answered_by: null,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      return { advice: toAdvice(row), fresh: true };
    },
    async answer(id, { state, by, snoozedUntil }, now) {
      const row = await trx
        .updateTable('advice')
        .set({ state, answered_by: by, snoozed_until: snoozedUntil, updated_at: now })
        .where('tenant_id', '=', tenant)
        .where('id', '=', id)
        .where('state', 'in', live)
        .returningAll()
        .executeTakeFirst();
      return row === undefined ? null : toAdvice(row);
    },
    async awake(now) {
      const rows = await own()
        .where('state', '=', 'snoozed')
        .where('snoozed_until', '<=', now)
        .orderBy('snoozed_until')
        .forUpdate()
        .execute();
      return rows.map(toAdvice);
    },
    async closed(subjects, since) {
      if (subjects.length === 0) return [];
      const rows = await own()
        .where('subject_id', '=', sql<string>`any(${subjects}::bigint[])`)
        .where('state', 'in', closed)
        .where('updated_at', '>=', since)
        .orderBy('updated_at', 'desc')
        .execute();
      return rows.map(toAdvice);
    },
    async list(states, limit) {
      const rows = await own()
        .where('state', 'in', states)
        .orderBy(sql`(body ->> 'alert')::boolean`, 'desc')
        .orderBy('updated_at', 'desc')
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map(toAdvice);
    },
  };
}

function toAdvice(row: Selectable<Database['advice']>): Advice {
  return {
    ...newAdvice.parse(row.body),
    // A merge of subjects re-points the row, not the body.
    subject: row.subject_id,
    id: row.id,
    state: adviceStates.find((state) => state === row.state) ?? 'expired',
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    snoozedUntil: row.snoozed_until,
    answeredBy: row.answered_by,
  };
}
