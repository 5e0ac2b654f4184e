// Rows of notices: the one chat message of each advice.
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { adviceStates } from '#advise/advice.ts';
import type { NoticeRows } from '#ports/store.ts';
import type { TenantId } from '#sense/tenant.ts';
import type { Database } from './tables.ts';

const told = z.strictObject({ state: z.enum(adviceStates), score: z.number().nullable(), band: z.string() });

export function noticeRows(trx: Kysely<Database>, tenant: TenantId): NoticeRows {
  return {
    async of(advice) {
      const row = await trx
        .selectFrom('notice')
        .selectAll()
        .where('tenant_id', '=', tenant)
        .where('advice_id', '=', advice)
        .executeTakeFirst();
      if (row === undefined) return null;
      return {
        advice: row.advice_id,
        connection: row.connection_id,
        channel: row.channel,
        ts: row.ts,
        hash: row.hash,
        told: told.parse(row.told),
      };
    },
    async save(notice, now) {
      const row = {
        connection_id: notice.connection,
        channel: notice.channel,
        ts: notice.ts,
        hash: notice.hash,
        told: JSON.stringify(notice.told),
      };
      await trx
        .insertInto('notice')
        .values({ tenant_id: tenant, advice_id: notice.advice, sent_at: now, ...row })
        .onConflict((conflict) => conflict.column('advice_id').doUpdateSet(row))
        .execute();
    },
    async takeBack(advice) {
      await trx
        .deleteFrom('notice')
        .where('tenant_id', '=', tenant)
        .where('advice_id', '=', advice)
        .where('ts', '=', '')
        .execute();
    },
    async countSince(channel, since) {
      const { count } = await trx
        .selectFrom('notice')
        .select(({ fn }) => fn.countAll<string>().as('count'))
        .where('tenant_id', '=', tenant)
        .where('channel', '=', channel)
        .where('sent_at', '>=', since)
        .executeTakeFirstOrThrow();
      return Number(count);
    },
  };
}
