// HubSpot's own bundler takes the cards and the settings page as they are, without its network.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';

// HubSpot's dev server exports no bundler; this is the one it runs itself (version pinned in package.json).
const Bundler = z.object({
  buildSingleExtension: z.custom<(options: object) => Promise<void>>((it) => typeof it === 'function'),
});

let out: string;
beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'revloop-bundle-'));
});
afterAll(() => rm(out, { recursive: true, force: true }));

test.each([
  ['cards', 'RecordCard'],
  ['settings', 'SettingsPage'],
])('bundles %s/%s into one file, our words in both languages inside', async (folder, entry) => {
  const { buildSingleExtension } = Bundler.parse(
    await import(resolve('node_modules/@hubspot/ui-extensions-dev-server/dist/lib/build.js')),
  );
  const outputDir = join(out, folder);
  await buildSingleExtension({
    file: `${entry}.tsx`,
    root: resolve('.out/hubspot/src/app', folder),
    outputDir,
    logLevel: 'error',
  });
  const bundle = await readFile(join(outputDir, `${entry}.js`), 'utf8');
  expect(bundle).toContain('Revloop could not be reached');
  expect(bundle).toContain('暂时连不上 Revloop');
  expect(bundle).not.toMatch(/\b(document|window)\./);
  const manifest = z
    .object({ modules: z.object({ internal: z.array(z.object({ module: z.string() })) }) })
    .parse(JSON.parse(await readFile(join(outputDir, `${entry}-manifest.json`), 'utf8')));
  expect(manifest.modules.internal.map((one) => one.module)).toContain(`${entry}.tsx`);
});
