// What documents say is what the code does: environment, errors, texts, scopes, platforms.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { environment } from '#config.ts';
import { catalogue } from '#errors.ts';
import { errorRows } from '#scripts/errors-page.ts';
import { sourcesOf } from './imports.ts';

const read = (file: string) => readFileSync(file, 'utf8');

/** Sources without types: Lightning web components. */
const scriptsOf = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.js') && !file.includes('__tests__'))
    .map((file) => `${folder}/${file}`);

describe('.env.example', () => {
  const lines = read('.env.example').split('\n');
  const named = lines.flatMap((line) => /^([A-Z_]+)=/.exec(line)?.[1] ?? []);

  it('names every variable of the configuration and no other', () => {
    expect([...named].sort()).toEqual(Object.keys(environment.shape).sort());
  });

  it('says a sentence about each', () => {
    const silent = lines.filter(
      (line, place) => /^[A-Z_]+=/.test(line) && !/^# .+\.$/.test(lines[place - 1] ?? ''),
    );
    expect(silent).toEqual([]);
  });

  it('shows the defaults', () => {
    const defaults = environment.parse({});
    for (const [name, value] of Object.entries(defaults)) {
      if (value === undefined) continue;
      expect(lines).toContain(`${name}=${value}`);
    }
  });
});

describe('the catalogue of errors', () => {
  it('is what docs/errors.md shows, no more and no less', () => {
    const table = read('docs/errors.md').split('|---|---|---|---|\n')[1]?.trim();
    expect(table).toBe(errorRows());
  });

  it('says a whole sentence and what to do for each', () => {
    for (const [code, { says, now }] of Object.entries(catalogue)) {
      expect(says, code).toMatch(/[.}]$/);
      expect(now, code).toMatch(/^[A-Z].*[.}]$/s);
    }
  });

  it('has no code that nothing throws', () => {
    const sources = ['src', 'webhooks', 'scripts']
      .flatMap(sourcesOf)
      .filter((file) => file !== 'src/errors.ts');
    const written = [...sources, 'scripts/revloop.js'].filter(existsSync).map(read).join('\n');
    expect(Object.keys(catalogue).filter((code) => !written.includes(code))).toEqual([]);
  });
});

describe('the catalogue of texts', () => {
  const en: Record<string, string> = JSON.parse(read('src/texts/en.json'));
  const zh: Record<string, string> = JSON.parse(read('src/texts/zh-CN.json'));

  it('has the same keys in both languages', () => {
    expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort());
  });

  it('fills in the same params in both languages', () => {
    const params = (sentence: string | undefined) => [...new Set(sentence?.match(/\{\w+\}/g))].sort();
    for (const key of Object.keys(en))
      expect({ key, params: params(zh[key]) }).toEqual({ key, params: params(en[key]) });
  });

  it('has no text that is left in English', () => {
    // What is typed into a terminal is the same in every language.
    const same = Object.keys(en).filter(
      (key) => !key.startsWith('cli.') && /[a-z]{4,} [a-z]{3,}/.test(zh[key] ?? '') && zh[key] === en[key],
    );
    expect(same).toEqual([]);
  });

  it('has no text that nothing uses', () => {
    const typed = ['src', 'webhooks', 'scripts', 'extensions'].flatMap(sourcesOf);
    const text = [...typed, ...scriptsOf('extensions/salesforce')].map(read).join('\n');
    // Each run of signs that a key may have, once: looking through all sources for each key took half a minute.
    const sources = [...new Set(text.match(/[\w.:$-]+/g))].join('\n');
    // Some keys are put together with a value; others are handed out without the prefix that their reader has.
    const prefixes = ['card.client.', 'sandbox.record.'];
    const stands = (key: string) => {
      const parts = key.split('.');
      const begun = parts.map((_, place) => `${parts.slice(0, place + 1).join('.')}.$`);
      return sources.includes(key) || begun.some((one) => sources.includes(one));
    };
    const used = (key: string) =>
      stands(key) || prefixes.some((prefix) => key.startsWith(prefix) && stands(key.slice(prefix.length)));
    expect(Object.keys(en).filter((key) => !used(key))).toEqual([]);
  });
});

describe('each platform', () => {
  it.each(['hubspot', 'salesforce', 'slack'])('%s has its five things', (platform) => {
    const things = [
      `webhooks/${platform}`,
      `src/clients/${platform}`,
      `manifests/${platform}`,
      `extensions/${platform}`,
      `test/fixtures/${platform}`,
    ];
    expect(things.filter((thing) => !existsSync(thing))).toEqual([]);
  });
});

describe('the tests', () => {
  it('mock no module and leave nothing out', () => {
    const forbidden = new RegExp(['vi\\.(do)?mock\\(', '\\.(skip|todo|only)\\(', 'vi\\.hoisted'].join('|'));
    expect(
      sourcesOf('test').filter((file) => forbidden.test(read(file)) && !file.startsWith('test/house/')),
    ).toEqual([]);
  });
});
