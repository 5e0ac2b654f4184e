// The command `revloop evaluate`: any export, in any dialect, is measured and explained; what is wrong is said plainly.
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { evaluating } from '#kit/evaluating.ts';
import { auc } from '#learn/metrics.ts';
import { seededRandom } from '#learn/random.ts';
import { text } from '#texts/texts.ts';

const { file, cli } = evaluating();

/** Leads with an amount, a source, a date, and a reason that is only written when a lead is lost. */
function leads(rows: number) {
  const random = seededRandom(17);
  return Array.from({ length: rows }, (_, row) => {
    const amount = Math.round(1000 * Math.exp(3 * random()));
    const source = ['web', 'fair, spring', 'partner'][Math.floor(3 * random())] ?? 'web';
    const created = new Date(Date.UTC(2025, 0, 1) + row * 3_600_000).toISOString().slice(0, 10);
    const chance = 1 / (1 + Math.exp(-(source === 'partner' ? 1.5 : -0.5) - (amount > 5000 ? 1 : -0.5)));
    const won = random() < chance;
    return [
      `L-${row}`,
      `$${amount.toLocaleString('en-US')}`,
      source,
      created,
      won || random() < 0.3 ? '' : 'too dear',
      won ? 'yes' : 'no',
    ];
  });
}

const headers = ['id', 'amount', 'source', 'created', 'lost_reason', 'won'];

