// What the sandbox must remember beside its databases: the world's seed and time, its portal and org, its credentials.
import { randomBytes, randomInt } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { credentials, salesforceKeys } from './demo-apps.ts';

const memory = z.object({
  /** Null for an empty portal. */
  seed: z.number().nullable(),
  /** The moment the world was generated for; the same on every start, so that it is the same world. */
  now: z.iso.datetime(),
  portalId: z.number().nullable(),
  orgId: z.string().nullable().default(null),
  credentials,
  /** The write key that has been given the 90 days of product events. */
  historySentTo: z.string().nullable(),
});
export type Memory = z.infer<typeof memory>;

/** Reads what was kept in `directory`, or begins anew. */
export function readMemory(
  directory: string,
  fresh: { readonly seed: number | null; readonly now: Date },
): Memory {
  const file = join(directory, 'sandbox.json');
  if (existsSync(file)) return memory.parse(JSON.parse(readFileSync(file, 'utf8')));
  const secret = () => randomBytes(20).toString('hex');
  return {
    ...{ seed: fresh.seed, now: fresh.now.toISOString(), portalId: null, orgId: null, historySentTo: null },
    credentials: {
      salesforce: salesforceKeys(),
      hubspot: {
        appId: randomInt(1_000_000, 9_999_999),
        clientId: `sandbox-${secret().slice(0, 8)}`,
        clientSecret: secret(),
      },
      slack: {
        clientId: `${randomInt(1e9, 9e9)}.${randomInt(1e9, 9e9)}`,
        clientSecret: secret(),
        signingSecret: secret(),
      },
    },
  };
}

/** Written whole and renamed, so that a crash never leaves half of it. */
export function keepMemory(directory: string, kept: Memory): void {
  mkdirSync(directory, { recursive: true });
  const file = join(directory, 'sandbox.json');
  writeFileSync(`${file}.new`, `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
