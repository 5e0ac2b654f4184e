// The words of `revloop evaluate`: what is wrong in the reader's language, values on their line, stretches with two ends.
import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { evaluating } from '#kit/evaluating.ts';
import { seededRandom } from '#learn/random.ts';

const { file, cli } = evaluating();

test('what is wrong is said in the language that was asked for, whatever the export is in', async () => {
  const csv = file('ende.csv');
  const rows = Array.from({ length: 40 }, (_, row) =>
    [row, row % 3 ? 'A' : 'B', row % 2 ? 'P' : 'Q'].join(','),
  );
  writeFileSync(csv, ['id,stadt,ende', ...rows].join('\n'));
  const asked = [
    [['--label', 'nowhere'], 'there is no column "nowhere"', '没有名为“nowhere”的列'],
    [['--label', 'ende'], 'say by --positive which value of "ende"', '请用 --positive 指定“ende”'],
    [[], 'say by --label which column', '请用 --label 指定哪一列'],
    [['--label', 'stadt', '--positive', 'C'], 'no row has the value "C"', '没有任何一行的值是“C”'],
  ] as const;
  for (const [options, english, chinese] of asked) {
    expect((await cli(csv, ...options)).printed).toContain(english);
    const { code, printed } = await cli(csv, ...options, '--lang', 'zh-CN');
    expect(code).toBe(1);
    expect(printed).toContain(chinese);
    expect(printed).not.toMatch(/[a-z]{3,} [a-z]{2,} [a-z]{2,}/i);
  }
  expect((await cli(file('none.csv'), '--label', 'x', '--lang=zh-CN')).printed).toContain('没有这个文件');
});

test('a value with a line break stays on its line, and a narrow stretch has two ends', async () => {
  const random = seededRandom(4);
  const rows = Array.from({ length: 400 }, () => {
    const rate = 4.8571 + 0.0008 * random();
    const keen = random() < 0.5;
    const won = random() < (keen ? 0.8 : 0.2) + (rate > 4.8575 ? 0.15 : -0.15);
    return `${rate.toFixed(6)},"${keen ? 'has budget\ncalls back' : 'no'}",${won ? 'yes' : 'no'}`;
  });
  writeFileSync(file('notes.csv'), ['rate,mood,won', ...rows].join('\n'));
  const { printed } = await cli(file('notes.csv'), '--label', 'won');
  expect(printed).toContain('"has budget calls back" +');
  const stretches = [...printed.matchAll(/([\d.]+) to ([\d.]+) [+−]/g)];
  expect(stretches.length).toBeGreaterThan(0);
  for (const [, from, to] of stretches) expect(from).not.toBe(to);
});
