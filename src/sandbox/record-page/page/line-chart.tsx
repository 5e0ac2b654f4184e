// HubSpot's LineChart, drawn as SVG: one line of numbers over time, with axis, grid and a value on hover.

type Row = Record<string, number | string>;
type Axis = { field: string; fieldType: string; label?: string };
type LineChartProps = {
  data: Row[] | { data: Row[] };
  axes: { x: Axis; y: Axis };
  options?: { title?: string; showTooltips?: boolean };
};
type Point = { x: number; y: number };

const size = { width: 720, height: 200, left: 34, right: 12, top: 10, bottom: 24 };

export function LineChart({ data, axes, options = {} }: LineChartProps) {
  const rows = Array.isArray(data) ? data : data.data;
  const points = rows.map((row) => ({ x: Number(row[axes.x.field]), y: Number(row[axes.y.field]) }));
  const place = scaleOf(points);
  const line = points.map((point, i) => `${i === 0 ? 'M' : 'L'}${place(point).join(' ')}`).join('');
  const date = (x: number) =>
    new Intl.DateTimeFormat(document.documentElement.lang, {
      month: 'short',
      day: 'numeric',
      timeZone: 'UTC',
    }).format(x);
  return (
    <figure className="line-chart">
      {options.title && <figcaption>{options.title}</figcaption>}
      <svg
        viewBox={`0 0 ${size.width} ${size.height}`}
        role="img"
        aria-label={`${axes.y.label ?? axes.y.field}: ${points.map((point) => point.y).join(', ')}`}
      >
        {[0, 25, 50, 75, 100].map((value) => (
          <Gridline key={value} value={value} y={place({ x: points[0]?.x ?? 0, y: value })[1]} />
        ))}
        {ticksOf(points).map((x) => (
          <text key={x} className="tick" x={place({ x, y: 0 })[0]} y={size.height - 6} textAnchor="middle">
            {date(x)}
          </text>
        ))}
        <path className="line" d={line} />
        {points.map((point, i) => (
          <g key={point.x} className="point">
            <circle className="hit" cx={place(point)[0]} cy={place(point)[1]} r="14" />
            <circle
              className="dot"
              cx={place(point)[0]}
              cy={place(point)[1]}
              r={i === points.length - 1 ? 4.5 : 2.5}
            />
            {options.showTooltips && <Tooltip at={place(point)} words={`${date(point.x)}: ${point.y}`} />}
          </g>
        ))}
      </svg>
    </figure>
  );
}

function Gridline({ value, y }: { value: number; y: number }) {
  return (
    <>
      <line className="grid" x1={size.left} x2={size.width - size.right} y1={y} y2={y} />
      <text className="tick" x={size.left - 6} y={y + 4} textAnchor="end">
        {value}
      </text>
    </>
  );
}

function Tooltip({ at: [x, y], words }: { at: [number, number]; words: string }) {
  const half = words.length * 3.6 + 8;
  const middle = Math.max(size.left + half, Math.min(size.width - size.right - half, x));
  const top = y < 50 ? y + 12 : y - 34;
  return (
    <g className="tooltip">
      <rect x={middle - half} y={top} width={half * 2} height="22" rx="4" />
      <text x={middle} y={top + 15} textAnchor="middle">
        {words}
      </text>
    </g>
  );
}

/** Dates for at most six ticks, first and last always among them. */
function ticksOf(points: Point[]): number[] {
  const step = Math.max(1, Math.ceil((points.length - 1) / 5));
  const kept = points.filter((_point, i) => i % step === 0).map((point) => point.x);
  const last = points.at(-1)?.x;
  if (last === undefined || kept.at(-1) === last) return kept;
  return [...kept.slice(0, -1), last];
}

/** Scores run from 0 to 100 whatever the data, so that two cards can be compared by eye. */
function scaleOf(points: Point[]): (point: Point) => [number, number] {
  const first = points[0]?.x ?? 0;
  const span = (points.at(-1)?.x ?? 1) - first || 1;
  const width = size.width - size.left - size.right - 24;
  const height = size.height - size.top - size.bottom;
  return ({ x, y }) => [
    size.left + 12 + ((x - first) / span) * width,
    size.top + (1 - Math.max(0, Math.min(100, y)) / 100) * height,
  ];
}
