// Which leaking columns the finder names, which it misses, and which honest ones it names by mistake.
import { parseArgs } from 'node:util';
import type { Leak } from '#analyze/leak.ts';
import { recordsOf } from '#commands/evaluate/choices.ts';
import { readTable } from '#commands/evaluate/read-table.ts';
import { type ClosedRecord, closedTable } from '#learn/closed-records.ts';
import { readColumn } from '#learn/columns/read-column.ts';
import { findLeaks } from '#learn/find-leaks.ts';
import type { Bench, Row } from './bench.ts';
import { madeKinds, makeTable } from './made-table.ts';
import { plant, planted, timeOf } from './planted-leaks.ts';

const options = {
  csv: { type: 'string' },
  label: { type: 'string' },
  positive: { type: 'string' },
  drop: { type: 'string', default: '' },
  leaks: { type: 'string', default: '' },
  'hide-names': { type: 'boolean', default: false },
  seeds: { type: 'string', default: '4' },
  rows: { type: 'string', default: '4000' },
} as const;

export const bench: Bench = {
  summary: 'which leaking columns the finder names, misses, and names by mistake',
  usage:
    '--csv F --label COLUMN [--positive V] [--drop A,B] [--leaks A,B] [--hide-names]; without --csv planted leaks in made tables [--seeds 4] [--rows 4000]',
  async run(args) {
    const { values } = parseArgs({ args: [...args], options });
    const rows = values.csv === undefined ? onPlanted(values) : await onFile(values.csv, values);
    const told = rows.filter((row) => row['is it one'] === 'leak');
    const caught = told.reduce((sum, row) => sum + Number(row['left out']), 0);
    const tables = told.reduce((sum, row) => sum + Number(row['of']), 0);
    const honest = rows.filter((row) => row['is it one'] !== 'leak');
    const wrong = honest.reduce((sum, row) => sum + Number(row['left out']), 0);
    const clean = honest.reduce((sum, row) => sum + Number(row['of']), 0);
    return {
      tables: [{ title: 'Leaks', rows: rows.filter((row) => row['column'] !== 'all others') }],
      notes: [
        `leaks left out: ${caught} of ${tables}; honest columns left out by mistake: ${wrong} of ${clean}`,
        ...(values['hide-names'] ? ['names of columns hidden from the finder'] : []),
      ],
      details: {},
    };
  },
};

type Options = ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];

async function onFile(csv: string, values: Options): Promise<Row[]> {
  const names = (list: string | undefined) => (list ?? '').split(',').filter((name) => name !== '');
  const { records, sources } = recordsOf(await readTable(csv), {
    file: csv,
    label: values.label ?? '',
    positive: values.positive,
    id: undefined,
    drop: names(values.drop),
    time: undefined,
  });
  const leaks = leaksOf(records, sources, values['hide-names'] === true);
  const known = names(values.leaks);
  return sources.map(({ name }) => {
    const leak = leaks.get(name);
    const isLeak = known.includes(name);
    const column = isLeak || leak !== undefined ? name : 'all others';
    return rowOf(column, isLeak, leak === undefined ? [] : [leak], 1);
  });
}

function onPlanted(values: Options): Row[] {
  const found = new Map<string, { leaks: Leak[]; tables: number }>();
  for (const kind of madeKinds)
    for (let seed = 1; seed <= Number(values.seeds); seed++) {
      const table = makeTable(kind, Number(values.rows), seed);
      const own = table.headers.slice(1, -1);
      const created = table.headers.indexOf('created_at');
      const times = table.rows.map((row, nr) => (created < 0 ? timeOf(nr) : Date.parse(`${row[created]}Z`)));
      const more = plant(table, seed + 100, times);
      const headers = [...own, ...planted.map(({ name }) => name)];
      const read = headers.map((name, place) => {
        const cells = table.rows.map((row, nr) =>
          place < own.length ? (row[place + 1] ?? '') : (more[nr]?.[place - own.length] ?? ''),
        );
        return readColumn(name, cells);
      });
      const records = table.rows.map(
        (row, nr): ClosedRecord => ({
          id: String(nr).padStart(6, '0'),
          at: times[nr] ?? 0,
          won: row.at(-1) === 'yes',
          values: Object.fromEntries(
            read.map(({ source, values: cells }) => [source.name, cells[nr] ?? null]),
          ),
        }),
      );
      const sources = read.map(({ source }) => source);
      const leaks = leaksOf(records, sources, values['hide-names'] === true);
      for (const name of headers) {
        const column = planted.some((one) => one.name === name) ? name : `${kind}'s own columns`;
        const one = found.get(column) ?? { leaks: [], tables: 0 };
        const leak = leaks.get(name);
        if (leak !== undefined) one.leaks.push(leak);
        one.tables += 1;
        found.set(column, one);
      }
    }
  return [...found].map(([column, { leaks, tables }]) => {
    const plant = planted.find(({ name }) => name === column);
    return { ...rowOf(column, plant?.leak ?? false, leaks, tables), what: plant?.what ?? 'honest' };
  });
}

function rowOf(column: string, isLeak: boolean, leaks: readonly Leak[], of: number): Row {
  const leftOut = leaks.filter(({ why }) => why !== 'doubtful');
  return {
    column,
    'is it one': isLeak ? 'leak' : 'honest',
    'left out': leftOut.length,
    'only doubted': leaks.length - leftOut.length,
    of,
    why: [...new Set(leaks.map(({ why }) => why))].join(', '),
    measure: leaks.length === 1 ? (leaks[0]?.measure ?? null) : null,
  };
}

/** Leaks by the real name; with hidden names the finder sees `c0`, `c1` and so on. */
function leaksOf(
  records: readonly ClosedRecord[],
  sources: Parameters<typeof closedTable>[0],
  hide: boolean,
): Map<string, Leak> {
  const nameOf = (place: number) => (hide ? `c${place}` : (sources[place]?.name ?? ''));
  const renamed = hide
    ? records.map((record) => ({
        ...record,
        values: Object.fromEntries(sources.map(({ name }, place) => [nameOf(place), record.values[name]])),
      }))
    : records;
  const table = closedTable(
    sources.map((source, place) => ({ ...source, name: nameOf(place) })),
    renamed,
  );
  const real = new Map(sources.map(({ name }, place) => [nameOf(place), name]));
  return new Map(findLeaks(table).map((leak) => [real.get(leak.name) ?? leak.name, leak]));
}
