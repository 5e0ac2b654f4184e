// Areas under the curve of several learners on the same rows, with intervals by drawing the rows anew (bootstrap).
import { seededRandom } from '#learn/random.ts';
import type { SaidRow } from './said.ts';

export type Interval = { readonly value: number; readonly low: number; readonly high: number };

/** `ahead`: by how much the first learner's area is above this one's, on the same rows drawn; null of the first. */
export type Ranked = { readonly learner: string; readonly area: Interval; readonly ahead: Interval | null };

type Sorted = { readonly order: Uint32Array; readonly ends: Uint32Array };

/** 95 %: mean of the parts' areas, each part's rows drawn with replacement, the same draw for all learners. */
export function ranked(said: readonly SaidRow[], rounds = 1000): Ranked[] {
  const random = seededRandom(1);
  const learners = Object.keys(said[0]?.by ?? {});
  const parts = [...Map.groupBy(said, ({ part }) => part).values()].map((rows) => ({
    outcomes: Uint8Array.from(rows, ({ outcome }) => outcome),
    sorted: learners.map((name) => sortedBy(Float64Array.from(rows, ({ by }) => by[name] ?? 0))),
  }));
  const areas = learners.map(() => new Float64Array(rounds));
  for (let round = 0; round < rounds; round++)
    for (const { outcomes, sorted } of parts) {
      const times = new Uint8Array(outcomes.length);
      for (let nr = 0; nr < outcomes.length; nr++) {
        const drawn = Math.floor(random() * outcomes.length);
        times[drawn] = (times[drawn] ?? 0) + 1;
      }
      sorted.forEach((one, place) => {
        const into = areas[place];
        if (into !== undefined)
          into[round] = (into[round] ?? 0) + areaOf(one, outcomes, times) / parts.length;
      });
    }
  const once = (place: number) =>
    parts.reduce((sum, { outcomes, sorted }) => {
      const one = sorted[place];
      return one === undefined ? sum : sum + areaOf(one, outcomes, new Uint8Array(outcomes.length).fill(1));
    }, 0) / parts.length;
  const [first = new Float64Array(rounds)] = areas;
  return learners.map((learner, place) => {
    const area = areas[place] ?? new Float64Array(rounds);
    const ahead = first.map((one, round) => one - (area[round] ?? 0));
    return {
      learner,
      area: between(once(place), area),
      ahead: place === 0 ? null : between(once(0) - once(place), ahead),
    };
  });
}

function between(value: number, drawn: Float64Array): Interval {
  const rising = drawn.slice().sort();
  const at = (share: number) => rising[Math.round(share * (rising.length - 1))] ?? Number.NaN;
  return { value, low: at(0.025), high: at(0.975) };
}

/** `ends`: where rows of one probability end. */
function sortedBy(probabilities: Float64Array): Sorted {
  const order = Uint32Array.from(probabilities.keys()).sort(
    (a, b) => (probabilities[a] ?? 0) - (probabilities[b] ?? 0) || a - b,
  );
  const ends: number[] = [];
  order.forEach((row, nr) => {
    if (nr + 1 === order.length || probabilities[row] !== probabilities[order[nr + 1] ?? 0])
      ends.push(nr + 1);
  });
  return { order, ends: Uint32Array.from(ends) };
}

/** The area where each row counts so many times; rows of one probability count half against each other. */
function areaOf({ order, ends }: Sorted, outcomes: Uint8Array, times: Uint8Array): number {
  let [won, lost, area, from] = [0, 0, 0, 0];
  for (const to of ends) {
    let [here, gone] = [0, 0];
    for (let nr = from; nr < to; nr++) {
      const row = order[nr] ?? 0;
      if (outcomes[row] === 1) here += times[row] ?? 0;
      else gone += times[row] ?? 0;
    }
    area += here * (lost + gone / 2);
    won += here;
    lost += gone;
    from = to;
  }
  return won === 0 || lost === 0 ? 0.5 : area / (won * lost);
}
