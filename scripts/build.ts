// Builds what browsers and platforms load: the console, and the projects that HubSpot and Salesforce take: `npm run build`.
import { spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { access, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { assemble } from './assemble.ts';

const root = join(import.meta.dirname, '..');
const source = join(root, 'extensions', 'console');

type Told = (line: string) => void;

/**
 * Builds the console into `out` with Vite, in a process of its own, so that a server goes on answering meanwhile. Does
 * nothing when `out` was built from the same sources. Errors: an Error with the last lines of Vite.
 */
export async function buildConsole({ out, log }: { out: string; log: Told }): Promise<void> {
  const stamp = await stampOf(source);
  if (await isBuilt(out, stamp)) return;
  log('building the console');
  // Moved into place whole, so that nobody is served half a console, and two who build at once do not mix.
  const work = `${out}-${randomUUID()}`;
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const child = spawn(
    process.execPath,
    [vite, 'build', '--outDir', work, '--emptyOutDir', '--logLevel', 'info'],
    { cwd: source, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (chunk: string) => {
      for (const line of chunk.split('\n').filter((one) => one.trim() !== '')) {
        lines.push(line);
        log(line.trim());
      }
    });
  }
  const [code] = await once(child, 'close');
  if (code !== 0) await rm(work, { recursive: true, force: true });
  if (code !== 0) throw new Error(`the console was not built:\n${lines.slice(-15).join('\n')}`);
  await writeFile(join(work, '.stamp'), stamp);
  await putInPlace({ work, out, stamp });
}

type Built = { readonly work: string; readonly out: string; readonly stamp: string };

/** What is there of the same sources stays, for somebody may be reading it; only what is older makes room. */
async function putInPlace({ work, out, stamp }: Built): Promise<void> {
  const old = `${work}-old`;
  try {
    await rename(work, out).catch(async () => {
      if (await isBuilt(out, stamp)) return;
      await rename(out, old).catch(() => undefined);
      await rename(work, out).catch(async (error: unknown) => {
        if (!(await isBuilt(out, stamp))) throw error;
      });
    });
  } finally {
    for (const left of [work, old]) await rm(left, { recursive: true, force: true });
  }
}

/** True when `out` holds a console that was built from the present sources. */
async function isBuilt(out: string, stamp: string): Promise<boolean> {
  try {
    await access(join(out, 'index.html'));
    return (await readFile(join(out, '.stamp'), 'utf8')) === stamp;
  } catch {
    return false;
  }
}

/** A hash over the sources and over the versions of all packages. */
async function stampOf(folder: string): Promise<string> {
  const hash = createHash('sha256');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.includes('node_modules'))
    .sort();
  for (const file of [...files, join(root, 'package-lock.json')]) {
    hash.update(file.slice(root.length)).update(await readFile(file));
  }
  return hash.digest('hex');
}

if (import.meta.main) {
  const say: Told = (line) => process.stdout.write(`${line}\n`);
  await buildConsole({ out: join(root, '.out', 'console'), log: say });
  const hubspot = await assemble({ platform: 'hubspot', out: join(root, '.out', 'hubspot') });
  const salesforce = await assemble({ platform: 'salesforce', out: join(root, '.out', 'salesforce') });
  const projects = `HubSpot project: ${hubspot.slice(root.length + 1)}, Salesforce project: ${salesforce.slice(root.length + 1)}`;
  say(`console: .out/console, ${projects}`);
}
