// A Revloop server in a process of its own, as `npm start` runs it, that tells what it costs.
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { toConfig } from '#config.ts';
import { openLog } from '#log.ts';
import { type Running, start } from '#main.ts';
import { serveParent } from './child.ts';
import { ownCost } from './cost.ts';

const message = z.union([
  z.object({ start: z.record(z.string(), z.string()) }),
  z.object({ cost: z.literal(true) }),
]);
let running: Running | null = null;

async function work(given: unknown): Promise<unknown> {
  const asked = message.parse(given);
  if ('start' in asked) {
    const config = toConfig(asked.start);
    const file = path.join(config.REVLOOP_DATA_DIR, 'revloop.log');
    const log = openLog(config.LOG_LEVEL, (line) => appendFileSync(file, line));
    running = await start(config, log, () => undefined);
    return { url: running.url ?? '' };
  }
  return ownCost();
}

serveParent(work, async () => running?.stop());
