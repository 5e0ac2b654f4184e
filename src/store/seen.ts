// What was ever seen of a tenant's data: which events, which properties, and whether there are users, tickets and talks.
import { type Kysely, sql } from 'kysely';
import type { SeenRows } from '#ports/journeys.ts';
import type { TenantId } from '#sense/tenant.ts';
import type { Database } from './tables.ts';

const kinds = ['any_event', 'users', 'ticket', 'deal', 'engagement'] as const;

export function seenRows(trx: Kysely<Database>, tenant: TenantId): SeenRows {
  const exists = async (condition: ReturnType<typeof sql>) => {
    const { rows } = await sql<{ there: boolean }>`
      select exists (select from twin where tenant_id = ${tenant} and ${condition}) as there`.execute(trx);
    return rows[0]?.there ?? false;
  };
  return {
    async of(kind, { events, properties }) {
      const there = async (names: readonly string[], condition: (name: string) => ReturnType<typeof sql>) => {
        const found = new Set<string>();
        for (const name of new Set(names)) if (await exists(condition(name))) found.add(name);
        return found;
      };
      const whether: Readonly<Record<(typeof kinds)[number], ReturnType<typeof sql>>> = {
        any_event: sql`body -> 'events' <> '{}'`,
        users: sql`body -> 'users' <> '{}'`,
        ticket: sql`kind = 'ticket'`,
        deal: sql`kind = 'deal'`,
        engagement: sql`body -> 'engagements' <> '{}'`,
      };
      const seen = new Set<(typeof kinds)[number]>();
      for (const one of kinds) if (await exists(whether[one])) seen.add(one);
      return {
        events: await there(events, (name) => sql`body -> 'events' ? ${name}`),
        properties: await there(properties, (name) => sql`kind = ${kind} and body -> 'properties' ? ${name}`),
        kinds: seen,
      };
    },
  };
}
