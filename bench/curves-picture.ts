// Learning curves drawn: log loss by the number of closed records, against the others; below, how many intervals hold and how wide they are.
import type { Row } from './bench.ts';

const [width, height, left, right] = [480, 460, 52, 24];
const upper = { top: 54, bottom: 250 } as const;
const lower = { top: 304, bottom: 414 } as const;
const [blue, grey] = ['#2f6fed', '#64748b'] as const;
const lines = [
  { name: 'share won alone', colour: '#9aa3af', dash: '5 4' },
  { name: 'scikit-learn', colour: '#d97706', dash: '' },
  { name: 'scikit-learn, penalty chosen', colour: '#b45309', dash: '2 3' },
  { name: 'log loss', colour: blue, dash: '' },
] as const;
const labels: Readonly<Record<string, string>> = {
  'log loss': 'Revloop',
  'scikit-learn': 'logistic regression',
  'scikit-learn, penalty chosen': 'its penalty chosen',
};

/** From the left, in the order of the lines. */
const legendAt = [0, 112, 234, 356] as const;

export function curvesSvg(title: string, rows: readonly Row[]): string {
  const sizes = rows.map((row) => Number(row['closed']));
  const [least, most] = [Math.log(Math.min(...sizes)), Math.log(Math.max(...sizes))];
  const losses = rows.flatMap((row) => lines.map(({ name }) => Number(row[name])).filter(Number.isFinite));
  const [low, high] = [Math.min(...losses) - 0.01, Math.max(...losses) + 0.01];
  const toX = (size: number) => left + ((Math.log(size) - least) / (most - least)) * (width - left - right);
  const toLoss = (loss: number) => upper.bottom - ((loss - low) / (high - low)) * (upper.bottom - upper.top);
  const toShare = (share: number) => lower.bottom - share * (lower.bottom - lower.top);
  const text = (x: number, y: number, says: string, more = '') =>
    `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${more}>${says}</text>`;
  const path = (name: string, toY: (value: number) => number) =>
    rows
      .filter((row) => Number.isFinite(Number(row[name] ?? Number.NaN)))
      .map((row, nr) => {
        const [x, y] = [toX(Number(row['closed'])), toY(Number(row[name]))];
        return `${nr === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
      })
      .join('');
  const drawn = lines.filter(({ name }) => path(name, toLoss) !== '');
  const step = [0.01, 0.02, 0.05, 0.1].find((one) => (high - low) / one <= 7) ?? 0.2;
  const first = Math.ceil(low / step);
  const ticks = Array.from({ length: Math.floor(high / step) - first + 1 }, (_, nr) => (first + nr) * step);
  const band = [toShare(0.9), toShare(0.7)] as const;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="Learning curves: ${title}" font-family="system-ui, sans-serif" font-size="12" fill="#1f2733">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    text(left, 20, `Log loss, ${title} (less is better)`, 'font-weight="600"'),
    ...ticks.map(
      (tick) =>
        `<path d="M${left} ${toLoss(tick).toFixed(1)}H${width - right}" stroke="#e5e7eb"/>` +
        text(left - 6, toLoss(tick) + 4, tick.toFixed(2), 'text-anchor="end"'),
    ),
    ...drawn.map(({ name, colour, dash }) => {
      const broken = dash === '' ? '' : ` stroke-dasharray="${dash}"`;
      return `<path d="${path(name, toLoss)}" fill="none" stroke="${colour}" stroke-width="2.5"${broken}/>`;
    }),
    ...drawn.map(({ name, colour }, nr) =>
      text(left + (legendAt[nr] ?? 0), 38, labels[name] ?? name, `fill="${colour}"`),
    ),
    text(left, 284, '80 % intervals', 'font-weight="600"'),
    text(left + 104, 284, 'share that hold the chance (grey: 0.7 to 0.9)', `fill="${blue}"`),
    text(left + 104, 299, 'mean width', `fill="${grey}"`),
    `<rect x="${left}" y="${band[0].toFixed(1)}" width="${width - left - right}" height="${(band[1] - band[0]).toFixed(1)}" fill="#e5e7eb"/>`,
    ...[0, 0.2, 0.4, 0.6, 0.8, 1].map(
      (share) =>
        `<path d="M${left} ${toShare(share).toFixed(1)}H${width - right}" stroke="#e5e7eb"/>` +
        text(left - 6, toShare(share) + 4, share.toFixed(1), 'text-anchor="end"'),
    ),
    `<path d="${path('held', toShare)}" fill="none" stroke="${blue}" stroke-width="2.5"/>`,
    `<path d="${path('interval width', toShare)}" fill="none" stroke="${grey}" stroke-width="2" stroke-dasharray="5 4"/>`,
    ...sizes.map((size) => text(toX(size), 431, String(size), 'text-anchor="middle"')),
    text(
      (left + width - right) / 2,
      449,
      'closed records (logarithmic); log loss does not begin at 0',
      'text-anchor="middle"',
    ),
    '</svg>',
    '',
  ].join('\n');
}
