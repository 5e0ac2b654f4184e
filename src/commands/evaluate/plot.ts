// A plot as SVG text: lines, dots with intervals, a diagonal, two labelled axes.

export type Point = readonly [x: number, y: number];
export type Plot = {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly most: Point;
  /** Thin lines behind the main one. */
  readonly behind: readonly (readonly Point[])[];
  readonly line: readonly Point[];
  readonly even: readonly Point[];
  readonly dots: readonly {
    readonly at: Point;
    readonly low: number;
    readonly high: number;
    readonly says: string;
  }[];
};

const [width, height, left, bottom, top, right] = [360, 300, 46, 40, 12, 14];

export function plotSvg({ title, x, y, most, behind, line, even, dots }: Plot): string {
  const toX = (value: number) => left + (value / most[0]) * (width - left - right);
  const toY = (value: number) => height - bottom - (value / most[1]) * (height - top - bottom);
  const path = (points: readonly Point[]) =>
    points
      .map(([px, py], nr) => `${nr === 0 ? 'M' : 'L'}${toX(px).toFixed(1)} ${toY(py).toFixed(1)}`)
      .join('');
  const ticks = [0, 0.25, 0.5, 0.75, 1];
  const grid = ticks.map((share) => {
    const [gx, gy] = [toX(share * most[0]), toY(share * most[1])];
    return (
      `<path class="grid" d="M${left} ${gy.toFixed(1)}H${width - right}M${gx.toFixed(1)} ${top}V${height - bottom}"/>` +
      `<text class="tick" x="${gx.toFixed(1)}" y="${height - bottom + 14}" text-anchor="middle">${shortTick(share * most[0])}</text>` +
      `<text class="tick" x="${left - 6}" y="${(gy + 4).toFixed(1)}" text-anchor="end">${shortTick(share * most[1])}</text>`
    );
  });
  const drawnDots = dots.map(
    ({ at, low, high, says }) =>
      `<g><title>${escaped(says)}</title><path class="bar" d="M${toX(at[0]).toFixed(1)} ${toY(low).toFixed(1)}V${toY(high).toFixed(1)}"/>` +
      `<circle cx="${toX(at[0]).toFixed(1)}" cy="${toY(at[1]).toFixed(1)}" r="4"/></g>`,
  );
  return [
    `<figure><figcaption>${escaped(title)}</figcaption>`,
    `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">`,
    ...grid,
    `<path class="even" d="${path(even)}"/>`,
    ...behind.map((points) => `<path class="behind" d="${path(points)}"/>`),
    line.length === 0 ? '' : `<path class="line" d="${path(line)}"/>`,
    ...drawnDots,
    `<text class="axis" x="${(left + width - right) / 2}" y="${height - 6}" text-anchor="middle">${escaped(x)}</text>`,
    `<text class="axis" transform="translate(12 ${(height - bottom + top) / 2}) rotate(-90)" text-anchor="middle">${escaped(y)}</text>`,
    '</svg></figure>',
  ].join('');
}

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

function shortTick(value: number): string {
  return String(Number(value.toFixed(value >= 10 ? 0 : 2)));
}
