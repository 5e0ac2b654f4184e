// Rows for the list of deliveries: what came in when, and why it was put aside.
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { DeliveryFilter, DeliveryLine } from '#ports/reports.ts';
import { deliverySources } from '#sense/delivery.ts';
import type { TenantId } from '#sense/tenant.ts';
import type { Database } from './tables.ts';

/** Characters of a body that are shown; one takes up to four bytes. */
const shown = 2_000;
const mostBytes = shown * 4;

const deliveryRow = z.object({
  id: z.string(),
  source: z.enum(deliverySources),
  receivedAt: z.date(),
  attempts: z.number(),
  problem: z.string().nullable(),
  head: z.instanceof(Buffer),
  bytes: z.number(),
});

export async function deliveryLines(
  trx: Kysely<Database>,
  tenant: TenantId,
  { state, before, limit }: DeliveryFilter,
): Promise<DeliveryLine[]> {
  const { rows } = await sql`
    select id, source, received_at as "receivedAt", attempts, problem, substring(body from 1 for ${mostBytes}::int) as head,
      length(body) as bytes
    from delivery where tenant_id = ${tenant} and state = ${state}
      and (${before}::bigint is null or id < ${before}::bigint)
    order by id desc limit ${limit}`.execute(trx);
  return rows.map((row): DeliveryLine => {
    const { head, ...rest } = deliveryRow.parse(row);
    return { ...rest, body: [...head.toString('utf8')].slice(0, shown).join('') };
  });
}
