// Reads the imports of every source file: static, type-only, dynamic and re-exports.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'oxc-parser';

export const root = path.join(import.meta.dirname, '..', '..');

/** Paths from the project's root of the sources below a folder (or the one file). */
export function sourcesOf(folder: string): string[] {
  if (/\.tsx?$/.test(folder)) return [folder];
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter(
      (entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.parentPath.includes('node_modules'),
    )
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .sort();
}

/** What a file imports, as written. */
export function importsOf(file: string): string[] {
  const { module } = parseSync(file, readFileSync(path.join(root, file), 'utf8'));
  return [
    ...module.staticImports.map((one) => one.moduleRequest.value),
    ...module.staticExports.flatMap((one) =>
      one.entries.flatMap((entry) => entry.moduleRequest?.value ?? []),
    ),
    ...module.dynamicImports.flatMap((one) => {
      const written = readFileSync(path.join(root, file), 'utf8').slice(
        one.moduleRequest.start,
        one.moduleRequest.end,
      );
      return /^['"`][^$]*['"`]$/.test(written) ? [written.slice(1, -1)] : [];
    }),
  ];
}

const subpaths: readonly (readonly [string, string])[] = [
  ['#webhooks/', 'webhooks/'],
  ['#kit/', 'test/kit/'],
  ['#scripts/', 'scripts/'],
  ['#', 'src/'],
];

/** The file of ours that an import means, from the project's root; null for a package or a builtin. */
export function ownFile(importer: string, specifier: string): string | null {
  if (specifier.startsWith('.')) return path.join(path.dirname(importer), specifier);
  const found = subpaths.find(([prefix]) => specifier.startsWith(prefix));
  return found === undefined ? null : found[1] + specifier.slice(found[0].length);
}
