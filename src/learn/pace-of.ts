// How long deals take from a stage on, of those that were won: with those that are still open, which have taken longer already.
import type { Pace, PaceCourse } from '#analyze/pace.ts';

/** From the day that a deal came to a stage, or was opened, to its end, or to now where it is open. */
export type Spell = {
  readonly stage: string | null;
  readonly days: number;
  readonly end: 'won' | 'lost' | 'open';
};

/** Kept of each course: enough for quantiles, and small. */
const mostDays = 40;
const mostStages = 60;

/** `stage` null: from when it was opened. */
export function paceOf(spells: readonly Spell[]): Pace {
  const byStage = Map.groupBy(spells, ({ stage }) => stage);
  const known = [...byStage].flatMap(([stage, list]): [string, PaceCourse][] => {
    const course = stage === null ? null : courseOf(list);
    return stage === null || course === null ? [] : [[stage, course]];
  });
  const stages = known.sort((one, other) => other[1].won - one[1].won).slice(0, mostStages);
  return {
    stages: Object.fromEntries(stages.sort(([one], [other]) => (one < other ? -1 : 1))),
    opened: courseOf(byStage.get(null) ?? []),
  };
}

/**
 * The share won by each day after Aalen and Johansen (1978): lost is another end, open is not known further. Read at equal
 * shares of all that will have been won, as far as it was seen. Null where none was won.
 */
function courseOf(spells: readonly Spell[]): PaceCourse | null {
  const ordered = [...spells].sort((one, other) => one.days - other.days);
  const wins: { days: number; share: number }[] = [];
  let [left, still, sum] = [ordered.length, 1, 0];
  for (let from = 0; from < ordered.length; ) {
    const days = ordered[from]?.days ?? 0;
    let to = from;
    let [won, lost] = [0, 0];
    for (; to < ordered.length && ordered[to]?.days === days; to++) {
      if (ordered[to]?.end === 'won') won++;
      if (ordered[to]?.end === 'lost') lost++;
    }
    if (won > 0) wins.push({ days, share: (still * won) / left });
    sum += (still * won) / left;
    still *= 1 - (won + lost) / left;
    left -= to - from;
    from = to;
  }
  if (sum === 0) return null;
  const count = Math.min(mostDays, wins.length);
  const days: number[] = [];
  let passed = 0;
  for (const win of wins) {
    passed += win.share;
    while (days.length < count && (days.length + 0.5) / count <= passed / sum + 1e-12)
      days.push(Math.round(win.days * 10) / 10);
  }
  return { won: ordered.filter(({ end }) => end === 'won').length, days };
}
