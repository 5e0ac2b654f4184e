// Segments: what is planted is found and nothing else, it stays from week to week, and it has names that tell them apart.
import { describe, expect, it, test } from 'vitest';
import { segmentName } from '#analyze/segment/segment-name.ts';
import { adjustedRand, aWeekLater, type Planted, planted } from '#kit/planted-customers.ts';
import { type Before, type Found, segmentsFrom } from '#learn/segments/segments-from.ts';

const week = (nr: number) => new Date(Date.UTC(2030, 0, 1 + 7 * nr));
const asBefore = ({ version, members }: Found): Before => ({
  version,
  members: new Map(members.map((one) => [one.subject, one])),
});

function agreement({ customers, truth }: Planted, { members }: Found): number {
  const found = new Map(members.map(({ subject, segment }) => [subject, segment]));
  const both = customers.flatMap(({ subject }, nr) => {
    const segment = found.get(subject);
    return segment === undefined ? [] : [{ segment, kind: truth[nr] }];
  });
  return adjustedRand(
    both.map(({ kind }) => kind),
    both.map(({ segment }) => segment),
  );
}

describe('segments', () => {
  test.each([
    [2, 120, 0.35],
    [3, 120, 0.5],
    [4, 160, 0.5],
    [5, 200, 0.35],
  ])('that are planted are found: %d of %d customers, spread %d', (count, customers, spread) => {
    const world = planted({ customers, segments: count, seed: count * 10, spread });
    const found = segmentsFrom(world.customers, null, week(0));
    expect(found.version.segments).toHaveLength(count);
    expect(agreement(world, found)).toBeGreaterThan(0.85);
  });

  test.each([
    [0, 60],
    [0, 160],
    [0.3, 160],
    [0.8, 160],
    [0.8, 60],
  ])('are not found in one cloud, leaning %d, of %d customers', (leaning, customers) => {
    for (const seed of [1, 2, 3]) {
      const world = planted({ customers, segments: 0, seed, leaning });
      const { version, members } = segmentsFrom(world.customers, null, week(0));
      expect([version.none, version.segments, members]).toEqual(['one_cloud', [], []]);
    }
  });

  it('are not looked for among too few customers, or where too little is known', () => {
    const few = planted({ customers: 20, segments: 2, seed: 1 });
    expect(segmentsFrom(few.customers, null, week(0)).version.none).toBe('too_few');
    const dark = planted({ customers: 100, segments: 2, seed: 1, holes: 1 });
    expect(segmentsFrom(dark.customers, null, week(0)).version.none).toBe('too_little_known');
  });

  it('are the same from the same customers in any order', () => {
    const world = planted({ customers: 90, segments: 3, seed: 4 });
    const one = segmentsFrom(world.customers, null, week(0));
    const other = segmentsFrom([...world.customers].reverse(), null, week(0));
    expect(other).toEqual(one);
  });

  it('have names of words that set them apart, no two alike, in both languages', () => {
    const world = planted({ customers: 160, segments: 4, seed: 40 });
    const { segments } = segmentsFrom(world.customers, null, week(0)).version;
    for (const locale of ['en', 'zh-CN'] as const) {
      const names = segments.map((one) => segmentName(locale, one));
      expect(new Set(names).size).toBe(4);
      for (const name of names) expect(name).not.toMatch(/segment\./);
    }
    // The first kind that is planted has four times the users and a third of the features.
    const crowded = segments.find(({ words }) => words.some((one) => one.behaviour === 'users' && one.high));
    expect(crowded?.words).toContainEqual({ behaviour: 'breadth', high: false });
    expect(crowded?.typical['users']?.here).toBeGreaterThan(2 * (crowded?.typical['users']?.others ?? 0));
  });

  it('stay from week to week: the same ids and names, and hardly anybody moves', () => {
    let world = planted({ customers: 160, segments: 4, seed: 5, spread: 0.5 });
    let found = segmentsFrom(world.customers, null, week(0));
    const first = found.version.segments;
    let [moved, of] = [0, 0];
    for (let nr = 1; nr <= 6; nr += 1) {
      world = aWeekLater(world, { seed: 100 + nr, fresh: 3 });
      found = segmentsFrom(world.customers, asBefore(found), week(nr));
      moved += found.version.moved?.count ?? 0;
      of += found.version.moved?.of ?? 0;
      expect(new Set(found.version.segments.map(({ id }) => id))).toEqual(new Set(first.map(({ id }) => id)));
    }
    expect(found.version.segments.map(({ words }) => words)).toEqual(
      found.version.segments.map(({ id }) => first.find((one) => one.id === id)?.words),
    );
    expect(moved / of).toBeLessThan(0.02);
    expect(agreement(world, found)).toBeGreaterThan(0.85);
    const old = found.members.filter(({ since }) => since.getTime() === week(0).getTime());
    expect(old.length).toBeGreaterThan(120);
  });

  it('are kept for one week in which they are not seen, and given up in the next', () => {
    const world = planted({ customers: 120, segments: 3, seed: 30 });
    const found = segmentsFrom(world.customers, null, week(0));
    expect(found.version.segments).toHaveLength(3);
    const cloud = planted({ customers: 120, segments: 0, seed: 3 });
    const doubted = segmentsFrom(cloud.customers, asBefore(found), week(1));
    expect([doubted.version.segments.length, doubted.version.doubts]).toEqual([3, 1]);
    const over = segmentsFrom(cloud.customers, asBefore(doubted), week(2));
    expect(over.version).toMatchObject({ none: 'one_cloud', segments: [], doubts: 0 });
  });

  it('grow by one where a new kind of customers comes in, and the old ones keep their ids', () => {
    const before = planted({ customers: 120, segments: 3, seed: 30 });
    const found = segmentsFrom(before.customers, null, week(0));
    const more = planted({ customers: 200, segments: 5, seed: 31 });
    const fresh = more.customers.filter((_, nr) => (more.truth[nr] ?? 0) === 3);
    const renamed = fresh.map((one, nr) => ({ ...one, subject: `new-${nr}` }));
    const customers = [...before.customers, ...renamed];
    const doubted = segmentsFrom(customers, asBefore(found), week(1));
    const grown = segmentsFrom(customers, asBefore(doubted), week(2));
    expect(grown.version.segments).toHaveLength(4);
    const ids = grown.version.segments.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(found.version.segments.map(({ id }) => id)));
  });
});
