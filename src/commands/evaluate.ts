// The command `revloop evaluate`: how well scoring would do on a company's own export, before anything is connected.
import { accessSync, constants, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Command } from '#command.ts';
import { fail } from '#errors.ts';
import { inWords } from '#texts/in-words.ts';
import { locales, text, toLocale } from '#texts/texts.ts';

const options = {
  csv: { type: 'string' },
  label: { type: 'string' },
  positive: { type: 'string' },
  open: { type: 'string' },
  id: { type: 'string' },
  drop: { type: 'string', default: '' },
  keep: { type: 'string', default: '' },
  folds: { type: 'string' },
  time: { type: 'string' },
  out: { type: 'string' },
  html: { type: 'string' },
  json: { type: 'string' },
  lang: { type: 'string' },
} as const;

export const command: Command = {
  summary: 'cli.evaluate.summary',
  usage: 'cli.evaluate.usage',
  async run(args, terminal) {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const { csv: file = positionals[0], label } = values;
    if (file === undefined)
      return fail('INPUT_INVALID', {
        problem: inWords('table.nameFile'),
      });
    if (label === undefined) {
      const { likelyOutcomes } = await import('./evaluate/likely-outcomes.ts');
      return fail('INPUT_INVALID', { problem: await likelyOutcomes(file) });
    }
    const { json, html, out } = values;
    for (const file of [out, json, html]) if (file !== undefined) checkWritable(file);
    const { evaluate } = await import('./evaluate/evaluation.ts');
    const { progressLine, summaryLines } = await import('./evaluate/print.ts');
    const lang = values.lang === undefined ? undefined : toLocale(values.lang);
    const say: typeof terminal.say =
      lang === undefined ? terminal.say : (key, params) => text(lang, key, params);
    const evaluation = await evaluate(
      {
        file,
        label,
        positive: values.positive,
        open: values.open === undefined ? undefined : namesIn(values.open),
        id: values.id,
        time: values.time,
        folds: values.folds,
        drop: namesIn(values.drop),
        keep: namesIn(values.keep),
      },
      (progress) => terminal.print(progressLine(progress, say)),
    );
    for (const line of summaryLines(evaluation, say)) terminal.print(line);
    const { predictionsCsv, reportJson } = await import('./evaluate/files.ts');
    if (out !== undefined) write(out, predictionsCsv(evaluation));
    if (json !== undefined) write(json, reportJson(evaluation));
    if (html !== undefined) {
      const { reportPage } = await import('./evaluate/page.ts');
      write(html, reportPage(evaluation, say, lang ?? locales[0]));
    }
    for (const written of [out, json, html])
      if (written !== undefined) terminal.print(say('cli.evaluate.written', { file: written }));
    if (html === undefined) terminal.print(say('cli.evaluate.hint'));
  },
};

/** Names parted by commas; a comma within a name is written as \,. */
function namesIn(list: string): string[] {
  return list
    .split(/(?<!\\),/)
    .map((name) => name.replaceAll('\\,', ',').trim())
    .filter((name) => name !== '');
}

/** Before the work, not after it. */
function checkWritable(file: string): void {
  const folder = path.dirname(path.resolve(file));
  try {
    accessSync(folder, constants.W_OK);
  } catch (cause) {
    fail('INPUT_INVALID', { problem: inWords('table.cannotWriteThere', { file, folder }) }, { cause });
  }
}

function write(file: string, content: string): void {
  try {
    writeFileSync(file, content);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    fail('INPUT_INVALID', { problem: inWords('table.cannotWrite', { file, why }) }, { cause });
  }
}
