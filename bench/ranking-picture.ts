// AUC of several learners drawn: dots with their 95 % intervals, and beside them how far Revloop is ahead of each.
import type { Interval, Ranked } from './resampled.ts';

export type Panel = {
  readonly title: string;
  readonly rows: number;
  readonly parts: number;
  readonly ranked: readonly Ranked[];
};

const [width, line, head, foot] = [860, 20, 46, 34] as const;
const areas = { left: 110, right: 480 } as const;
const aheads = { left: 530, right: 840 } as const;
const [blue, grey, red] = ['#2f6fed', '#64748b', '#c2410c'] as const;

type Scale = { readonly to: (value: number) => number; readonly ticks: readonly number[] };

export function rankingSvg(title: string, panels: readonly Panel[]): string {
  let top = 62;
  const drawn = panels.flatMap((panel) => {
    const from = top;
    top += head + line * panel.ranked.length + foot;
    return panelOf(panel, from);
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${top}" role="img" aria-label="${title}" font-family="system-ui, sans-serif" font-size="12" fill="#1f2733">`,
    `<rect width="${width}" height="${top}" fill="#fff"/>`,
    text(14, 24, title, 'font-size="15" font-weight="600"'),
    text(
      14,
      44,
      'Dots: on the judged rows. Lines: 95 % of 1,000 drawings of these rows. Axes do not begin at 0.',
    ),
    ...drawn,
    '</svg>',
    '',
  ].join('\n');
}

function panelOf({ title, rows, parts, ranked }: Panel, top: number): string[] {
  const area = scaleOf(
    ranked.map((one) => one.area),
    areas,
    null,
  );
  const ahead = scaleOf(
    ranked.map((one) => one.ahead).filter((one) => one !== null),
    aheads,
    0,
  );
  const [first, bottom] = [top + head, top + head + line * ranked.length];
  const judged = `${rows.toLocaleString('en-US')} rows judged${parts > 1 ? `, ${parts} folds` : ''}`;
  return [
    `<path d="M14 ${top}H${width - 14}" stroke="#cbd5e1"/>`,
    text(
      14,
      top + 20,
      `${title} <tspan fill="${grey}" font-weight="400">(${judged})</tspan>`,
      'font-weight="600"',
    ),
    text(areas.left, top + 38, 'AUC (more is better)', `fill="${grey}"`),
    text(aheads.left, top + 38, 'Revloop ahead by (right of the line: ahead)', `fill="${grey}"`),
    ...axis(area, first, bottom, areas),
    ...axis(ahead, first, bottom, aheads),
    `<path d="M${at(ahead.to(0))} ${first}V${bottom}" stroke="${red}" stroke-width="1.5"/>`,
    ...ranked.flatMap(({ learner, area: of, ahead: by }, nr) => {
      const y = first + line * nr + line / 2;
      const colour = nr === 0 ? blue : grey;
      return [
        text(areas.left - 10, y + 4, learner, `text-anchor="end"${nr === 0 ? ' font-weight="600"' : ''}`),
        ...dot(of, area, y, colour),
        ...(by === null ? [] : dot(by, ahead, y, grey)),
      ];
    }),
  ];
}

function dot({ value, low, high }: Interval, { to }: Scale, y: number, colour: string): string[] {
  return [
    `<path d="M${at(to(low))} ${y}H${at(to(high))}" stroke="${colour}" stroke-width="2"/>`,
    `<circle cx="${at(to(value))}" cy="${y}" r="4" fill="${colour}"/>`,
  ];
}

function axis(
  { to, ticks }: Scale,
  top: number,
  bottom: number,
  { left, right }: { left: number; right: number },
) {
  const step = (ticks[1] ?? 1) - (ticks[0] ?? 0);
  const digits = step < 0.0099 ? 3 : 2;
  return [
    `<path d="M${left} ${bottom}H${right}" stroke="#94a3b8"/>`,
    ...ticks.flatMap((tick) => [
      `<path d="M${at(to(tick))} ${top}V${bottom}" stroke="#e5e7eb"/>`,
      text(to(tick), bottom + 15, tick.toFixed(digits), `text-anchor="middle" font-size="11" fill="${grey}"`),
    ]),
  ];
}

/** As wide as its intervals, and `within` lies in it; ticks at round numbers, four to eight of them. */
function scaleOf(
  intervals: readonly Interval[],
  { left, right }: { readonly left: number; readonly right: number },
  within: number | null,
): Scale {
  const ends = [...intervals.flatMap(({ low, high }) => [low, high]), ...(within === null ? [] : [within])];
  const [least, most] = [Math.min(...ends), Math.max(...ends)];
  const margin = Math.max(0.0005, 0.06 * (most - least));
  const [low, high] = [least - margin, most + margin];
  const step = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1].find((one) => (high - low) / one <= 8) ?? 0.2;
  const ticks: number[] = [];
  for (let nr = Math.ceil(low / step); nr * step <= high; nr++) ticks.push(nr * step);
  return { to: (value) => left + ((value - low) / (high - low)) * (right - left), ticks };
}

function at(place: number): string {
  return place.toFixed(1);
}

function text(x: number, y: number, says: string, more = ''): string {
  return `<text x="${at(x)}" y="${at(y)}" ${more}>${says}</text>`;
}
