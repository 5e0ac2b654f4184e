// Rows of rules: each version as it was kept, and which one is live.
import { isDeepStrictEqual } from 'node:util';
import { type Kysely, sql } from 'kysely';
import { readRuleBody, ruleStates } from '#advise/rule/rule.ts';
import { treeVersion } from '#advise/rule/rule-tree.ts';
import type { KeptRule, RuleRows } from '#ports/store-rules.ts';
import type { TenantId } from '#sense/tenant.ts';
import { toKind } from './subject-kind.ts';
import type { Database } from './tables.ts';

export function ruleRows(trx: Kysely<Database>, tenant: TenantId): RuleRows {
  const own = () => trx.selectFrom('rule').selectAll().where('tenant_id', '=', tenant);
  /** One writer a rule: the next version is the next number, and no two of its versions are live. */
  const oneWriter = (id: string) =>
    sql`select pg_advisory_xact_lock(hashtext(${`rule ${tenant} ${id}`}))`.execute(trx);
  return {
    async all() {
      const rows = await own().orderBy('id').orderBy('version', 'desc').execute();
      return rows.flatMap((row) => toRule(row) ?? []);
    },
    async save(id, body, by, now) {
      await oneWriter(id);
      const last = await own().where('id', '=', id).orderBy('version', 'desc').limit(1).executeTakeFirst();
      const known = last === undefined ? null : toRule(last);
      if (known !== null && isDeepStrictEqual(bodyOf(known), body)) return known;
      const row = await trx
        .insertInto('rule')
        .values({
          tenant_id: tenant,
          id,
          version: (last?.version ?? 0) + 1,
          body: JSON.stringify(body),
          tree_version: treeVersion,
          state: 'draft',
          made_at: now,
          made_by: by,
          state_at: now,
          state_by: by,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      return { ...body, ...madeOf(row) };
    },
    async setState(id, version, state, by, now) {
      await oneWriter(id);
      const change = (to: string) =>
        trx
          .updateTable('rule')
          .set({ state: to, state_at: now, state_by: by })
          .where('tenant_id', '=', tenant)
          .where('id', '=', id);
      if (state === 'live')
        await change('off').where('state', '=', 'live').where('version', '<>', version).execute();
      const { numUpdatedRows } = await change(state).where('version', '=', version).executeTakeFirst();
      return numUpdatedRows > 0n;
    },
    async advising() {
      const { rows } = await sql<{ id: string; count: number }>`
        select substr(situation, 6) as id, count(*)::int as count from advice
        where tenant_id = ${tenant} and state in ('open', 'taken', 'snoozed') and situation like 'rule:%'
        group by 1 order by 1`.execute(trx);
      return rows;
    },
    async takeLooks(kinds, since, now) {
      if (kinds.length === 0) return [];
      const { rows } = await sql<{ kind: string }>`
        insert into rule_look (tenant_id, kind, looked_at)
        select ${tenant}, kind, ${now} from unnest(${kinds}::text[]) kind
        on conflict (tenant_id, kind) do update set looked_at = excluded.looked_at where rule_look.looked_at < ${since}
        returning kind`.execute(trx);
      return rows.map(({ kind }) => toKind(kind));
    },
  };
}

type Row = {
  id: string;
  version: number;
  body: object;
  state: string;
  made_at: Date;
  made_by: string | null;
  state_at: Date;
  state_by: string | null;
};

function madeOf(row: Row) {
  const state = ruleStates.find((one) => one === row.state) ?? 'off';
  return {
    ...{ id: row.id, version: row.version, state },
    ...{ madeAt: row.made_at, madeBy: row.made_by, stateAt: row.state_at, stateBy: row.state_by },
  };
}

/** Null where this version of Revloop cannot read it: it then advises nothing, and stands there as it was kept. */
function toRule(row: Row): KeptRule | null {
  const body = readRuleBody(row.body);
  return body === null ? null : { ...body, ...madeOf(row) };
}

function bodyOf({ title, kind, when, advice }: KeptRule) {
  return { title, kind, when, advice };
}
