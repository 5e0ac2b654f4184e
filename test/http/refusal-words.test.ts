// Every refusal that a person in the console can meet is said in both languages, with all that it names.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { catalogue, type ErrorCode, RevloopError } from '#errors.ts';
import { refusalWords } from '#http/refusal-words.ts';
import { parsed } from '#http/route.ts';
import { inWords } from '#texts/in-words.ts';
import { isTextKey, text } from '#texts/texts.ts';

const root = join(import.meta.dirname, '..', '..', 'src');
const behindTheApi = ['http/**/*.ts', 'learn/**/*.ts', 'journey-*.ts', 'act/health-words.ts'].flatMap(
  (pattern) => globSync(pattern, { cwd: root }).map((file) => readFileSync(join(root, file), 'utf8')),
);
const elsewhere: readonly string[] = [
  'TRAINING_',
  'WEIGHTS_INVALID',
  'WRITE_KEY',
  'EVENTS_',
  'REQUEST_UNSIGNED',
];
const elsewhereToo: readonly string[] = ['OUTBOUND_KEY', 'SCORE_VALUE', 'SEAL_', 'CRM_MISCONFIGURED'];

test('whatever the API refuses has its sentences in both languages, and they are those of the catalogue', () => {
  const codes = new Set(
    behindTheApi.flatMap((source) =>
      [...source.matchAll(/fail\(\s*'([A-Z_]+)'/g)].map(([, code]) => code ?? ''),
    ),
  );
  expect(codes.size).toBeGreaterThan(15);
  const outside = [...elsewhere, ...elsewhereToo];
  for (const code of [...codes].filter((one) => !outside.some((begin) => one.startsWith(begin))))
    for (const part of ['says', 'now'] as const) {
      const key = `refusal.${code}.${part}`;
      expect(isTextKey(key), key).toBe(true);
      if (isTextKey(key)) expect(text('en', key)).toBe(catalogue[code as ErrorCode][part]);
    }
});

test('whatever is not there has a name in both languages', () => {
  const all = behindTheApi.flatMap((source) =>
    [...source.matchAll(/fail\('NOT_FOUND', \{ what: '([^']+)' \}/g)].map(([, what]) => what ?? ''),
  );
  expect(all.length).toBeGreaterThan(20);
  for (const what of all) {
    const { says } = refusalWords('zh-CN', new RevloopError('NOT_FOUND', { what }));
    expect(says).not.toMatch(/[a-z]{4}/);
  }
});

test('what a sentence names is in the language of the sentence', () => {
  const error = new RevloopError('JOURNEY_STATE', {
    state: inWords('refusal.journey.killed'),
    problem: inWords('refusal.problem.ended'),
  });
  expect(error.message).toBe('The journey is ended: it was ended for good; make a new one of it.');
  expect(refusalWords('en', error).says).toBe(error.message);
  expect(refusalWords('zh-CN', error).says).toBe('旅程已终止：它已永久终止；请据此新建一个。');
});

test('a value that does not fit is refused in Chinese too', () => {
  const schema = z.object({ days: z.number().max(90) });
  try {
    parsed(schema, { days: 100 }, 'body');
    expect.unreachable();
  } catch (error) {
    if (!(error instanceof RevloopError)) throw error;
    expect(refusalWords('en', error).says).toMatch(/body\.days: Too big/);
    expect(refusalWords('zh-CN', error).says).toMatch(/body\.days：.*[\u4e00-\u9fff].*90/);
  }
});
