// Companies with ninety days of history behind them, kept as a tenant's rows: some slip, and most of those leave.
import { sql } from 'kysely';
import { type Random, seededRandom } from '#learn/random.ts';
import type { NewSignal } from '#sense/signal.ts';
import type { OpenStore } from '#store/open.ts';
import { replay } from '#twin/fold.ts';
import type { Twin } from '#twin/twin.ts';

const dayMs = 86_400_000;
const features = ['Logged In', 'Report Opened', 'Feature Tried', 'Export', 'page: Dashboard'];
const origin = '00000000-0000-4000-8000-000000000001';

type Kept = { id: number; kind: Twin['kind']; twin: Twin; signals: NewSignal[] };

/** A quarter slips: logins halve every week from then on; 85 % of them leave 44 to 72 days after. */
function aCompany(random: Random, id: number, start: number, days: number): Kept[] {
  const slips = random() < 0.25 ? Math.floor(random() * days) : null;
  const leaves = slips !== null && random() < 0.85 ? slips + 44 + Math.floor(random() * 28) : null;
  const company = subject('company', id, [
    record('company', id, start - 200 * dayMs, {
      name: `Company ${id}`,
      domain: `c${id}.example`,
      lifecyclestage: 'customer',
    }),
    ...(leaves !== null && leaves < days
      ? [record('company', id, start + leaves * dayMs, { lifecyclestage: 'other' })]
      : []),
  ]);
  const people = [1, 2, 3].map((nr) => person(random, id + nr, { start, days, slips, leaves }));
  const tickets = [4, 5].map((nr) => ticket(id + nr, start + Math.floor(random() * days) * dayMs));
  return [company, ...people, ...tickets];
}

type Life = { start: number; days: number; slips: number | null; leaves: number | null };

function person(random: Random, id: number, { start, days, slips, leaves }: Life): Kept {
  const signals: NewSignal[] = [record('contact', id, start - 200 * dayMs, { email: `p${id}@c.example` })];
  for (let day = 0; day < Math.min(days, leaves ?? days); day += 1) {
    const fallen = slips === null || day < slips + 10 ? 1 : 2 ** (-(day - slips - 10) / 7);
    if (random() > 0.55 * fallen) continue;
    for (let left = 1 + Math.floor(random() * 3); left > 0; left -= 1) {
      const name = features[Math.floor(random() * features.length)] ?? '';
      signals.push({
        ...{ kind: 'product.event', key: `${id}/${day}/${left}`, origin, objectType: 'contact' },
        ...{ externalId: String(id), occurredAt: new Date(start + day * dayMs + 36_000_000) },
        data: { name, user: `u${id}`, properties: {} },
      });
    }
  }
  return subject('contact', id, signals);
}

function ticket(id: number, at: number): Kept {
  const closed = new Date(at + 2 * dayMs).toISOString();
  return subject('ticket', id, [
    record('ticket', id, at, { createdate: new Date(at).toISOString(), closed_date: closed }),
  ]);
}

function record(
  objectType: Twin['kind'],
  id: number,
  at: number,
  properties: Record<string, string>,
): NewSignal {
  return {
    ...{ kind: 'crm.record', key: `${objectType}/${id}/${at}`, origin, objectType, externalId: String(id) },
    occurredAt: new Date(at),
    data: { properties, createdAt: new Date(at).toISOString(), archived: false },
  };
}

function subject(kind: Twin['kind'], id: number, signals: NewSignal[]): Kept {
  return {
    id,
    kind,
    signals,
    twin: replay(
      kind,
      signals.map((one) => ({ ...one, id: '', subject: String(id) })),
    ),
  };
}

export type Furnished = { readonly subjects: number; readonly signals: number };

/** Keeps them as the loop would have left them: subjects, twins, links, and what records said of themselves. */
export async function keepPastCompanies(
  store: OpenStore,
  tenant: string,
  input: { companies: number; days: number; now: Date; seed: number },
): Promise<Furnished> {
  const random = seededRandom(input.seed);
  const start = Math.floor(input.now.getTime() / dayMs) * dayMs - (input.days - 1) * dayMs;
  const sum = { subjects: 0, signals: 0 };
  for (let from = 0; from < input.companies; from += 250) {
    const batch = Array.from({ length: Math.min(250, input.companies - from) }, (_, nr) =>
      aCompany(random, (from + nr + 1) * 10, start, input.days),
    );
    const all = batch.flat();
    sum.subjects += all.length;
    sum.signals += all.reduce((count, { signals }) => count + signals.length, 0);
    await keep(
      store,
      tenant,
      all,
      batch.flatMap(([company, ...others]) => others.map((one) => [one.id, company?.id ?? 0])),
    );
  }
  await sql`analyze`.execute(store.db);
  return sum;
}

async function keep(
  store: OpenStore,
  tenant: string,
  all: readonly Kept[],
  links: readonly number[][],
): Promise<void> {
  const { db } = store;
  const ids = JSON.stringify(all.map(({ id, kind, twin }) => ({ id, kind, twin })));
  await sql`insert into subject (tenant_id, id, kind) select ${tenant}, x.id, x.kind
    from jsonb_to_recordset(${ids}::jsonb) as x(id bigint, kind text)`.execute(db);
  await sql`insert into twin (tenant_id, subject_id, kind, body) select ${tenant}, x.id, x.kind, x.twin
    from jsonb_to_recordset(${ids}::jsonb) as x(id bigint, kind text, twin jsonb)`.execute(db);
  await sql`insert into link (tenant_id, from_subject, to_subject)
    select ${tenant}, (x ->> 0)::bigint, (x ->> 1)::bigint from jsonb_array_elements(${JSON.stringify(links)}::jsonb) x`.execute(
    db,
  );
  const state = all.flatMap(({ id, signals }) =>
    signals.filter(({ kind }) => kind === 'crm.record').map((one) => ({ ...one, id })),
  );
  await sql`insert into signal (tenant_id, subject_id, key, kind, origin, object_type, external_id, occurred_at, data, folded)
    select ${tenant}, x.id, x.key, x.kind, x.origin, x."objectType", x."externalId", x."occurredAt", x.data, true
    from jsonb_to_recordset(${JSON.stringify(state)}::jsonb) as x(id bigint, key text, kind text, origin uuid,
      "objectType" text, "externalId" text, "occurredAt" timestamptz, data jsonb)`.execute(db);
}
