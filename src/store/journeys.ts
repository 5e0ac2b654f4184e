// Rows of journeys and their versions; a version is written once and never changed.
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import { graphHash, type Journey, type JourneyVersion, journeyStates } from '#advise/journey/journey.ts';
import { journeyGraph, journeyKinds } from '#advise/journey/journey-graph.ts';
import { words } from '#advise/journey/words.ts';
import { fail } from '#errors.ts';
import type { JourneyChange, JourneyRows } from '#ports/journeys.ts';
import type { TenantId } from '#sense/tenant.ts';
import type { Database } from './tables.ts';

const journeyRow = z.object({
  id: z.string(),
  name: words,
  kind: z.enum(journeyKinds),
  state: z.enum(journeyStates),
  liveVersion: z.number().nullable(),
  dryRun: z.boolean(),
  template: z.string().nullable(),
  madeAt: z.date(),
  madeBy: z.string(),
});
const columns = sql`id, name, kind, state, live_version as "liveVersion", dry_run as "dryRun", template,
  made_at as "madeAt", made_by as "madeBy"`;

const headRow = z.object({
  journey: z.string(),
  version: z.number(),
  hash: z.string(),
  madeAt: z.date(),
  madeBy: z.string(),
});
const versionRow = headRow.extend({ graph: journeyGraph });
const head = sql`v.journey_id as journey, v.version, v.hash, v.made_at as "madeAt", v.made_by as "madeBy"`;

const changeRow = z.object({
  what: z.enum(['made', 'saved', 'published', 'paused', 'resumed', 'killed', 'dry_run', 'moved', 'renamed']),
  who: z.string(),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  at: z.date(),
});

export function journeyRows(trx: Kysely<Database>, tenant: TenantId): JourneyRows {
  const note = async (id: string, { what, who, detail, at }: JourneyChange) => {
    await sql`insert into journey_change (tenant_id, journey_id, what, who, detail, at)
      values (${tenant}, ${id}, ${what}, ${who}, ${JSON.stringify(detail)}, ${at})`.execute(trx);
  };
  return {
    async all() {
      const { rows } = await sql`select ${columns} from journey where tenant_id = ${tenant}
        order by made_at, id`.execute(trx);
      return rows.map((row): Journey => journeyRow.parse(row));
    },
    async get(id) {
      const { rows } =
        await sql`select ${columns} from journey where tenant_id = ${tenant} and id = ${id}`.execute(trx);
      return rows[0] === undefined ? null : journeyRow.parse(rows[0]);
    },
    async hold(id) {
      const { rows } =
        await sql`select ${columns} from journey where tenant_id = ${tenant} and id = ${id} for update`.execute(
          trx,
        );
      return rows[0] === undefined ? null : journeyRow.parse(rows[0]);
    },
    async make({ id, name, kind, template, madeAt, madeBy }) {
      await sql`insert into journey (tenant_id, id, name, kind, template, made_at, made_by)
        values (${tenant}, ${id}, ${JSON.stringify(name)}, ${kind}, ${template}, ${madeAt}, ${madeBy})`.execute(
        trx,
      );
      await note(id, {
        what: 'made',
        who: madeBy,
        detail: template === null ? {} : { template },
        at: madeAt,
      });
    },
    async change(id, { name, state, liveVersion, dryRun }, why) {
      await sql`update journey set
          name = coalesce(${name === undefined ? null : JSON.stringify(name)}::jsonb, name),
          state = coalesce(${state ?? null}, state), live_version = coalesce(${liveVersion ?? null}, live_version),
          dry_run = coalesce(${dryRun ?? null}, dry_run)
        where tenant_id = ${tenant} and id = ${id}`.execute(trx);
      await note(id, why);
    },
    async changes(id) {
      const { rows } = await sql`select what, who, detail, at from journey_change
        where tenant_id = ${tenant} and journey_id = ${id} order by id desc limit 200`.execute(trx);
      return rows.map((row) => changeRow.parse(row));
    },
    async saveVersion(id, { graph }, by, now) {
      // Two who save at the same moment get two numbers.
      const locked =
        await sql`select id from journey where tenant_id = ${tenant} and id = ${id} for update`.execute(trx);
      if (locked.rows.length === 0) return fail('NOT_FOUND', { what: 'journey' });
      const hash = graphHash(graph);
      const { rows } = await sql<{ version: number }>`
        insert into journey_version (tenant_id, journey_id, version, graph, hash, made_at, made_by)
        select ${tenant}, ${id}, coalesce(max(version), 0) + 1, ${JSON.stringify(graph)}::jsonb, ${hash}, ${now}, ${by}
        from journey_version where journey_id = ${id}
        on conflict (journey_id, hash) do nothing returning version`.execute(trx);
      const [made] = rows;
      if (made !== undefined) {
        await note(id, { what: 'saved', who: by, detail: { version: made.version }, at: now });
        return { version: made.version, fresh: true };
      }
      const same = await sql<{ version: number }>`select version from journey_version
        where journey_id = ${id} and hash = ${hash}`.execute(trx);
      return { version: same.rows[0]?.version ?? 0, fresh: false };
    },
    async versions(id) {
      const { rows } = await sql`select ${head} from journey_version v
        where v.tenant_id = ${tenant} and v.journey_id = ${id} order by v.version desc`.execute(trx);
      return rows.map((row) => headRow.parse(row));
    },
    async version(id, version) {
      const { rows } = await sql`select ${head}, v.graph from journey_version v
        where v.tenant_id = ${tenant} and v.journey_id = ${id} and v.version = ${version}`.execute(trx);
      return rows[0] === undefined ? null : toVersion(rows[0]);
    },
    async liveVersions() {
      const { rows } = await sql<{ dryRun: boolean }>`
        select ${head}, v.graph, j.dry_run as "dryRun" from journey j
        join journey_version v on v.journey_id = j.id and v.version = j.live_version
        where j.tenant_id = ${tenant} and j.state = 'live' order by j.made_at, j.id`.execute(trx);
      return rows.map((row) => ({ ...toVersion(row), dryRun: row.dryRun }));
    },
  };
}

function toVersion(row: unknown): JourneyVersion {
  return versionRow.parse(row);
}
