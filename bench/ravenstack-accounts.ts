// Accounts for all that was sent: what was kept, what had been sent before, what was refused, and what does not add up.
import type pg from 'pg';
import { z } from 'zod';
import type { Row } from './bench.ts';
import type { Files, Sent } from './ravenstack-input.ts';

const counts = z.object({
  events: z.coerce.number(),
  rolled: z.coerce.number(),
  known: z.coerce.number(),
  refused: z.coerce.number(),
  parked: z.coerce.number(),
  companies: z.coerce.number(),
  deals: z.coerce.number(),
  tickets: z.coerce.number(),
  linked: z.coerce.number(),
});

export async function accountFor(pool: pg.Pool, files: Files, sent: Sent): Promise<Row[]> {
  const { rows } = await pool.query(`select
    (select count(*) from signal where kind = 'product.event' and object_type = 'company') as events,
    (select coalesce(sum(u.events), 0) from usage_feature u) as rolled,
    (select count(*) from signal s join twin t on t.subject_id = s.subject_id and t.kind = 'company'
      where s.kind = 'product.event' and t.body -> 'properties' ? 'name') as known,
    (select coalesce(sum((regexp_match(problem, '^(\\d+) of'))[1]::int), 0) from delivery
      where source = 'segment' and problem is not null) as refused,
    (select count(*) from delivery where state = 'parked') as parked,
    (select count(*) from twin where kind = 'company' and body -> 'properties' ? 'name') as companies,
    (select count(*) from twin where kind = 'deal') as deals,
    (select count(*) from twin where kind = 'ticket') as tickets,
    (select count(distinct t.subject_id) from twin t join link l on l.from_subject = t.subject_id or l.to_subject = t.subject_id
      where t.kind = 'ticket') as linked`);
  const found = counts.parse(rows[0]);
  const again = sent.messages - sent.ids;
  return [
    {
      what: 'product events',
      ...{ sent: sent.messages, kept: found.events, again, refused: found.refused },
      'not accounted for': sent.messages - found.events - again - found.refused,
    },
    line('of them counted in rollups', found.events, found.rolled),
    line('of them about a company of the CRM', found.events, found.known),
    line('accounts', files.accounts.length, found.companies),
    line('tickets', files.tickets.length, found.tickets),
    line('of them linked with their account', files.tickets.length, found.linked),
    line('deliveries put aside', 0, found.parked),
  ];
}

function line(what: string, sent: number, kept: number): Row {
  return { what, sent, kept, again: 0, refused: 0, 'not accounted for': sent - kept };
}
