// Only nouns cross borders; the imports are a line, never a circle.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rules } from './borders.ts';
import { importsOf, ownFile, sourcesOf } from './imports.ts';

const folders = Object.keys(rules);
const files = ['src', 'webhooks', 'bench', 'scripts'].filter(existsSync).flatMap(sourcesOf);

/** The longest entry of the table that the file lies in. */
function ruleOf(file: string): string | undefined {
  return folders
    .filter((folder) => file === folder || file.startsWith(`${folder}/`))
    .sort((a, b) => b.length - a.length)[0];
}

function allowed(folder: string, file: string, specifier: string): boolean {
  const rule = rules[folder];
  if (rule === 'anything') return true;
  if (rule === undefined) return false;
  if (specifier.startsWith('node:') || specifier === 'zod') return true;
  const own = ownFile(file, specifier);
  if (own === null)
    return rule.packages.some(
      (name) =>
        specifier === name || specifier.startsWith(name.replace('*', '')) || specifier.startsWith(`${name}/`),
    );
  if (own === folder || own.startsWith(`${folder}/`)) return true;
  return rule.ours.some((one) => {
    const place = one.startsWith('webhooks/') ? one : `src/${one}`;
    return place.endsWith('*') ? own.startsWith(place.slice(0, -1)) : own === place;
  });
}

describe('the borders', () => {
  it('have a rule for every file', () => {
    expect(files.filter((file) => ruleOf(file) === undefined)).toEqual([]);
  });

  it('are crossed only by what may cross them', () => {
    const faults = files.flatMap((file) => {
      const folder = ruleOf(file) ?? '';
      return importsOf(file)
        .filter((specifier) => !allowed(folder, file, specifier))
        .map((specifier) => `${file} may not import ${specifier}`);
    });
    expect(faults).toEqual([]);
  });

  it('are never crossed by a circle, not even of types', () => {
    const graph = new Map(
      files.map((file) => [file, importsOf(file).flatMap((specifier) => ownFile(file, specifier) ?? [])]),
    );
    expect(circlesIn(graph)).toEqual([]);
  });

  it('keep the extensions to themselves', () => {
    const faults = sourcesOf('extensions').flatMap((file) =>
      importsOf(file)
        .filter((specifier) => specifier.startsWith('#') || specifier.includes('../../../../'))
        .map((specifier) => `${file} may not import ${specifier}`),
    );
    expect(faults).toEqual([]);
  });
});

describe('the house', () => {
  it('has no drawers for odds and ends', () => {
    const odd = files.filter((file) =>
      /(^|\/)(types|utils?|helpers?|index|common|misc)(\.tsx?$|\/)/.test(file),
    );
    expect(odd).toEqual([]);
  });

  it('begins each file with a sentence that says what it is', () => {
    const silent = files.filter((file) => !readFileSync(file, 'utf8').startsWith('// '));
    expect(silent).toEqual([]);
  });

  it('has the rooms that the README names', () => {
    const readme = readFileSync('README.md', 'utf8');
    const rooms = readdirSync('src', { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    expect(rooms.filter((room) => !readme.includes(`${room}/`))).toEqual([]);
  });
});

function circlesIn(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const state = new Map<string, 'open' | 'done'>();
  const found: string[] = [];
  const visit = (file: string, trail: readonly string[]): void => {
    if (state.get(file) === 'done') return;
    if (state.get(file) === 'open') {
      found.push([...trail.slice(trail.indexOf(file)), file].join(' -> '));
      return;
    }
    state.set(file, 'open');
    for (const next of graph.get(file) ?? []) visit(next, [...trail, file]);
    state.set(file, 'done');
  };
  for (const file of graph.keys()) visit(file, []);
  return found;
}
