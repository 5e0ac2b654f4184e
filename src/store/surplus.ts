// Rows of surplus: what was kept of product use beyond the dial is counted, and its removal asked for.
import { type Kysely, sql } from 'kysely';
import { noSurplus, type SurplusCount, type SurplusRows, surplusCount } from '#ports/store-surplus.ts';
import { levelIsBelow } from '#sense/collection.ts';
import type { TenantId } from '#sense/tenant.ts';
import { finishRemoval, keepsOthers, pseudonym, removePortion } from './surplus-removal.ts';
import type { Database } from './tables.ts';

export function surplusRows(trx: Kysely<Database>, tenant: TenantId): SurplusRows {
  return {
    async count({ level, properties }) {
      const noPeople = levelIsBelow(level, 'person');
      const goes = level === 'none' ? sql`true` : noPeople ? sql`r.object_type <> 'company'` : sql`false`;
      const users =
        level === 'company' ? sql`true` : level === 'counted' ? sql`u.usr !~ ${pseudonym}` : sql`false`;
      const { rows } = await sql`
        with name as (
          select r.* from subject_ref r where r.tenant_id = ${tenant} and not exists (select from connection c where c.id = r.origin)
        )
        select (select count(*) from name r where ${goes} and r.object_type <> 'company')::int as people,
          (select coalesce(sum(u.events), 0) from usage_feature u join name r on r.ref_id = u.ref_id
            where u.tenant_id = ${tenant} and ${goes})::int as events,
          (select count(*) from (select distinct r.origin, u.usr from usage_user u join name r on r.ref_id = u.ref_id
            where u.tenant_id = ${tenant} and r.object_type = 'company' and ${users}) x)::int as users,
          ${
            level === 'none' || properties.includes('*')
              ? sql`0`
              : sql`(select count(*) from signal s where s.tenant_id = ${tenant} and s.kind = 'product.event'
            ${noPeople ? sql`and s.object_type = 'company'` : sql``} and ${keepsOthers(properties)})::int`
          } as properties`.execute(trx);
      return surplusCount.parse(rows[0]);
    },
    async removal() {
      const { rows } = await sql<{ asked_at: Date; asked_by: string; removed: object; done_at: Date | null }>`
        select asked_at, asked_by, removed, done_at from surplus_removal where tenant_id = ${tenant}
        order by id desc limit 1`.execute(trx);
      return (
        rows.map(({ asked_at: askedAt, asked_by: askedBy, removed, done_at: doneAt }) => ({
          ...{ askedAt, askedBy, doneAt },
          removed: surplusCount.parse({ ...noSurplus, ...removed }) satisfies SurplusCount,
        }))[0] ?? null
      );
    },
    async ask(who, now) {
      await sql`insert into surplus_removal (tenant_id, asked_at, asked_by) values (${tenant}, ${now}, ${who})
        on conflict (tenant_id) where done_at is null do nothing`.execute(trx);
    },
    removeSome: (dial) => removePortion(trx, tenant, dial),
    finish: (now) => finishRemoval(trx, tenant, now),
  };
}