function csv(rows: readonly (readonly string[])[], mark = ',', end = '\n'): string {
  const quoted = (cell: string) => (/[",;\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  return [headers, ...rows].map((row) => row.map(quoted).join(mark)).join(end) + end;
}

describe('an export of leads', () => {
  const rows = leads(700);

  test('is measured on records not seen, with its leak named, its reasons, and the files asked for', async () => {
    writeFileSync(file('leads.csv'), csv(rows));
    const folds = rows.map((_, row) => `${row},${row % 3}`);
    writeFileSync(file('folds.csv'), `row,fold\n${folds.join('\n')}\n`);
    const asked = [
      '--csv',
      file('leads.csv'),
      '--label',
      'won',
      '--id',
      'id',
      '--folds',
      file('folds.csv'),
      '--time',
      'created',
    ];
    const { code, printed } = await cli(
      ...asked,
      '--out',
      file('out.csv'),
      '--json',
      file('out.json'),
      '--html',
      file('out.html'),
      '--lang',
      'zh-CN',
    );
    expect(code).toBe(0);
    expect(printed).toContain('lost_reason');

    const report: unknown = JSON.parse(readFileSync(file('out.json'), 'utf8'));
    expect(report).toMatchObject({
      outcome: { positive: 'yes', closed: 700 },
      leaks: [{ name: 'lost_reason', why: 'filled_with_outcome', leftOut: true }],
      folds: [{ fold: '0' }, { fold: '1' }, { fold: '2' }],
      newest: { rows: 210 },
      largestErrorOfContributions: 0,
    });
    expect(report).toHaveProperty('reasons.0.name', expect.stringMatching(/source|amount/));

    const lines = readFileSync(file('out.csv'), 'utf8').trim().split('\n');
    expect(lines[0]).toBe('row,fold,probability');
    const said = lines.slice(1).map((line) => line.split(',').map(Number));
    expect(said.map(([row]) => row)).toEqual(rows.map((_, row) => row));
    expect(said.every(([row = 0, fold]) => fold === row % 3)).toBe(true);
    const area = auc(
      rows.map((row) => Number(row.at(-1) === 'yes')),
      said.map(([, , probability]) => probability ?? 0),
    );
    expect(area).toBeGreaterThan(0.68);

    const page = readFileSync(file('out.html'), 'utf8');
    expect(page).toContain('<html lang="zh-CN">');
    expect(page).toContain(text('zh-CN', 'evaluate.curve.calibration'));
    expect(page.match(/<svg/g)).toHaveLength(5);
    expect(page).toContain(text('zh-CN', 'evaluate.trust'));
    expect(page).not.toMatch(/(src|href)=|@import|url\(/);

    const again = await cli(...asked, '--out', file('again.csv'));
    expect(again.code).toBe(0);
    expect(readFileSync(file('again.csv'), 'utf8')).toBe(readFileSync(file('out.csv'), 'utf8'));
  });

  test('is held out by the column that says when a record began, though nobody named it', async () => {
    writeFileSync(file('dated.csv'), csv(rows.slice(0, 240)));
    const { printed } = await cli('--csv', file('dated.csv'), '--label', 'won', '--json', file('dated.json'));
    expect(printed).toContain('the newest 30 % by “created”');
    const report: unknown = JSON.parse(readFileSync(file('dated.json'), 'utf8'));
    expect(report).toMatchObject({ newest: { rows: 72 }, byConfidence: { fifths: { length: 5 } } });
  });

  test('is read the same with semicolons, tabs, a byte order mark, CRLF and in GB18030', async () => {
    const few = rows.slice(0, 60).map((row) => row.map((cell) => (cell === 'partner' ? '伙伴' : cell)));
    // 伙伴 in GB18030.
    const gb = Buffer.from(csv(few).replaceAll('伙伴', '\xbb\xef\xb0\xe9'), 'latin1');
    const dialects: Record<string, Buffer> = {
      plain: Buffer.from(csv(few)),
      semicolons: Buffer.from(`\ufeff${csv(few, ';', '\r\n')}`),
      tabs: Buffer.from(csv(few, '\t')),
      gb18030: gb,
      utf16: Buffer.from(`\ufeff${csv(few)}`, 'utf16le'),
    };
    const outs = new Set<string>();
    for (const [name, bytes] of Object.entries(dialects)) {
      writeFileSync(file(`${name}.csv`), bytes);
      const { code, printed } = await cli(
        '--csv',
        file(`${name}.csv`),
        '--label',
        'won',
        '--id',
        'id',
        '--out',
        file('d.csv'),
      );
      expect(code, `${name}: ${printed}`).toBe(0);
      outs.add(readFileSync(file('d.csv'), 'utf8'));
    }
    expect(outs.size).toBe(1);
  });
});

describe('what cannot be evaluated is said with what to do', () => {
  const refused = async (content: string, ...argv: string[]) => {
    writeFileSync(file('bad.csv'), content);
    const { code, printed } = await cli('--csv', file('bad.csv'), ...argv);
    expect(code).toBe(1);
    expect(printed).toContain('Correct what the sentence names');
    return printed;
  };
  const rows = leads(40);

  test('a column that is not there, and which are', async () => {
    expect(await refused(csv(rows), '--label', 'wonn')).toMatch(/no column "wonn"; there are "id", "amount"/);
    expect(await refused(csv(rows), '--label', 'won', '--drop', 'fee')).toContain('no column "fee"');
  });

  test('a value that nobody has, and one outcome only', async () => {
    expect(await refused(csv(rows), '--label', 'won', '--positive', 'Won!')).toMatch(
      /"Won!" in "won"; there are "(yes|no)"/,
    );
    const only = rows.map((row) => [...row.slice(0, -1), 'yes']);
    expect(await refused(csv(only), '--label', 'won', '--positive', 'yes')).toContain(
      'nothing to tell apart',
    );
  });

  test('what is no table, a column that is no outcome, and a place that cannot be written to, before any work', async () => {
    writeFileSync(file('book.csv'), Buffer.from([0x50, 0x4b, 0x03, 0x04, 0, 0, 1, 2]));
    const book = await cli('--csv', file('book.csv'), '--label', 'won');
    expect(book.code).toBe(1);
    expect(book.printed).toMatch(/workbook or an archive .* save the table as CSV first/);
    const many = leads(80);
    expect(await refused(csv(many), '--label', 'id')).toMatch(
      /80 different values .* not look like an outcome/,
    );
    writeFileSync(file('good.csv'), csv(many));
    const nowhere = await cli('--csv', file('good.csv'), '--label', 'won', '--out', file('no/such/out.csv'));
    expect(nowhere.code).toBe(1);
    expect(nowhere.printed).toContain('cannot be written');
    expect(nowhere.printed).not.toContain('Read 80');
  });

  test('which columns may be the outcome where none was named, and that one value is nothing to tell apart', async () => {
    writeFileSync(file('which.csv'), csv(rows));
    const { code, printed } = await cli(file('which.csv'));
    expect(code).toBe(1);
    expect(printed).toMatch(/say by --label which column .* "won" \("(yes|no)", "(yes|no)"\)/);
    const only = rows.map((row) => [...row.slice(0, -1), 'yes']);
    expect(await refused(csv(only), '--label', 'won')).toContain('every row has the value "yes"');
    expect(await refused(`won\n${'yes\nno\n'.repeat(30)}`, '--label', 'won')).toContain(
      'nothing to learn from beside "won"',
    );
  });

  test('that every column gives the outcome away', async () => {
    const told = leads(400).map((row) => `${row.at(-1) === 'yes' ? 'signed' : 'gone'},${row.at(-1)}`);
    expect(await refused(`state,won\n${told.join('\n')}\n`, '--label', 'won')).toContain('nothing is left');
  });

  test('too few rows, none, and a file that is not there', async () => {
    expect(await refused(csv(rows.slice(0, 12)), '--label', 'won')).toContain('too few to evaluate');
    expect(await refused(csv([]), '--label', 'won')).toContain('a header and no rows');
    expect(await refused('', '--label', 'won')).toContain('empty');
    const { code, printed } = await cli('--csv', file('nowhere.csv'), '--label', 'won');
    expect(code).toBe(1);
    expect(printed).toContain('nowhere.csv cannot be used');
  });

  test('folds of rows that the table does not have', async () => {
    writeFileSync(file('badfolds.csv'), 'row,fold\n0,0\n99,1\n');
    expect(await refused(csv(rows), '--label', 'won', '--folds', file('badfolds.csv'))).toContain(
      'row "99" is not a row of the table',
    );
  });
});
