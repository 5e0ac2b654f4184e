// Bars as an SVG file for the documents: some rows, in each a bar for every series, its value behind it.
import { writeFileSync } from 'node:fs';
import path from 'node:path';

export type BarChart = {
  readonly title: string;
  readonly series: readonly string[];
  readonly rows: readonly { readonly name: string; readonly values: readonly (number | null)[] }[];
  /** What the longest bar stands for. */
  readonly most: number;
  /** Red lines at values that are aimed at, with the series' number. */
  readonly aims: readonly { readonly series: number; readonly value: number }[];
};

const colours = ['#2f6fed', '#7fb069', '#94a3b8'] as const;
const [width, left, right, thick, top] = [760, 250, 60, 16, 66] as const;

export function barChart({ title, series, rows, most, aims }: BarChart): string {
  const tall = series.length * thick + 14;
  const height = top + rows.length * tall + 8;
  const to = (value: number) => (value / most) * (width - left - right);
  const legend = series.map((name, nr) => {
    const x = 12 + nr * 240;
    return (
      `<rect x="${x}" y="36" width="14" height="14" rx="2" fill="${colours[nr % 3]}"/>` +
      `<text x="${x + 20}" y="48" fill="#1f2733">${escaped(name)}</text>`
    );
  });
  const bars = rows.flatMap(({ name, values }, row) => {
    const y = top + row * tall;
    const middle = y + (series.length * thick) / 2 + 5;
    return [
      `<text x="${left - 10}" y="${middle}" text-anchor="end" fill="#1f2733">${escaped(name)}</text>`,
      // The red lines lie on the bars, and under the numbers.
      ...values.map((value, nr) => {
        const size = `width="${to(value ?? 0).toFixed(1)}" height="${thick - 3}"`;
        return `<rect x="${left}" y="${y + nr * thick}" ${size} fill="${colours[nr % 3]}"/>`;
      }),
      ...aims.map(({ series: nr, value }) => {
        const x = (left + to(value)).toFixed(1);
        return `<path d="M${x} ${y + nr * thick - 2}v${thick + 1}" stroke="#c2410c" stroke-width="2"/>`;
      }),
      ...values.map((value, nr) => {
        const at = `x="${(left + to(value ?? 0) + 5).toFixed(1)}" y="${y + (nr + 1) * thick - 4}"`;
        const ring = 'stroke="#fff" stroke-width="4" paint-order="stroke"';
        return `<text ${at} font-size="12" fill="#1f2733" ${ring}>${value ?? 'none'}</text>`;
      }),
    ];
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}" font-family="system-ui, sans-serif" font-size="14">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<text x="12" y="24" font-weight="600" fill="#1f2733">${escaped(title)}</text>`,
    ...legend,
    ...bars,
    '</svg>\n',
  ].join('\n');
}

/** `file` is given by whoever wants the picture; none is drawn without. */
export function drawTo(file: string | undefined, chart: BarChart): void {
  if (file !== undefined) writeFileSync(path.resolve(file), barChart(chart));
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
