// Where the steps of a journey are drawn: in layers from top to bottom, each way on a line that crosses no step.

export type Edge = { from: string; to: string };
export type Point = { x: number; y: number };
export type Layout = {
  width: number;
  height: number;
  /** The middle of the upper edge of each step. */
  places: ReadonlyMap<string, Point>;
  /** One for each edge, from the lower edge of a step to the upper edge of another; `back` leads upwards. */
  lines: readonly { points: Point[]; back: boolean }[];
};
export type Sizes = { width: number; height: number; across: number; down: number };

/** `ids`: the first one is where everything begins. */
export function layOut(ids: readonly string[], edges: readonly Edge[], sizes: Sizes): Layout {
  const back = backEdges(ids, edges);
  const ranks = rankAll(
    ids,
    edges.filter((_, nr) => !back.has(nr)),
  );
  const layers: string[][] = [];
  const put = (id: string, rank: number) => {
    layers[rank] = [...(layers[rank] ?? []), id];
  };
  for (const id of ids) put(id, ranks.get(id) ?? 0);
  // A way over several layers goes through a lane of its own in each of them.
  const chains = edges.map(({ from, to }, nr) => {
    if (back.has(nr)) return [];
    const [first, last] = [(ranks.get(from) ?? 0) + 1, ranks.get(to) ?? 0];
    return Array.from({ length: Math.max(0, last - first) }, (_, place) => {
      const lane = `${nr}/${first + place}`;
      put(lane, first + place);
      return lane;
    });
  });
  const steps = edges.flatMap(({ from, to }, nr) => {
    if (back.has(nr)) return [];
    const all = [from, ...(chains[nr] ?? []), to];
    return all.slice(1).map((next, place) => ({ from: all[place] ?? from, to: next }));
  });
  order(layers, steps);
  const real = new Set(ids);
  const { places, width } = placeAll(layers, real, sizes);
  const height = layers.length * (sizes.height + sizes.down) - sizes.down;
  const lines = edges.map(({ from, to }, nr) => {
    const [begin, end] = [places.get(from), places.get(to)];
    if (begin === undefined || end === undefined) return { points: [], back: false };
    const low = { x: begin.x, y: begin.y + sizes.height };
    if (back.has(nr)) {
      const side = width - 8;
      return { points: [low, { x: side, y: low.y }, { x: side, y: end.y - 20 }, end], back: true };
    }
    const through = (chains[nr] ?? []).flatMap((lane) => {
      const at = places.get(lane);
      return at === undefined ? [] : [at, { x: at.x, y: at.y + sizes.height }];
    });
    return { points: [low, ...through, end], back: false };
  });
  return { width, height, places: new Map([...places].filter(([id]) => real.has(id))), lines };
}

/** Numbers of the edges that close a circle, found by going down from the first step. */
function backEdges(ids: readonly string[], edges: readonly Edge[]): ReadonlySet<number> {
  const out = Map.groupBy(
    edges.map((edge, nr) => ({ ...edge, nr })),
    ({ from }) => from,
  );
  const [back, done] = [new Set<number>(), new Set<string>()];
  const visit = (id: string, trail: ReadonlySet<string>) => {
    if (done.has(id)) return;
    const here = new Set([...trail, id]);
    for (const { to, nr } of out.get(id) ?? []) {
      if (here.has(to)) back.add(nr);
      else visit(to, here);
    }
    done.add(id);
  };
  for (const id of ids) visit(id, new Set());
  return back;
}

/** As far down as the longest way to it. */
function rankAll(ids: readonly string[], edges: readonly Edge[]): Map<string, number> {
  const ranks = new Map(ids.map((id) => [id, 0]));
  for (let round = 0; round < ids.length; round += 1) {
    let moved = false;
    for (const { from, to } of edges) {
      const wanted = (ranks.get(from) ?? 0) + 1;
      if (!ranks.has(to) || (ranks.get(to) ?? 0) >= wanted) continue;
      ranks.set(to, wanted);
      moved = true;
    }
    if (!moved) break;
  }
  return ranks;
}

/** Each step stands near the middle of those it is linked to, so that few lines cross. */
function order(layers: string[][], steps: readonly Edge[]): void {
  const ups = Map.groupBy(steps, ({ to }) => to);
  const downs = Map.groupBy(steps, ({ from }) => from);
  const sweep = (rank: number, beside: readonly string[], near: (id: string) => readonly string[]) => {
    const at = new Map(beside.map((id, place) => [id, place / Math.max(1, beside.length - 1)]));
    const own = new Map((layers[rank] ?? []).map((id, place) => [id, place]));
    const middle = (id: string) => {
      const places = near(id).flatMap((one) => at.get(one) ?? []);
      return places.length === 0 ? null : places.reduce((all, one) => all + one, 0) / places.length;
    };
    layers[rank] = (layers[rank] ?? []).toSorted((one, other) => {
      const [a, b] = [middle(one), middle(other)];
      return a === null || b === null || a === b ? (own.get(one) ?? 0) - (own.get(other) ?? 0) : a - b;
    });
  };
  for (let round = 0; round < 4; round += 1) {
    for (let rank = 1; rank < layers.length; rank += 1)
      sweep(rank, layers[rank - 1] ?? [], (id) => (ups.get(id) ?? []).map(({ from }) => from));
    for (let rank = layers.length - 2; rank >= 0; rank -= 1)
      sweep(rank, layers[rank + 1] ?? [], (id) => (downs.get(id) ?? []).map(({ to }) => to));
  }
}

function placeAll(layers: readonly string[][], real: ReadonlySet<string>, sizes: Sizes) {
  const wide = (id: string) => (real.has(id) ? sizes.width : sizes.across);
  const widthOf = (layer: readonly string[]) =>
    layer.reduce((all, id) => all + wide(id), 0) + Math.max(0, layer.length - 1) * sizes.across;
  const width = Math.max(...layers.map(widthOf)) + 48;
  const places = new Map<string, Point>();
  for (const [rank, layer] of layers.entries()) {
    let x = (width - widthOf(layer)) / 2;
    for (const id of layer) {
      places.set(id, { x: x + wide(id) / 2, y: rank * (sizes.height + sizes.down) });
      x += wide(id) + sizes.across;
    }
  }
  return { places, width };
}
