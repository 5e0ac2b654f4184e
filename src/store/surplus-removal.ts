// Removes what was kept of product use beyond the dial, a portion a transaction: signals, then counts and names, then the rest.
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Dial, SurplusCount } from '#ports/store-surplus.ts';
import { levelIsBelow, pseudonymOf } from '#sense/collection.ts';
import type { TenantId } from '#sense/tenant.ts';
import { pseudonymKeyOf } from './event-sources.ts';
import { holdFactsToMove } from './facts-lock.ts';
import { foldAnew } from './merge.ts';
import { erase } from './subjects.ts';
import type { Database } from './tables.ts';

const signalsAtOnce = 5_000;
const namesAtOnce = 100;

type Within = { readonly trx: Kysely<Database>; readonly tenant: TenantId; readonly dial: Dial };

/** As `pseudonymOf` makes them. */
export const pseudonym = '^p-[A-Za-z0-9_-]{16}$';

/** Whether the signal `s` keeps a property that is not among these. */
export function keepsOthers(properties: readonly string[]): RawBuilder<unknown> {
  return sql`exists (select from jsonb_object_keys(s.data -> 'properties') k
    where k <> 'groupId' and k <> all(${properties}::text[]))`;
}

/** True while there may be more. Whatever was kept since at the lower level is let alone: nothing of it is surplus. */
export async function removePortion(trx: Kysely<Database>, tenant: TenantId, dial: Dial): Promise<boolean> {
  const within = { trx, tenant, dial };
  // A turn under way would keep what it has read of it.
  await sql`select pg_advisory_xact_lock(hashtext('turn'), hashtext(${tenant}))`.execute(trx);
  await holdFactsToMove(trx, tenant);
  if (await thinSignals(within)) return true;
  if (await dropNames(within)) return true;
  if (await renameUsers(within)) return true;
  await triedAnew(within);
  await sql`delete from delivery d using surplus_removal m where d.tenant_id = ${tenant} and d.source = 'segment'
    and d.state <> 'kept' and m.tenant_id = ${tenant} and m.done_at is null and d.received_at <= m.asked_at`.execute(
    trx,
  );
  return false;
}

