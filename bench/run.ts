// The command `npm run bench -- <name>`: a table of benchmarks; each prints tables and writes JSON to .out/bench.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Bench, BenchResult, Row } from './bench.ts';
import { machine } from './machine.ts';

const benches: Readonly<Record<string, () => Promise<{ readonly bench: Bench }>>> = {
  'real-input': () => import('./real-input.ts'),
  latency: () => import('./latency.ts'),
  intake: () => import('./intake.ts'),
  calls: () => import('./calls.ts'),
  tokens: () => import('./tokens.ts'),
  'org-calls': () => import('./org-calls.ts'),
  turns: () => import('./turns.ts'),
  rollups: () => import('./rollups.ts'),
  import: () => import('./import.ts'),
  scoring: () => import('./scoring.ts'),
  feed: () => import('./feed.ts'),
  backtest: () => import('./backtest.ts'),
  rules: () => import('./rules.ts'),
  made: () => import('./made.ts'),
  'cold-start': () => import('./cold-start.ts'),
  'made-beside': () => import('./made-beside.ts'),
  ranking: () => import('./ranking.ts'),
  confidence: () => import('./confidence.ts'),
  leaks: () => import('./leaks.ts'),
  journeys: () => import('./journeys.ts'),
  targets: () => import('./targets.ts'),
  'scoring-speed': () => import('./scoring-speed.ts'),
  'late-data': () => import('./late-data.ts'),
  'known-case': () => import('./known-case.ts'),
  ravenstack: () => import('./ravenstack.ts'),
};

const print = (line: string) => process.stdout.write(`${line}\n`);

/** Columns as wide as their widest cell; numbers to the right. */
function table(rows: readonly Row[]): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cell = (row: Row, name: string) => String(row[name] ?? '');
  const width = (name: string) => Math.max(name.length, ...rows.map((row) => cell(row, name).length));
  const isNumber = (name: string) => rows.some((row) => typeof row[name] === 'number');
  const pad = (text: string, name: string) =>
    isNumber(name) ? text.padStart(width(name)) : text.padEnd(width(name));
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(names.map((name) => pad(name, name))),
    line(names.map((name) => (isNumber(name) ? `${'-'.repeat(width(name) - 1)}:` : '-'.repeat(width(name))))),
    ...rows.map((row) => line(names.map((name) => pad(cell(row, name), name)))),
  ].join('\n');
}

function show({ tables, notes }: BenchResult): void {
  for (const { title, rows } of tables) print(`\n${title}\n\n${table(rows)}`);
  if (notes.length > 0) print('');
  for (const note of notes) print(`- ${note}`);
}

async function main(argv: readonly string[]): Promise<number> {
  const [name = '', ...args] = argv;
  const load = Object.hasOwn(benches, name) ? benches[name] : undefined;
  if (load === undefined) {
    print('npm run bench -- <name> [options]\n');
    for (const [each, loaded] of Object.entries(benches)) {
      const { bench } = await loaded();
      print(`  ${each.padEnd(12)}${bench.summary}\n  ${''.padEnd(12)}  ${bench.usage}`);
    }
    return name === '' ? 0 : 2;
  }
  const began = new Date();
  const { bench } = await load();
  const result = await bench.run(args, { say: (line) => process.stderr.write(`${line}\n`) });
  show(result);
  const about = { bench: name, args: args.map((one) => path.basename(one)), at: began, machine: machine() };
  const file = path.join('.out', 'bench', `${name}.json`);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ ...about, ...result }, null, 2)}\n`);
  print(`\n${machine()}\nWritten to ${file}`);
  return 0;
}

process.exit(await main(process.argv.slice(2)));
