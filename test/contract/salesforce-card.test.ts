// The card of Salesforce: its own tests and Salesforce's lint rules pass, and it reads all that the loop explains.
import { spawnSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { ESLint } from 'eslint';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { explanation, explanationVersion } from '#act/explanation.ts';
import { reason } from '#analyze/finding.ts';
import { percent } from '#texts/percent.ts';
import { reasonText } from '#texts/reason-text.ts';
import { catalogueOf, locales } from '#texts/texts.ts';

// The test set-up assembles it there, so that it lies beside the packages that its tests need.
const project = resolve('.out/salesforce');
const bundle = join(project, 'force-app/main/default/lwc/revloopCard');

const Words = z.looseObject({ percent: z.custom<(share: number) => string>() });
const Module = z.object({
  readExplanation: z.custom<(text: string) => { state: string; told: Record<string, unknown> | null }>(),
});
const Speaking = z.object({
  wordsIn: z.custom<(locale: string) => z.infer<typeof Words>>(),
  reasonView: z.custom<(words: unknown, reason: unknown, place: number, now: Date) => unknown>().optional(),
});

const read = async (text: string) =>
  Module.parse(await import(join(bundle, 'explanation.js'))).readExplanation(text);

const examples = async () => {
  const folder = join(bundle, '__tests__/data');
  const files = await readdir(folder);
  return Promise.all(
    files.map(async (file) => ({ file, json: JSON.parse(await readFile(join(folder, file), 'utf8')) })),
  );
};

test("the card's own tests pass in Salesforce's jest", () => {
  const runner = createRequire(import.meta.url).resolve('@salesforce/sfdx-lwc-jest/package.json');
  const ran = spawnSync(process.execPath, [join(dirname(runner), 'bin/sfdx-lwc-jest'), '--', '--ci'], {
    cwd: project,
    encoding: 'utf8',
  });
  expect(ran.status, ran.stderr).toBe(0);
  expect(ran.stderr).toMatch(/Tests: +\d{2,} passed/);
});

describe("Salesforce's lint rules", () => {
  const lint = new ESLint({ cwd: project });

  test('find nothing in the sources of the card', async () => {
    const results = await lint.lintFiles(['force-app/**/*.js']);
    expect(results.length).toBeGreaterThan(10);
    const faults = results.flatMap(({ filePath, messages }) =>
      messages.map(({ line, message }) => `${filePath}:${line} ${message}`),
    );
    expect(faults).toEqual([]);
  });

  test.each([
    ['writing HTML', 'this.template.querySelector("p").innerHTML = this.note;'],
    ['asking the whole document', 'document.querySelector("p");'],
    ['waiting without a reason', 'setTimeout(() => {}, 1);'],
  ])('refuse %s', async (_what, line) => {
    const source = `import { LightningElement } from 'lwc';\nexport default class A extends LightningElement {\n  connectedCallback() {\n    ${line}\n  }\n}\n`;
    const [result] = await lint.lintText(source, { filePath: join(bundle, 'a.js') });
    expect(result?.errorCount).toBeGreaterThan(0);
  });
});

test('the examples of its tests are what the loop writes', async () => {
  const all = await examples();
  expect(all.map(({ file }) => file)).toContain('account.json');
  for (const { file, json } of all) {
    const { error } = explanation.safeParse(json);
    expect(error === undefined ? '' : z.prettifyError(error), file).toBe('');
    expect(json.v).toBe(explanationVersion);
    expect(await read(JSON.stringify(json)), file).toMatchObject({ state: 'read' });
  }
});

test('it reads every part of an explanation', async () => {
  const all = await examples();
  const scored = all.filter(({ json }) => json.state !== 'not_scored').map(({ json }) => json);
  const keys = Object.keys(explanation.options[0].shape);
  const other = { v: null, at: 'scoredAt', subject: 'link', console: 'link', override: 'word' } as const;
  for (const key of keys) {
    const name = key in other ? Object.entries(other).find(([one]) => one === key)?.[1] : key;
    if (name === null || name === undefined) continue;
    const told = await Promise.all(
      scored.map(async (json) => (await read(JSON.stringify(json))).told?.[name]),
    );
    expect(
      told.filter((value) => value !== undefined && value !== null),
      key,
    ).not.toEqual([]);
  }
});

test.each(locales)('it says numbers, shares and reasons as the rest of Revloop does (%s)', async (locale) => {
  const spoken = Speaking.parse({
    ...(await import(join(bundle, 'words.js'))),
    ...(await import(join(bundle, 'reason.js'))),
  });
  const words = spoken.wordsIn(locale);
  for (const share of [0, 0.004, 0.0999, 0.1, 0.34, 0.9996, 1]) {
    expect(words.percent(share)).toBe(percent(locale, share));
  }
  const common = { points: 3, source: 'salesforce', asOf: null } as const;
  const reasons = [
    { code: 'property', feature: 'LeadSource', label: 'Lead Source', value: 'Web', usual: null },
    { code: 'property', feature: 'mail_kind', label: '', value: 'free', usual: 'company' },
    { code: 'use_days', feature: 'use_days', label: '', value: 0.46, usual: 2.93 },
    { code: 'property', feature: 'Size', label: '', value: '12000', usual: '12000' },
    { code: 'property', feature: 'Phone', label: 'Phone', value: null, usual: '' },
  ].map((one) => reason.parse({ ...one, ...common }));
  for (const one of reasons) {
    const { label, value, usual } = reasonText(locale, one);
    expect(spoken.reasonView?.(words, one, 0, new Date())).toMatchObject({ label, value });
    if (usual !== '') {
      expect(spoken.reasonView?.(words, one, 0, new Date())).toMatchObject({
        detail: expect.stringContaining(usual),
      });
    }
  }
});

test('it has every text that its sources ask for, in both languages', async () => {
  const sources = (await readdir(join(project, 'force-app/main/default/lwc'), { recursive: true })).filter(
    (file) => file.endsWith('.js') && !file.includes('__tests__') && !file.endsWith('texts.js'),
  );
  const { catalogues } = z
    .object({ catalogues: z.record(z.string(), z.record(z.string(), z.string())) })
    .parse(await import(join(bundle, 'texts.js')));
  for (const file of sources) {
    const source = await readFile(join(project, 'force-app/main/default/lwc', file), 'utf8');
    for (const [, key = ''] of source.matchAll(/'((?:card|common|slack|console|reason)\.[\w.]+\w)'/g)) {
      const stands = (one: string) => one === key || one.startsWith(`${key}.`);
      for (const locale of locales) {
        expect(Object.keys(catalogues[locale] ?? {}).filter(stands), `${file}: ${key}`).not.toEqual([]);
        expect(Object.keys(catalogueOf(locale)).filter(stands)).not.toEqual([]);
      }
    }
  }
});
