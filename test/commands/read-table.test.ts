// Reading exports as people have them: with a title above, in UTF-16 without its mark, with cells over several lines.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readTable } from '#commands/evaluate/read-table.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'read-table-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function read(content: string | Buffer) {
  const file = path.join(folder, 'one.csv');
  writeFileSync(file, content);
  return readTable(file);
}

const lines = [
  'Größe;Umsatz;Umsatz;gewonnen',
  '1,50;"$1,234.50";a;ja',
  '2,25;"$99.00";"über;\nzwei Zeilen";nein',
];
const semicolons = lines.join('\r\n');
const same = {
  headers: ['Größe', 'Umsatz', 'Umsatz (2)', 'gewonnen'],
  columns: [
    ['1,50', '2,25'],
    ['$1,234.50', '$99.00'],
    ['a', 'über;\nzwei Zeilen'],
    ['ja', 'nein'],
  ],
  rows: 2,
  ragged: 0,
};

test('the title of a report and an empty line above the header are no part of the table', async () => {
  expect(await read(semicolons)).toMatchObject(same);
  expect(await read(`Leads 2025\r\n\r\n${semicolons}`)).toMatchObject(same);
  expect(await read(`Leads 2025;;;\r\nvom 1. Mai;;;\r\n${semicolons}`)).toMatchObject(same);
});

test('UTF-16 is known without its mark, whichever byte comes first', async () => {
  const little = Buffer.from(semicolons, 'utf16le');
  expect(await read(little)).toMatchObject({ ...same, encoding: 'utf-16le' });
  expect(await read(Buffer.from(little).swap16())).toMatchObject({ ...same, encoding: 'utf-16be' });
});

test('a table of one column keeps its first line as header', async () => {
  expect(await read('won\nyes\nno\n')).toMatchObject({ headers: ['won'], columns: [['yes', 'no']], rows: 2 });
  const many = Array.from({ length: 30 }, (_, nr) => `v${nr}`);
  expect(await read(['name', ...many].join('\n'))).toMatchObject({ headers: ['name'], rows: 30 });
});

test('a row without an end is refused with what it may be', async () => {
  const endless = `name,won\na,yes\n"${'x'.repeat(17 * 2 ** 20)}`;
  const why = 'row 3 has more than 16 MB: a quote in it is never closed, or it is no CSV';
  await expect(read(endless)).rejects.toMatchObject({
    code: 'TABLE_INVALID',
    params: { problem: { en: why } },
  });
});
