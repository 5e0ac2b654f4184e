// Made tables with known chances: Revloop and other learners on the same four fifths, judged on the fifth, beside the best there is.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { recordsOf } from '#commands/evaluate/choices.ts';
import { readTable } from '#commands/evaluate/read-table.ts';
import { auc } from '#learn/metrics.ts';
import type { Bench, Row } from './bench.ts';
import { stringify } from './csv.ts';
import { madeKinds, makeTable } from './made-table.ts';
import { measurePart } from './measured-part.ts';
import { rounded } from './numbers.ts';
import { others } from './others.ts';
import { writeSaid } from './said.ts';

const options = {
  out: { type: 'string', default: '.out/made' },
  rows: { type: 'string', default: '20000' },
  seed: { type: 'string', default: '1' },
  kinds: { type: 'string', default: madeKinds.join(',') },
  beside: { type: 'string', default: 'HGB,HGB tuned,XGB' },
  python: { type: 'string', default: 'python3' },
} as const;

/** Every fifth row is judged, and never learned from. */
const every = 5;

export const bench: Bench = {
  summary:
    'made tables with known chances, Revloop beside other learners and beside the best that can be had',
  usage:
    '[--rows 20000] [--seed 1] [--kinds wide,deals] [--beside "HGB,HGB tuned,XGB"] [--python python3] [--out DIR]',
  async run(args, stage) {
    const { values } = parseArgs({ args: [...args], options });
    mkdirSync(values.out, { recursive: true });
    const rows: Row[] = [];
    for (const kind of madeKinds.filter((one) => values.kinds.split(',').includes(one))) {
      const table = makeTable(kind, Number(values.rows), Number(values.seed));
      const [file, plain] = [`${kind}.csv`, `${kind}.plain.csv`].map((name) => path.join(values.out, name));
      if (file === undefined || plain === undefined) continue;
      writeFileSync(file, stringify([table.headers, ...table.rows]));
      writeFileSync(plain, stringify([table.headers, ...table.plain]));
      const [label, drop] = [table.headers.at(-1) ?? '', ['id']];
      const asked = { file, label, positive: 'yes', id: undefined, drop, time: undefined };
      const known = recordsOf(await readTable(file), asked);
      const places = Int32Array.from(known.records.keys());
      const isHeld = (place: number) => (known.row[place] ?? 0) % every === every - 1;
      const part = {
        name: 'fifth',
        known: places.filter((place) => !isHeld(place)),
        held: places.filter(isHeld),
      };
      const { measured, said } = measurePart(known, part);
      const row = {
        kind,
        ...{ learner: measured['learner'] ?? '', 'training s': measured['training s'] ?? null },
        'best there is': best(table, known.row, part.held),
        Revloop: measured['AUC'] ?? null,
      };
      stage.say(JSON.stringify({ ...row, ...measured }));
      const { python, beside } = values;
      const theirs =
        beside === ''
          ? { rows: [], said: new Map() }
          : others({ python, file: plain, label, drop, beside }, known, [part]);
      writeSaid(path.join(values.out, `${kind}.said.csv`), said(), theirs.said);
      const areas = theirs.rows.map((one) => [String(one['model']), one['AUC'] ?? null] as const);
      stage.say(JSON.stringify({ kind, ...Object.fromEntries(areas) }));
      rows.push({ ...row, ...Object.fromEntries(areas) });
    }
    return {
      tables: [{ title: `AUC on a fifth of ${values.rows} made rows, seed ${values.seed}`, rows }],
      notes: [
        'best there is: the area of the known chances on the rows judged, which nobody can beat but by luck',
        `what was said of each row: ${values.out}/<kind>.said.csv, for the bench ranking`,
      ],
      details: {},
    };
  },
};

function best(
  { rows, chances }: ReturnType<typeof makeTable>,
  rowOf: ArrayLike<number>,
  held: Int32Array,
): number {
  const judged = Array.from(held, (place) => rowOf[place] ?? 0);
  return rounded(
    auc(
      judged.map((row) => (rows[row]?.at(-1) === 'yes' ? 1 : 0)),
      judged.map((row) => chances[row] ?? 0),
    ),
    4,
  );
}
