// Watches the first reading and the first scores, and tells a person how far it is.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Ports } from '#ports.ts';

type Needs = Pick<Ports, 'store' | 'clock'> & { readonly say: (line: string) => void };
const mostSeconds = 180;

/** Returns when scores are written, or when it has watched long enough. */
export async function watchFirstTurn(
  { store, clock, say }: Needs,
  tenant: string,
  connection: string,
): Promise<void> {
  const began = clock.now().getTime();
  let told = '';
  const tell = (line: string) => {
    if (line !== told)
      say(`  ${String(Math.round((clock.now().getTime() - began) / 1000)).padStart(3)} s  ${line}`);
    told = line;
  };
  for (let tries = 0; tries < mostSeconds; tries += 1) {
    const seen = await store.asTenant(tenant, async (rows) => {
      const all = await rows.syncs.all(connection);
      const syncs = all.filter(({ phase }) => phase === 'backfill');
      const pasts = all.filter(({ phase, state }) => phase === 'past' && state !== 'done');
      const weights = await rows.weights.live('lead');
      const written = await rows.outbox.list({ states: ['done'], limit: 200 });
      return {
        records: syncs.reduce((sum, one) => sum + one.seen, 0),
        now:
          syncs.find(({ state }) => state === 'running' || state === 'waiting')?.objectType ??
          (pasts.length > 0 ? 'what they were before' : null),
        weights,
        writes: written.filter(({ kind }) => kind === 'crm.write').length,
        alerts: written.filter(({ kind }) => kind === 'chat.alert').length,
      };
    });
    if (seen.writes > 0 && seen.alerts > 0) {
      tell('scores are in HubSpot, alerts are in Slack');
      return;
    }
    if (seen.writes > 0) tell('the first scores are in HubSpot');
    else if (seen.weights !== null) tell('learned from the closed contacts; scoring');
    else if (seen.records > 0)
      tell(`read ${seen.records} records${seen.now === null ? '' : `, now ${seen.now}`}`);
    await sleep(1_000);
  }
}
