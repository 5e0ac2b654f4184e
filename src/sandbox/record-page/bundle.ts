// Builds, once per version of the sources, what the record page runs: the page, the worker, and the card's real code.
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Plugin } from 'vite';
import { assemble } from '#scripts/assemble.ts';

export type Bundle = {
  /** The folder with page.js, page.css, worker.js and card.js. */
  readonly assets: string;
  /** The assembled HubSpot project the card came from. */
  readonly project: string;
};

const page = join(import.meta.dirname, 'page');

/** Builds into `directory` (the data directory) unless the same sources were built there before. */
export async function bundle(directory: string): Promise<Bundle> {
  await mkdir(directory, { recursive: true });
  const work = await mkdtemp(join(directory, 'building-'));
  try {
    const project = await assemble({ platform: 'hubspot', out: join(work, 'project') });
    const done = join(directory, `card-${await fingerprint([project, page])}`);
    const result = { assets: join(done, 'assets'), project: join(done, 'project') };
    if (await isThere(done)) return result;
    const assets = join(work, 'assets');
    await mkdir(assets);
    await writeFile(join(assets, 'page.css'), await styles());
    await build(script({ entry: join(page, 'main.tsx'), root: page, name: 'page', out: assets }));
    await build(script({ entry: join(page, 'worker.tsx'), root: page, name: 'worker', out: assets }));
    const cards = join(project, 'src', 'app', 'cards');
    await build(script({ entry: join(cards, 'RecordCard.tsx'), root: cards, name: 'card', out: assets }));
    // Whoever is first wins; a second process that built the same uses the first one's.
    await rename(work, done).catch(() => undefined);
    return result;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function styles(): Promise<string> {
  const files = (await readdir(page)).filter((file) => file.endsWith('.css')).sort();
  return (await Promise.all(files.map((file) => readFile(join(page, file), 'utf8')))).join('\n');
}

type Script = { readonly entry: string; readonly root: string; readonly name: string; readonly out: string };

// HubSpot's bundler leaves React and remote-ui to the worker around the card; so does this one (and React's JSX half,
// which would otherwise ask for React by `require`).
const provided = { react: 'React', 'react/jsx-runtime': 'ReactJsx', '@remote-ui/react': 'RemoteUI' };

function script({ entry, root, name, out }: Script) {
  return {
    configFile: false as const,
    root,
    logLevel: 'error' as const,
    define: { 'process.env.NODE_ENV': '"production"' },
    // Vite would choose React's development half from our own NODE_ENV, and the worker provides the other one.
    oxc: { jsx: { runtime: 'automatic' as const, development: false } },
    plugins: [fromOurPackages()],
    build: {
      outDir: out,
      emptyOutDir: false,
      lib: { entry, name: `revloop_${name}`, formats: ['iife' as const], fileName: () => `${name}.js` },
      rollupOptions:
        name === 'card'
          ? { external: Object.keys(provided), output: { globals: provided, extend: true } }
          : {},
    },
  };
}

// The data directory may lie anywhere; packages are found from here.
function fromOurPackages(): Plugin {
  return {
    name: 'packages-of-the-server',
    enforce: 'pre',
    resolveId(source, importer, options) {
      if (importer === undefined || importer.includes('node_modules') || /^[./\0]/.test(source)) return null;
      return this.resolve(source, import.meta.filename, { ...options, skipSelf: true });
    },
  };
}

async function fingerprint(folders: readonly string[]): Promise<string> {
  const hash = createHash('sha256').update(await readFile(import.meta.filename));
  for (const folder of folders) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
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
