// Runs a command's work on the store: of the Revloop that runs here, or on its own.
import { readConfig } from '#config.ts';
import { openEngines } from '#engines.ts';
import { openLog } from '#log.ts';
import type { OpenStore } from '#store/open.ts';

export async function onStore<T>(work: (store: OpenStore, publicUrl: string) => Promise<T>): Promise<T> {
  const config = readConfig();
  const clock = { now: () => new Date() };
  const engines = await openEngines({ config, clock, log: openLog('silent'), beside: true });
  try {
    return await work(engines.store, config.publicUrl);
  } finally {
    await engines.close();
  }
}