/** Everybody who was ever seen in the product is folded anew, from what stayed. */
export async function finishRemoval(trx: Kysely<Database>, tenant: TenantId, now: Date): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select subject_id as id from subject_ref r where r.tenant_id = ${tenant} and ${isOfProduct()}
    union select subject_id from twin where tenant_id = ${tenant} and body -> 'asOf' ->> 'product' is not null`.execute(
    trx,
  );
  await foldAnew(
    trx,
    tenant,
    rows.map(({ id }) => id),
    'surplus removed',
  );
  await sql`update surplus_removal set done_at = ${now} where tenant_id = ${tenant} and done_at is null`.execute(
    trx,
  );
}

type Row = {
  id: string;
  origin: string;
  object_type: string;
  name: string | null;
  usr: string | null;
};

/** All signals of the product once, in the order of their ids; true while there are more. */
async function thinSignals({ trx, tenant, dial }: Within): Promise<boolean> {
  const { rows } = await sql<Row>`
    select s.id, s.origin, s.object_type, s.data ->> 'name' as name, s.data ->> 'user' as usr from signal s
    where s.tenant_id = ${tenant} and s.kind in ('product.event', 'product.identified', 'product.member')
      and s.id > (select past_signal from surplus_removal where tenant_id = ${tenant} and done_at is null)
    order by s.id limit ${signalsAtOnce}`.execute(trx);
  const last = rows.at(-1);
  if (last === undefined) return false;
  const isGone = ({ object_type: type }: Row) =>
    dial.level === 'none' || (type !== 'company' && levelIsBelow(dial.level, 'person'));
  const gone = rows.filter(isGone);
  await sql`delete from signal where tenant_id = ${tenant} and id = any(${gone.map(({ id }) => id)}::bigint[])`.execute(
    trx,
  );
  const rename = await namesOfUsers({ trx, tenant, dial });
  const renamed = rows.flatMap((row) => {
    if (isGone(row) || row.name === null || row.usr === null) return [];
    const usr = rename(row.origin, row.usr);
    return usr === row.usr ? [] : [{ id: row.id, usr }];
  });
  await sql`update signal s set data = s.data || jsonb_build_object('user', x.usr)
    from jsonb_to_recordset(${JSON.stringify(renamed)}::jsonb) as x(id bigint, usr text)
    where s.tenant_id = ${tenant} and s.id = x.id`.execute(trx);
  const stripped = dial.properties.includes('*')
    ? 0n
    : (
        await sql`update signal s set data = jsonb_set(s.data, '{properties}', coalesce((
            select jsonb_object_agg(p.key, p.value) from jsonb_each(s.data -> 'properties') p
            where p.key = 'groupId' or p.key = any(${dial.properties}::text[])), '{}'))
          where s.tenant_id = ${tenant} and s.kind = 'product.event' and s.id = any(${rows.map(({ id }) => id)}::bigint[])
            and ${keepsOthers(dial.properties)}`.execute(trx)
      ).numAffectedRows;
  const events = gone.filter(({ name }) => name !== null).length;
  await note({ trx, tenant }, { events, properties: Number(stripped ?? 0n) });
  await sql`update surplus_removal set past_signal = ${last.id} where tenant_id = ${tenant} and done_at is null`.execute(
    trx,
  );
  return true;
}

/** What a user of a source is called from now on; null where nobody is counted, or the source's key is gone. */
async function namesOfUsers({
  trx,
  tenant,
  dial,
}: Within): Promise<(origin: string, usr: string) => string | null> {
  if (dial.level === 'person') return (_, usr) => usr;
  if (dial.level !== 'counted') return () => null;
  const { rows } = await sql<{ id: string; write_key_hash: Buffer }>`
    select id, write_key_hash from event_source where tenant_id = ${tenant}`.execute(trx);
  const keys = new Map(rows.map((row) => [row.id, pseudonymKeyOf(row.write_key_hash)]));
  const isOne = new RegExp(pseudonym);
  return (origin, usr) => {
    const key = keys.get(origin);
    return isOne.test(usr) ? usr : key === undefined ? null : pseudonymOf(key, usr);
  };
}

/** Names under which people (at no level any more: companies too) were known in the product, with all that hangs on them. */
async function dropNames({ trx, tenant, dial }: Within): Promise<boolean> {
  if (dial.level === 'person') return false;
  const { rows } = await sql<{ ref_id: string; subject_id: string; object_type: string }>`
    select r.ref_id, r.subject_id, r.object_type from subject_ref r where r.tenant_id = ${tenant} and ${isOfProduct()}
      ${dial.level === 'none' ? sql`` : sql`and r.object_type <> 'company'`} order by r.ref_id limit ${namesAtOnce}`.execute(
    trx,
  );
  if (rows.length === 0) return false;
  const refs = rows.map(({ ref_id: id }) => id);
  const subjects = [...new Set(rows.map(({ subject_id: id }) => id))];
  const among = sql`r.tenant_id = ${tenant} and r.ref_id = any(${refs}::bigint[])`;
  for (const table of ['usage_feature', 'usage_user'])
    await sql`delete from ${sql.table(table)} where tenant_id = ${tenant} and ref_id = any(${refs}::bigint[])`.execute(
      trx,
    );
  await sql`delete from usage_tried u using subject_ref r where ${among} and u.tenant_id = ${tenant}
    and u.origin = r.origin and u.object_type = r.object_type and u.external_id = r.external_id`.execute(trx);
  await sql`delete from identity_claim c using subject_ref r where ${among} and c.tenant_id = ${tenant}
    and c.subject_id = r.subject_id and (c.platform is null or c.platform = 'product')
    and (c.by_name = '' or c.by_name = r.external_id)`.execute(trx);
  await sql`delete from identity_apart a using subject_ref r where ${among} and a.tenant_id = ${tenant}
    and (a.origin = r.origin and a.object_type = r.object_type and a.external_id = r.external_id
      or a.other_origin = r.origin and a.other_type = r.object_type and a.other_id = r.external_id)`.execute(
    trx,
  );
  const { rows: left } = await sql<{ subject_id: string }>`select distinct subject_id from subject_ref r
    where r.tenant_id = ${tenant} and r.subject_id = any(${subjects}::bigint[]) and r.ref_id <> all(${refs}::bigint[])`.execute(
    trx,
  );
  const stay = new Set(left.map(({ subject_id: id }) => id));
  // Whom only the product knew is known no more.
  for (const subject of subjects.filter((one) => !stay.has(one))) {
    await erase(trx, tenant, subject, null);
    await sql`delete from subject where tenant_id = ${tenant} and id = ${subject}`.execute(trx);
  }
  await sql`delete from subject_ref r where ${among}`.execute(trx);
  await foldAnew(trx, tenant, [...stay], 'surplus removed');
  await note({ trx, tenant }, { people: rows.filter(({ object_type: type }) => type !== 'company').length });
  return true;
}

/** Users who were counted at companies: under another name where they still are, else not at all. */
async function renameUsers({ trx, tenant, dial }: Within): Promise<boolean> {
  if (dial.level !== 'company' && dial.level !== 'counted') return false;
  const beyond = dial.level === 'company' ? sql`true` : sql`u.usr !~ ${pseudonym}`;
  const { rows } = await sql<{ ref_id: string; origin: string; usr: string }>`
    select distinct u.ref_id, r.origin, u.usr from usage_user u join subject_ref r on r.ref_id = u.ref_id
    where u.tenant_id = ${tenant} and ${beyond} limit ${signalsAtOnce}`.execute(trx);
  if (rows.length === 0) return false;
  const rename = await namesOfUsers({ trx, tenant, dial });
  const named = JSON.stringify(rows.map((row) => ({ ...row, now: rename(row.origin, row.usr) })));
  const input = sql`jsonb_to_recordset(${named}::jsonb) as x(ref_id bigint, usr text, now text)`;
  await sql`
    insert into usage_user as k (tenant_id, ref_id, usr, month, events, days)
    select ${tenant}, u.ref_id, x.now, u.month, sum(u.events), bit_or(u.days) from ${input}
    join usage_user u on u.tenant_id = ${tenant} and u.ref_id = x.ref_id and u.usr = x.usr
    where x.now is not null group by 2, 3, 4
    on conflict (tenant_id, ref_id, usr, month) do update set events = k.events + excluded.events,
      days = k.days | excluded.days`.execute(trx);
  await sql`delete from usage_user u using ${input}
    where u.tenant_id = ${tenant} and u.ref_id = x.ref_id and u.usr = x.usr`.execute(trx);
  await note({ trx, tenant }, { users: new Set(rows.map(({ origin, usr }) => `${origin} ${usr}`)).size });
  return true;
}

/** First tries hang on properties too (`feature-of.ts`): where one of those is kept no more, they are found anew. */
async function triedAnew({ trx, tenant, dial }: Within): Promise<void> {
  const kept = featureNames.filter((name) => dial.properties.includes(name));
  if (dial.level === 'none' || dial.properties.includes('*') || kept.length === featureNames.length) return;
  const said = kept.map(
    (name) => sql`nullif(left(trim(case jsonb_typeof(s.data -> 'properties' -> ${name}) when 'string'
      then s.data -> 'properties' ->> ${name} end), 120), '')`,
  );
  await sql`delete from usage_tried where tenant_id = ${tenant}`.execute(trx);
  await sql`
    insert into usage_tried (tenant_id, origin, object_type, external_id, feature, first_at)
    select ${tenant}, s.origin, s.object_type, s.external_id, coalesce(${sql.join([...said, sql`s.data ->> 'name'`])}),
      min(s.occurred_at)
    from signal s where s.tenant_id = ${tenant} and s.kind = 'product.event' group by 2, 3, 4, 5`.execute(
    trx,
  );
}

const featureNames = ['feature', 'feature_name', 'featureName'];

/** A name that no CRM gave. */
function isOfProduct(): RawBuilder<unknown> {
  return sql`not exists (select from connection c where c.id = r.origin)`;
}

/** Adds to what was removed so far. */
async function note(
  { trx, tenant }: Pick<Within, 'trx' | 'tenant'>,
  more: Partial<SurplusCount>,
): Promise<void> {
  for (const [name, count] of Object.entries(more))
    await sql`update surplus_removal set removed = removed
        || jsonb_build_object(${name}::text, coalesce((removed ->> ${name}::text)::int, 0) + ${count}::int)
      where tenant_id = ${tenant} and done_at is null`.execute(trx);
}
