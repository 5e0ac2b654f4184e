// What a drill teaches: groups that somebody was too hopeful about, reasons that no feature covers, features to look at again.
import type { Judgement, KnownCase } from './drill.ts';
import type { DrillLesson, DrillReport } from './drill-view.ts';
import { twoSided } from './normal.ts';
import { beyondChance } from './slices.ts';

const leastInGroup = 8;
const mostLevels = 8;
/** People and the machine are apart from here on, and whoever was nearer to the outcome was right. */
const apart = 0.2;
const mostReviewed = 8;

type Told = { readonly one: KnownCase; readonly p: number };
type Test = { readonly lesson: DrillLesson; readonly p: number };

/** Beyond chance over everybody and every group together (Holm): promised more, or less, than happened. */
export function groupLessons(judges: readonly { who: string; told: readonly Told[] }[]): DrillLesson[] {
  const tests = judges.flatMap(({ who, told }) => [
    ...testOf(who, null, null, told),
    ...groupsOf(told).flatMap(({ label, level, own }) => testOf(who, label, level, own)),
  ]);
  return beyondChance(tests).map(({ lesson }) => lesson);
}

function testOf(who: string, label: string | null, level: string | null, told: readonly Told[]): Test[] {
  const promised = told.reduce((sum, { p }) => sum + p, 0);
  const happened = told.reduce((sum, { one }) => sum + one.y, 0);
  const variance = told.reduce((sum, { p }) => sum + p * (1 - p), 0);
  if (told.length < leastInGroup || variance < 1) return [];
  const rows = told.length;
  const code = promised > happened ? 'too_hopeful' : 'too_doubtful';
  const figures = { rows, predicted: rounded(promised / rows), happened: rounded(happened / rows) };
  return [
    {
      lesson: { code, who, label, level, ...figures, words: [] },
      p: twoSided((happened - promised) / Math.sqrt(variance)),
    },
  ];
}

type Group = { readonly label: string; readonly level: string; readonly own: readonly Told[] };

/** The records with the same value of one fact, where the fact has few values and is no number. */
function groupsOf(told: readonly Told[]): Group[] {
  const byLabel = new Map<string, Map<string, Told[]>>();
  for (const each of told)
    for (const { code, label, value } of each.one.of.facts) {
      if (code !== null) continue;
      const levels = byLabel.get(label) ?? new Map<string, Told[]>();
      byLabel.set(label, levels.set(value, [...(levels.get(value) ?? []), each]));
    }
  return [...byLabel].flatMap(([label, levels]) =>
    levels.size < 2 || levels.size > mostLevels
      ? []
      : [...levels].map(([level, own]) => ({ label, level, own })),
  );
}

/** Where people were right against the machine and said why in words that no fact they were shown has. */
export function wordLessons(known: readonly KnownCase[]): DrillLesson[] {
  const words = new Map<string, { words: string; rows: number }>();
  for (const one of known.filter(peopleWereRight)) {
    const shown = tokens(one.of.facts.map(({ label, value }) => `${label} ${value}`).join(' '));
    for (const { reason } of one.said) {
      if (reason === null) continue;
      const own = [...tokens(reason)].filter((word) => word.length > 3 || /\p{Script=Han}/u.test(word));
      if (own.length === 0 || own.some((word) => shown.has(word))) continue;
      const key = reason.trim().toLowerCase();
      words.set(key, { words: reason.trim(), rows: (words.get(key)?.rows ?? 0) + 1 });
    }
  }
  const found = [...words.values()].sort((a, b) => b.rows - a.rows).slice(0, mostReviewed);
  if (found.length === 0) return [];
  const figures = { label: null, level: null, predicted: null, happened: null };
  const rows = found.reduce((sum, one) => sum + one.rows, 0);
  return [{ code: 'uncovered', who: 'machine', ...figures, rows, words: found.map((one) => one.words) }];
}

function tokens(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/\p{Script=Han}{2}|[\p{L}\p{N}]+/gu) ?? []);
}

/** Far apart, and people nearer to what happened. */
function peopleWereRight({ people, machine, y }: KnownCase): boolean {
  return Math.abs(people - machine) >= apart && Math.abs(people - y) < Math.abs(machine - y);
}

/** Which features pulled the machine the wrong way in those cases, most often first; once may be chance. */
export function reviewOf(known: readonly KnownCase[]): DrillReport['review'] {
  const found = new Map<string, { label: string; cases: number; points: number }>();
  for (const { of, y } of known.filter(peopleWereRight))
    for (const { feature, label, points } of of.reasons) {
      if (y === 1 ? points >= 0 : points <= 0) continue;
      const before = found.get(feature) ?? { label, cases: 0, points: 0 };
      found.set(feature, { label, cases: before.cases + 1, points: before.points + Math.abs(points) });
    }
  return [...found]
    .filter(([, { cases }]) => cases > 1)
    .sort(([, a], [, b]) => b.cases - a.cases || b.points - a.points)
    .slice(0, mostReviewed)
    .map(([feature, { label, cases, points }]) => ({
      feature,
      label,
      cases,
      points: rounded(points / cases),
    }));
}

/** Of every two judges on the cases that both judged: correlation of what they said, and how far apart. Null: nobody to compare. */
export function agreementOf(judgements: readonly Judgement[]): DrillReport['agreement'] {
  const names = [...new Set(judgements.map(({ judge }) => judge))].sort();
  const by = new Map(judgements.map((one) => [`${one.judge} ${one.place}`, one.probability]));
  const places = [...new Set(judgements.map(({ place }) => place))];
  const correlations: number[] = [];
  const distances: number[] = [];
  let pairs = 0;
  names.forEach((one, at) => {
    for (const other of names.slice(at + 1)) {
      const both = places.flatMap((place) => {
        const [a, b] = [by.get(`${one} ${place}`), by.get(`${other} ${place}`)];
        return a === undefined || b === undefined ? [] : [[a, b] as const];
      });
      if (both.length < leastInGroup) continue;
      pairs += 1;
      distances.push(mean(both.map(([a, b]) => Math.abs(a - b))));
      const correlation = correlationOf(both);
      if (correlation !== null) correlations.push(correlation);
    }
  });
  if (pairs === 0) return null;
  return {
    pairs,
    correlation: correlations.length === 0 ? null : rounded(mean(correlations)),
    distance: rounded(mean(distances)),
  };
}

function correlationOf(both: readonly (readonly [number, number])[]): number | null {
  const [ma, mb] = [mean(both.map(([a]) => a)), mean(both.map(([, b]) => b))];
  let [ab, aa, bb] = [0, 0, 0];
  for (const [a, b] of both) {
    ab += (a - ma) * (b - mb);
    aa += (a - ma) ** 2;
    bb += (b - mb) ** 2;
  }
  return aa === 0 || bb === 0 ? null : ab / Math.sqrt(aa * bb);
}

const mean = (list: readonly number[]) => list.reduce((sum, one) => sum + one, 0) / Math.max(1, list.length);
const rounded = (value: number) => Math.round(value * 1e4) / 1e4 + 0;
