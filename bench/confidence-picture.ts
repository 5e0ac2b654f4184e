// Error by bands of shown confidence drawn: Brier with its 95 % interval, how wide the intervals are, what was promised and came.
type Mean = { readonly mean: number; readonly error: number };

export type Band = {
  readonly rows: number;
  readonly confidence: number;
  readonly lowest: number;
  readonly highest: number;
  readonly brier: Mean;
  readonly logLoss: Mean;
  readonly distance: Mean;
  readonly width: number;
  readonly promised: number;
  readonly came: number;
  /** Log loss of always saying the share won in this band. */
  readonly ofShare: number;
};

type Panel = { readonly title: string; readonly rows: number; readonly bands: readonly Band[] };
type Box = { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
type Line = {
  readonly says: string;
  readonly colour: string;
  readonly value: (band: Band) => number;
  /** Half of the 95 % interval. */
  readonly half?: (band: Band) => number;
};

const [width, head, tall, foot] = [860, 62, 190, 52] as const;
const [blue, grey, orange] = ['#2f6fed', '#64748b', '#d97706'] as const;
const errors: readonly Line[] = [
  {
    says: 'Brier (less is better)',
    colour: blue,
    value: ({ brier }) => brier.mean,
    half: ({ brier }) => 1.96 * brier.error,
  },
];
const others: readonly Line[] = [
  { says: 'width of the 80 % interval', colour: grey, value: (band) => band.width },
  { says: 'promised', colour: orange, value: ({ promised }) => promised },
  {
    says: 'came',
    colour: '#15803d',
    value: ({ came }) => came,
    half: ({ came, rows }) => 1.96 * Math.sqrt((came * (1 - came)) / rows),
  },
];

export function confidenceSvg(panels: readonly Panel[]): string {
  const height = 34 + panels.length * (head + tall + foot);
  const title = 'Error by shown confidence, rows that nobody learned from';
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}" font-family="system-ui, sans-serif" font-size="12" fill="#1f2733">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    text(14, 24, title, 'font-size="15" font-weight="600"'),
    ...panels.flatMap((panel, nr) => panelOf(panel, 34 + nr * (head + tall + foot))),
    '</svg>',
    '',
  ].join('\n');
}

function panelOf({ title, rows, bands }: Panel, from: number): string[] {
  const [top, bottom] = [from + head, from + head + tall];
  const about = `${rows.toLocaleString('en-US')} rows in ${bands.length} bands of the same size; lines: 95 %`;
  return [
    `<path d="M14 ${from}H${width - 14}" stroke="#cbd5e1"/>`,
    text(
      14,
      from + 22,
      `${title} <tspan fill="${grey}" font-weight="400">(${about})</tspan>`,
      'font-weight="600"',
    ),
    ...chart(bands, errors, { left: 60, right: 415, top, bottom }),
    ...chart(bands, others, { left: 480, right: 835, top, bottom }),
  ];
}

function chart(bands: readonly Band[], lines: readonly Line[], box: Box): string[] {
  const ends = lines.flatMap(({ value, half }) => bands.map((band) => value(band) + (half?.(band) ?? 0)));
  const step = [0.05, 0.1, 0.2].find((one) => Math.max(...ends) / one <= 6) ?? 0.2;
  const most = step * Math.ceil(Math.max(...ends) / step);
  // Nothing is shown below the band least sure of.
  const least = Math.floor(10 * Math.min(...bands.map(({ confidence }) => confidence))) / 10;
  const x = (confidence: number) => box.left + ((confidence - least) / (1 - least)) * (box.right - box.left);
  const y = (value: number) => box.bottom - (value / most) * (box.bottom - box.top);
  const shares = Array.from({ length: Math.round(most / step) + 1 }, (_, nr) => nr * step);
  return [
    ...shares.flatMap((tick) => [
      `<path d="M${box.left} ${at(y(tick))}H${box.right}" stroke="#e5e7eb"/>`,
      text(box.left - 6, y(tick) + 4, tick.toFixed(2), `text-anchor="end" font-size="11" fill="${grey}"`),
    ]),
    ...Array.from({ length: Math.round(10 * (1 - least)) + 1 }, (_, nr) => least + nr / 10).map((tick) =>
      text(x(tick), box.bottom + 16, tick.toFixed(1), `text-anchor="middle" font-size="11" fill="${grey}"`),
    ),
    text(
      (box.left + box.right) / 2,
      box.bottom + 33,
      'confidence shown',
      `text-anchor="middle" fill="${grey}"`,
    ),
    ...lines.flatMap((one, nr) => [
      ...lineOf(bands, one, x, y),
      `<circle cx="${box.left + 6 + legendAt(nr)}" cy="${box.top - 14}" r="4" fill="${one.colour}"/>`,
      text(box.left + 15 + legendAt(nr), box.top - 10, one.says),
    ]),
  ];
}

function lineOf(
  bands: readonly Band[],
  { colour, value, half }: Line,
  x: (confidence: number) => number,
  y: (value: number) => number,
): string[] {
  const path = bands.map(
    (band, nr) => `${nr === 0 ? 'M' : 'L'}${at(x(band.confidence))} ${at(y(value(band)))}`,
  );
  return [
    `<path d="${path.join('')}" fill="none" stroke="${colour}" stroke-width="1.5"/>`,
    ...bands.flatMap((band) => {
      const [middle, from] = [value(band), half?.(band) ?? 0];
      const place = at(x(band.confidence));
      return [
        ...(from === 0
          ? []
          : [
              `<path d="M${place} ${at(y(Math.max(0, middle - from)))}V${at(y(middle + from))}" stroke="${colour}" stroke-width="2"/>`,
            ]),
        `<circle cx="${place}" cy="${at(y(middle))}" r="3.5" fill="${colour}"/>`,
      ];
    }),
  ];
}

/** The first legend is the longest. */
function legendAt(nr: number): number {
  return nr === 0 ? 0 : 100 + nr * 85;
}

function at(place: number): string {
  return place.toFixed(1);
}

function text(x: number, y: number, says: string, more = ''): string {
  return `<text x="${at(x)}" y="${at(y)}" ${more}>${says}</text>`;
}
