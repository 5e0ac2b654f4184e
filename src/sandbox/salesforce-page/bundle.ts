// Builds, once per version of the sources, what the Salesforce record page runs: the card's real code on our own stubs.
import { createHash } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import lwc from '@lwc/rollup-plugin';
import { rollup } from 'rollup';
import { assemble } from '#scripts/assemble.ts';
import { modulesOfThePlatform } from './platform-modules.ts';

const here = import.meta.dirname;
const designSystem = dirname(
  createRequire(import.meta.url).resolve('@salesforce-ux/design-system/package.json'),
);

/** Builds into `directory` (the data directory) unless the same sources were built there before; returns the folder. */
export async function bundle(directory: string): Promise<string> {
  await mkdir(directory, { recursive: true });
  const work = await mkdtemp(join(directory, 'building-'));
  try {
    const project = await assemble({ platform: 'salesforce', out: join(work, 'project') });
    const components = join(project, 'force-app/main/default/lwc');
    const done = join(directory, `salesforce-card-${await fingerprint([components, here])}`);
    if (await isThere(done)) return done;
    const assets = join(work, 'assets');
    await mkdir(assets);
    await script(components, join(assets, 'page.js'));
    await copyFile(join(here, 'page/page.css'), join(assets, 'page.css'));
    const parts = join(designSystem, 'assets');
    await copyFile(
      join(parts, 'styles/salesforce-lightning-design-system.min.css'),
      join(assets, 'slds.css'),
    );
    await copyFile(join(parts, 'icons/utility-sprite/svg/symbols.svg'), join(assets, 'utility.svg'));
    // Whoever is first wins; a second process that built the same uses the first one's.
    await rename(assets, done).catch(() => undefined);
    return done;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function script(components: string, file: string): Promise<void> {
  const build = await rollup({
    input: join(here, 'page/main.js'),
    plugins: [
      modulesOfThePlatform({ components, lightning: join(here, 'lightning'), page: join(here, 'page') }),
      // The plugin writes its own modules' names into what it compiles, and the engine is compiled already.
      lwc({
        exclude: ['**/node_modules/**', '**/page/*.js', '**/virtual/**'],
        rootDir: here,
        defaultModules: [],
      }),
    ],
    onwarn: (warning) => {
      throw new Error(warning.message);
    },
  });
  await build.write({ file, format: 'iife' });
  await build.close();
}

async function fingerprint(folders: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const folder of folders) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile() && !entry.parentPath.includes('__tests__'))
      .map((entry) => join(entry.parentPath, entry.name));
    for (const file of files.sort()) hash.update(file.slice(folder.length)).update(await readFile(file));
  }
  return hash.digest('hex').slice(0, 16);
}

const isThere = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );
