// The sandbox in a process of its own, with an empty portal that is filled and edited as a benchmark asks.
import { z } from 'zod';
import { openLog } from '#log.ts';
import { type Sandbox, startSandbox } from '#sandbox/sandbox.ts';
import { serveParent } from './child.ts';
import { ownCost } from './cost.ts';
import { edits, type Pace, paced } from './paced-edits.ts';
import { furnish } from './synthetic-leads.ts';

const pace = z.object({
  ids: z.array(z.string()),
  perSecond: z.number(),
  /** Longest wait for the last writes, in seconds. */
  patience: z.number(),
});
const message = z.union([
  z.object({ begin: z.object({ dataDir: z.string(), server: z.string() }) }),
  z.object({ furnish: z.object({ contacts: z.number(), closed: z.number(), seed: z.number() }) }),
  z.object({ pace }),
  z.object({ cost: z.literal(true) }),
  z.object({ edit: z.array(z.string()) }),
]);

let sandbox: Sandbox | null = null;

function present(): Sandbox {
  if (sandbox === null) throw new Error('the sandbox has not begun');
  return sandbox;
}

async function work(given: unknown): Promise<unknown> {
  const asked = message.parse(given);
  if ('begin' in asked) {
    sandbox = await startSandbox({
      ...asked.begin,
      ...{ hubspotPort: 0, slackPort: 0, world: 'empty' },
      clock: { now: () => new Date() },
      log: openLog('error'),
    });
    const { hubspotUrl, portalId, credentials } = sandbox;
    return { hubspotUrl, portalId, credentials };
  }
  if ('cost' in asked) return ownCost();
  const { portals, portalId } = present();
  const portal = portals.get(portalId);
  if ('furnish' in asked) return furnish(portal, asked.furnish, new Date());
  if ('edit' in asked) return edits(portal, asked.edit);
  return paced(portals, portal, asked.pace satisfies Pace);
}

serveParent(work, async () => sandbox?.stop());
