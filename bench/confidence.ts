// Whether a higher confidence means a smaller error: rows nobody learned from, by tenths of shown confidence, and the picture of it.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { logLoss, rowLogLoss } from '#learn/metrics.ts';
import type { Bench, Row } from './bench.ts';
import { type Band, confidenceSvg } from './confidence-picture.ts';
import { rounded } from './numbers.ts';
import { readSaid, type SaidRow } from './said.ts';

const options = {
  said: { type: 'string', multiple: true, default: [] as string[] },
  bands: { type: 'string', default: '10' },
  picture: { type: 'string' },
} as const;

export const bench: Bench = {
  summary: 'error by bands of shown confidence on rows nobody learned from, and the picture of it',
  usage: '--said "NAME=F.csv" (of scoring --said, as often as wanted) [--bands 10] [--picture F.svg]',
  async run(args) {
    const { values } = parseArgs({ args: [...args], options });
    const panels = values.said.map((given) => {
      const border = given.lastIndexOf('=');
      const said = readSaid(given.slice(border + 1));
      return { title: given.slice(0, border), rows: said.length, bands: bandsOf(said, Number(values.bands)) };
    });
    if (values.picture !== undefined) writeFileSync(values.picture, confidenceSvg(panels));
    return {
      tables: panels.map(({ title, bands }) => ({ title, rows: bands.map(rowOf) })),
      notes: [
        'bands: the same number of rows each, by rising confidence; ±: 1.96 standard errors of the mean',
        'against share: log loss as a part of what always saying the share won within the band would cost',
        `rises: pairs of neighbouring bands where the surer errs more by over 2.5 standard errors: ${panels.map(({ title, bands }) => `${title} ${risesOf(bands)}`).join('; ')}`,
      ],
      details: { panels },
    };
  },
};

function bandsOf(said: readonly SaidRow[], count: number): Band[] {
  // Among rows of one confidence their number decides, which knows nothing of how wrong they are.
  const order = [...said].sort((a, b) => a.confidence - b.confidence || a.row - b.row);
  return Array.from({ length: count }, (_, nr) => {
    const some = order.slice(
      Math.round((nr * order.length) / count),
      Math.round(((nr + 1) * order.length) / count),
    );
    return bandOf(some);
  });
}

function bandOf(some: readonly SaidRow[]): Band {
  const mean = (of: (row: SaidRow) => number) => some.reduce((sum, row) => sum + of(row), 0) / some.length;
  const withError = (of: (row: SaidRow) => number) => {
    const middle = mean(of);
    const spread = mean((row) => (of(row) - middle) ** 2);
    return { mean: middle, error: Math.sqrt(spread / Math.max(1, some.length - 1)) };
  };
  const given = ({ by }: SaidRow) => by['Revloop'] ?? 0.5;
  const share = mean(({ outcome }) => outcome);
  const outcomes = some.map(({ outcome }) => outcome);
  return {
    rows: some.length,
    confidence: mean(({ confidence }) => confidence),
    lowest: some[0]?.confidence ?? 0,
    highest: some.at(-1)?.confidence ?? 0,
    brier: withError((row) => (given(row) - row.outcome) ** 2),
    logLoss: withError((row) => rowLogLoss(row.outcome, given(row))),
    distance: withError((row) => Math.abs(given(row) - row.outcome)),
    width: mean(({ low, high }) => high - low),
    promised: mean(given),
    came: share,
    ofShare: logLoss(
      outcomes,
      outcomes.map(() => share),
    ),
  };
}

function rowOf(band: Band): Row {
  const span = ({ mean, error }: Band['brier']) => `${mean.toFixed(4)} ± ${(1.96 * error).toFixed(4)}`;
  return {
    confidence: `${band.lowest.toFixed(2)} to ${band.highest.toFixed(2)}`,
    rows: band.rows,
    mean: rounded(band.confidence, 3),
    Brier: span(band.brier),
    'log loss': span(band.logLoss),
    '|p - y|': span(band.distance),
    'interval width': rounded(band.width, 3),
    promised: rounded(band.promised, 3),
    came: rounded(band.came, 3),
    'against share': rounded(band.logLoss.mean / band.ofShare, 3),
  };
}

function risesOf(bands: readonly Band[]): number {
  return bands.filter(({ brier }, nr) => {
    const before = bands[nr - 1]?.brier;
    return before !== undefined && brier.mean - before.mean > 2.5 * Math.hypot(brier.error, before.error);
  }).length;
}
