// Names of segments: the words that set each apart from the others, no two alike.
import type { BehaviourScale, Segment, SegmentWord } from '#analyze/segment/segment.ts';
import { at, type Points } from './scale.ts';

/** How far the mean must be from that of the others, in spreads within segments; and how far for a word to be kept. */
const apart = { toSay: 0.6, toKeep: 0.25 } as const;
const mostWords = 3;

type Contrast = SegmentWord & { readonly by: number };

/** For each cluster its contrasts with the others, the strongest first. */
export function contrasts(
  points: Points,
  scales: readonly BehaviourScale[],
  labels: Int32Array,
  count: number,
): Contrast[][] {
  const all = Array.from({ length: count }, (): Contrast[] => []);
  scales.forEach(({ behaviour }, column) => {
    const groups = Array.from({ length: count }, (): number[] => []);
    labels.forEach((label, row) => {
      const value = at(points, row, column);
      if (!Number.isNaN(value)) groups[label]?.push(value);
    });
    const within = spreadWithin(groups);
    groups.forEach((own, cluster) => {
      const others = groups.flatMap((group, place) => (place === cluster ? [] : group));
      if (own.length === 0 || others.length === 0) return;
      const by = (mean(own) - mean(others)) / within;
      all[cluster]?.push({ behaviour, high: by > 0, by: Math.abs(by) });
    });
  });
  return all.map((list) => list.sort((a, b) => b.by - a.by));
}

/** `before`: the words that each had; they are kept as long as they are not wrong, so that a name does not change weekly. */
export function wordsOf(
  told: readonly (readonly Contrast[])[],
  before: readonly (readonly SegmentWord[] | null)[],
): SegmentWord[][] {
  const names = told.map((list, cluster): SegmentWord[] => {
    const old = before[cluster] ?? null;
    if (old !== null && old.length > 0 && old.every((word) => isTrue(word, list))) return [...old];
    return list
      .filter(({ by }) => by >= apart.toSay)
      .slice(0, mostWords)
      .map(plain);
  });
  // Two with the same words: the one that is less like them takes what sets it apart next.
  for (let round = 0; round < (told[0]?.length ?? 0); round += 1) {
    const seen = new Map<string, number>();
    let again = false;
    names.forEach((words, cluster) => {
      const key = keyOf(words);
      const next = told[cluster]?.find(({ behaviour }) =>
        words.every((word) => word.behaviour !== behaviour),
      );
      if (!seen.has(key) || next === undefined) seen.set(key, cluster);
      else {
        names[cluster] = [...words, plain(next)];
        again = true;
      }
    });
    if (!again) break;
  }
  return names;
}

/** `many-users-few-features`, made different from those that are there. */
export function idOf(words: readonly SegmentWord[], taken: ReadonlySet<string>): string {
  const parts = words.map(({ behaviour, high }) => `${high ? 'high' : 'low'}-${behaviour.replace('_', '-')}`);
  const plainId = parts.length === 0 ? 'middle' : parts.join('-').slice(0, 70);
  for (let nr = 1; ; nr += 1) {
    const id = nr === 1 ? plainId : `${plainId}-${nr}`;
    if (!taken.has(id)) return id;
  }
}

function isTrue(word: SegmentWord, list: readonly Contrast[]): boolean {
  const now = list.find(({ behaviour }) => behaviour === word.behaviour);
  return now !== undefined && now.high === word.high && now.by >= apart.toKeep;
}

const plain = ({ behaviour, high }: Contrast): SegmentWord => ({ behaviour, high });
const keyOf = (words: Segment['words']) =>
  words
    .map(({ behaviour, high }) => `${behaviour}${high ? '+' : '-'}`)
    .sort()
    .join();
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function spreadWithin(groups: readonly (readonly number[])[]): number {
  let [sum, count] = [0, 0];
  for (const group of groups) {
    if (group.length === 0) continue;
    const center = mean(group);
    for (const value of group) sum += (value - center) ** 2;
    count += group.length;
  }
  return Math.max(0.05, Math.sqrt(sum / Math.max(1, count)));
}
