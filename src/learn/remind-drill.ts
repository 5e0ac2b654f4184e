// Reminds the managers that a drill is due: once a quarter, in the channel, where something was learned that people can be held against.
import { toWeights } from '#analyze/weights.ts';
import type { TenantStore } from '#ports/store.ts';
import type { Ports } from '#ports.ts';
import type { TenantId } from '#sense/tenant.ts';
import { text } from '#texts/texts.ts';
import { drillTargets } from './drill.ts';

export const quarterMs = 91 * 86_400_000;
/** Fewer open ones than this give no report. */
const leastOpen = 20;

/** `console`: where it is. What is put into the outbox under the same key is said once. */
export async function remindOfDrill(
  { store, clock, console }: Pick<Ports, 'store' | 'clock'> & { readonly console?: string },
  tenant: TenantId,
): Promise<void> {
  if (console !== undefined) await store.asTenant(tenant, (rows) => remind(rows, console, clock.now()));
}

async function remind(rows: TenantStore, console: string, now: Date): Promise<void> {
  const since = await begunAt(rows);
  if (since === null || now.getTime() - since.getTime() <= quarterMs) return;
  const workspace = (await rows.connections.all()).find(
    ({ platform, state }) => platform === 'slack' && state === 'active',
  );
  const first = workspace === undefined ? undefined : await firstOpen(rows);
  if (workspace === undefined || first === undefined) return;
  const { locale } = (await rows.settings.read()).settings;
  const link = { label: text(locale, 'slack.drill.begin'), url: `${console}/governance/drills` };
  const words = text(locale, 'slack.drill.due');
  const payload = { to: 'channel' as const, text: words, crm: null, ownerId: null, link };
  const quarter = Math.floor((now.getTime() - since.getTime()) / quarterMs);
  const key = `drill/due/${since.toISOString()}/${quarter}`;
  await rows.outbox.put(
    [{ kind: 'chat.say', key, connection: workspace.id, subject: first.subject, payload }],
    now,
  );
}

/** When the last drill was begun; before there was one, since when there is a machine to be held against. */
async function begunAt(rows: TenantStore): Promise<Date | null> {
  const [last] = await rows.drills.list(1);
  if (last !== undefined) return last.madeAt;
  const times: number[] = [];
  for (const target of drillTargets)
    for (const { body, trainedAt } of await rows.weights.list(target))
      if (toWeights(body).learner !== 'prior') times.push(trainedAt.getTime());
  return times.length === 0 ? null : new Date(Math.min(...times));
}

/** One of enough that are open and told apart by what was learned: leads, or deals or customers where there are no leads. */
async function firstOpen(rows: TenantStore): Promise<{ readonly subject: string } | undefined> {
  for (const target of drillTargets) {
    const live = await rows.weights.live(target);
    if (live === null || toWeights(live.body).learner === 'prior') continue;
    const open = await rows.drills.candidates(target, leastOpen);
    if (open.length >= leastOpen) return open[0];
  }
  return undefined;
}
