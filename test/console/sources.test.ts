// The console's sources: its types are those of the API, and every word it says is in the catalogue.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { consoleTypes, consoleTypesPath } from '#scripts/console-types.ts';
import en from '#texts/en.json' with { type: 'json' };
import { isTextKey } from '#texts/texts.ts';

const folder = join(import.meta.dirname, '..', '..', 'extensions', 'console', 'src');
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.tsx'))
  .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));

test('its types are written from the schemas of the routes', () => {
  expect(readFileSync(consoleTypesPath, 'utf8')).toBe(consoleTypes());
});

test('every key that it names is in the catalogue', () => {
  expect(sources.length).toBeGreaterThan(15);
  const keys = sources.flatMap(({ text }) =>
    [...text.matchAll(/'((?:console|card|common|confidence|reason)\.[\w.]+)'/g)].map(
      (match) => match[1] ?? '',
    ),
  );
  expect(keys.length).toBeGreaterThan(120);
  expect(keys.filter((key) => !isTextKey(key))).toEqual([]);
});

test('every key that it puts together has texts', () => {
  const patterns = sources.flatMap(({ text }) =>
    [...text.matchAll(/`((?:console|card\.view)\.[^`]*)`/g)].map((match) => match[1] ?? ''),
  );
  const missing = patterns.filter((pattern) => {
    const escaped = pattern.replace(/\$\{[^}]*\}/g, '\0').replace(/[.*+?^$()|[\]\\]/g, '\\$&');
    const known = new RegExp(`^${escaped.replaceAll('\0', '[\\w.:]+')}$`);
    return !Object.keys(en).some((key) => known.test(key));
  });
  expect(patterns.length).toBeGreaterThan(25);
  expect(missing).toEqual([]);
});

test('it says nothing that is not in the catalogue', () => {
  const allowed = new Set(['Revloop', 'English', '简体中文', 'HubSpot', 'Slack', 'Salesforce']);
  const said = sources.flatMap(({ name, text }) => {
    const between = [...text.matchAll(/>\s*([^<>{}=;()]*[A-Za-z\u4e00-\u9fff]{2,}[^<>{}=;()]*?)\s*<\//g)];
    const given = [...text.matchAll(/(?:label|title|placeholder|description|alt)="([^"]+)"/g)];
    return [...between, ...given].map((match) => ({ name, words: match[1] ?? '' }));
  });
  expect(said.filter(({ words }) => !allowed.has(words) && !/^C0\d+$/.test(words))).toEqual([]);
});
