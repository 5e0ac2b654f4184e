// Where sleeping runs lie for a benchmark: a database, a tenant with 10,000 companies, and a live journey.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { journeyGraph } from '#advise/journey/journey-graph.ts';
import { openLog } from '#log.ts';
import { tenantSettings } from '#sense/tenant.ts';
import { startEmbedded } from '#store/embedded.ts';
import type { OpenStore } from '#store/open.ts';
import { emptyTwin } from '#twin/twin.ts';
import { openEngine } from './engine.ts';

export const subjects = 10_000;

const words = (en: string) => ({ en, 'zh-CN': '步骤' });
const graph = journeyGraph.parse({
  version: 1,
  kind: 'company',
  enter: { combinator: 'and', rules: [{ field: 'property:plan', operator: '=', value: 'pro' }] },
  again: null,
  leave: { combinator: 'and', rules: [{ field: 'property:plan', operator: '=', value: 'none' }] },
  goal: {
    when: { combinator: 'and', rules: [{ field: 'property:renewed', operator: '=', value: 'yes' }] },
    within: { days: 300 },
    at: 'ever',
  },
  start: 'nap',
  nodes: {
    nap: { kind: 'wait', for: { days: 1 }, next: 'call' },
    call: {
      kind: 'task',
      title: words('Call {name}'),
      body: words('Call'),
      dueDays: 1,
      owner: 'record',
      next: 'rest',
    },
    rest: { kind: 'wait', for: { days: 300 }, next: 'end' },
    end: { kind: 'goal' },
  },
});

export async function openDatabase(name: 'embedded' | 'server') {
  if (name === 'server') {
    const engine = await openEngine('server');
    return { address: { connectionString: engine.env['DATABASE_URL'] ?? '' }, close: () => engine.close() };
  }
  const directory = mkdtempSync(path.join(tmpdir(), 'revloop-bench-'));
  const embedded = await startEmbedded({ directory, log: openLog('warn') });
  await embedded.makeDatabase('bench');
  return {
    address: embedded.pool('bench'),
    async close() {
      await embedded.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** A tenant with a portal, 10,000 companies that have a record and a twin, and a live journey. */
export async function furnish(store: OpenStore): Promise<{ tenant: string; journey: string }> {
  const tenant = await store.doors.makeTenant('bench');
  const journey = randomUUID();
  const now = new Date();
  const connection = await store.asTenant(tenant, async (rows) => {
    const always = {
      hours: { from: '00:00', to: '00:00' },
      weekdays: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
    };
    const perCustomer = { most: 100, days: 1 };
    await rows.settings.save(tenantSettings.parse({ journeys: { ...always, perCustomer } }));
    await rows.journeys.make({
      ...{ id: journey, name: words('Bench'), kind: 'company', template: null },
      ...{ madeAt: now, madeBy: 'bench' },
    });
    await rows.journeys.saveVersion(journey, { graph }, 'bench', now);
    const why = { what: 'published', who: 'bench', detail: {}, at: now } as const;
    await rows.journeys.change(journey, { state: 'live', liveVersion: 1 }, why);
    const tokens = { accessToken: 'a', refreshToken: 'r', expiresAt: now };
    return rows.connections.save({ platform: 'hubspot', externalId: '1', account: {}, scopes: [], tokens });
  });
  const at = now.toISOString();
  const said = (value: string) => ({ value, at, by: 'bench' });
  const twin = { ...emptyTwin('company'), properties: { name: said('Acme'), plan: said('pro') } };
  const { pool } = store;
  await pool.query(`update journey set looked_at = now()`);
  await pool.query(
    `insert into subject (tenant_id, id, kind) select $1, n, 'company' from generate_series(1, ${subjects}) n`,
    [tenant],
  );
  await pool.query(
    `insert into subject_ref (tenant_id, origin, object_type, external_id, subject_id)
     select $1, $2, 'company', n::text, n from generate_series(1, ${subjects}) n`,
    [tenant, connection.id],
  );
  await pool.query(
    `insert into twin (tenant_id, subject_id, kind, body) select $1, n, 'company', $2 from generate_series(1, ${subjects}) n`,
    [tenant, JSON.stringify(twin)],
  );
  await pool.query('analyze');
  return { tenant, journey };
}
