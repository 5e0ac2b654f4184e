// Rows of weights: every version that learning made, and which one is live.
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { learnable } from '#analyze/target.ts';
import type { WeightsRow, WeightsRows } from '#ports/store.ts';
import type { TenantId } from '#sense/tenant.ts';
import type { Database } from './tables.ts';

const states = z.enum(['candidate', 'live', 'retired', 'declined']);

export function weightsRows(trx: Kysely<Database>, tenant: TenantId): WeightsRows {
  const all = (target: string) =>
    trx.selectFrom('weights').selectAll().where('tenant_id', '=', tenant).where('target', '=', target);
  const retire = (target: string) =>
    trx
      .updateTable('weights')
      .set({ state: 'retired' })
      .where('tenant_id', '=', tenant)
      .where('target', '=', target)
      .where('state', '=', 'live')
      .execute();
  return {
    async live(target) {
      const row = await all(target).where('state', '=', 'live').executeTakeFirst();
      return row === undefined ? null : toRow(row);
    },
    async version(target, version) {
      const row = await all(target).where('version', '=', version).executeTakeFirst();
      return row === undefined ? null : toRow(row);
    },
    async list(target) {
      return (await all(target).orderBy('version', 'desc').execute()).map(toRow);
    },
    async save({ target, body, report, state }, now) {
      const last = await all(target).orderBy('version', 'desc').limit(1).executeTakeFirst();
      if (state === 'live') await retire(target);
      const row = await trx
        .insertInto('weights')
        .values({
          tenant_id: tenant,
          target,
          version: (last?.version ?? 0) + 1,
          body: JSON.stringify(body),
          report: JSON.stringify(report),
          state,
          trained_at: now,
          promoted_by: state === 'live' ? 'learn' : null,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      return toRow(row);
    },
    async confirm(target, version, now) {
      await trx
        .updateTable('weights')
        .set({ trained_at: now })
        .where('tenant_id', '=', tenant)
        .where('target', '=', target)
        .where('version', '=', version)
        .execute();
    },
    async put(target, version, state) {
      await trx
        .updateTable('weights')
        .set({ state })
        .where('tenant_id', '=', tenant)
        .where('target', '=', target)
        .where('version', '=', version)
        .where('state', '<>', 'live')
        .execute();
    },
    async promote(target, version, by) {
      await retire(target);
      await trx
        .updateTable('weights')
        .set({ state: 'live', promoted_by: by })
        .where('tenant_id', '=', tenant)
        .where('target', '=', target)
        .where('version', '=', version)
        .execute();
    },
  };
}

function toRow(row: {
  target: string;
  version: number;
  body: object;
  report: object;
  state: string;
  trained_at: Date;
}): WeightsRow {
  return {
    target: learnable.parse(row.target),
    version: row.version,
    body: row.body,
    report: row.report,
    state: states.parse(row.state),
    trainedAt: row.trained_at,
  };
}
