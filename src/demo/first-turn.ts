// Watches the first reading and the first scores, and tells a person how far it is.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Terminal } from '#command.ts';
import type { TenantStore } from '#ports/store.ts';
import type { Ports } from '#ports.ts';
import { isTextKey } from '#texts/texts.ts';

type Line = (text: Terminal['say']) => string;
type Needs = Pick<Ports, 'store' | 'clock'> & {
  readonly say: (line: Line) => void;
  readonly enough: AbortSignal | undefined;
};
const mostSeconds = 180;
/** Who hears nothing for so long thinks that it hangs. */
const quietSeconds = 10;
/** Learning waits while more than these are not folded yet, as in `store/doors.ts`. */
const leftToFold = 100;

/** Returns when scores are written, when it has watched long enough, or when somebody has `enough`. */
export async function watchFirstTurn(
  { store, clock, say, enough }: Needs,
  tenant: string,
  connection: string,
): Promise<void> {
  const began = clock.now().getTime();
  let told = { line: '', at: 0 };
  const tell = (line: Line) =>
    say((text) => {
      const seconds = Math.round((clock.now().getTime() - began) / 1000);
      return text('cli.start.at', { seconds: String(seconds).padStart(3), line: line(text) });
    });
  for (let tries = 0; tries < mostSeconds; tries += 1) {
    if (enough?.aborted) return;
    const seen = await store.asTenant(tenant, (rows) => look(rows, connection, clock.now()));
    const { key, params, what } = seen;
    const now = clock.now().getTime();
    const line = JSON.stringify(seen);
    if (told.line !== line || now - told.at >= quietSeconds * 1000) {
      tell((text) => text(key, { ...params, ...(what === undefined ? {} : { what: text(what) }) }));
      told = { line, at: now };
    }
    if (key === 'cli.start.turn.done') return;
    await sleep(1_000, null, { signal: enough }).catch(() => undefined);
  }
  tell((text) => text('cli.start.turn.late'));
}

type Seen = {
  readonly key: Parameters<Terminal['say']>[0];
  readonly params?: Readonly<Record<string, number>>;
  /** What is being read. */
  readonly what?: Parameters<Terminal['say']>[0];
};

async function look(
  rows: Pick<TenantStore, 'syncs' | 'weights' | 'outbox' | 'subjects'>,
  connection: string,
  now: Date,
): Promise<Seen> {
  const written = await rows.outbox.list({ states: ['done'], limit: 200 });
  const writes = written.some(({ kind }) => kind === 'crm.write');
  if (writes && written.some(({ kind }) => kind === 'chat.alert')) return { key: 'cli.start.turn.done' };
  if (writes) return { key: 'cli.start.turn.first' };
  if ((await rows.weights.live('lead')) !== null) return { key: 'cli.start.turn.score' };
  const all = await rows.syncs.all(connection);
  const isOpen = ({ state }: { readonly state: string }) => state === 'running' || state === 'waiting';
  const syncs = all.filter(({ phase }) => phase === 'backfill');
  const records = syncs.reduce((sum, one) => sum + one.seen, 0);
  if (records === 0) return { key: 'cli.start.turn.begin' };
  const open = syncs.filter(isOpen);
  const reading = open.find(({ state }) => state === 'running') ?? open[0];
  if (reading !== undefined) {
    const named = `console.object.${reading.objectType}`;
    const what = isTextKey(named) ? named : 'console.reading.title';
    return { key: 'cli.start.turn.read', params: { records }, what };
  }
  const pasts = all.filter(({ phase }) => phase === 'past');
  if (pasts.some(isOpen)) {
    const seen = pasts.reduce((sum, one) => sum + one.seen, 0);
    const whole = new Map(syncs.map((one) => [one.objectType, one.seen]));
    const total = pasts.reduce((sum, one) => sum + (one.total ?? whole.get(one.objectType) ?? 0), 0);
    return { key: 'cli.start.turn.past', params: { records, seen, total } };
  }
  const left = (await rows.subjects.dirty(now, leftToFold)).length;
  return left < leftToFold
    ? { key: 'cli.start.turn.learn' }
    : { key: 'cli.start.turn.fold', params: { records } };
}
