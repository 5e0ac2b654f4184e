// The sandbox in a process of its own, as the demo runs it: told by messages, it ends with its parent.
import { z } from 'zod';
import { isRevloopError } from '#errors.ts';
import { openLog } from '#log.ts';
import { startSandbox } from '#sandbox/sandbox.ts';

const begin = z.object({
  begin: z.object({
    dataDir: z.string(),
    server: z.string(),
    hubspotPort: z.number(),
    slackPort: z.number(),
    salesforcePort: z.number(),
    pubsubPort: z.number(),
    logLevel: z.enum(['debug', 'info', 'warn', 'error', 'silent']),
  }),
});
const events = z.object({ events: z.object({ url: z.string(), writeKey: z.string() }) });

type Sandbox = Awaited<ReturnType<typeof startSandbox>>;
let sandbox: Promise<Sandbox> | undefined;

process.on('message', (message) => {
  answer(message).catch((error: unknown) => {
    process.send?.({
      failed: error instanceof Error ? error.message : String(error),
      ...(isRevloopError(error) && error.code === 'PORT_BUSY' ? { busy: error.params } : {}),
    });
  });
});
process.on('disconnect', () => {
  // The parent is gone, in order or not: what is on its way is kept in the sandbox's own files.
  const end = () => process.exit(0);
  setTimeout(end, 5_000).unref();
  Promise.resolve(sandbox?.then((one) => one.stop())).then(end, end);
});
// Ctrl-C reaches the whole group; the parent decides when the sandbox stops.
process.on('SIGINT', () => undefined);

async function answer(message: unknown): Promise<void> {
  const started = begin.safeParse(message);
  if (started.success) {
    const { logLevel, ...options } = started.data.begin;
    sandbox = startSandbox({ ...options, clock: { now: () => new Date() }, log: openLog(logLevel) });
    const { hubspotUrl, slackUrl, salesforceUrl, pubsubUrl, credentials, portalId } = await sandbox;
    process.send?.({ ready: { hubspotUrl, slackUrl, salesforceUrl, pubsubUrl, credentials, portalId } });
    return;
  }
  const target = events.parse(message).events;
  const sent = await (await sandbox)?.sendEventsTo(target);
  process.send?.({ sent: sent ?? 0 });
}
