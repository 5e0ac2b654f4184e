// Trees: what they say is shared out exactly, row by row and column by column alike, and in the demanded direction.
import { describe, expect, test } from 'vitest';
import { columnScorer, scoreColumns } from '#analyze/score-columns.ts';
import { compileWeights } from '#analyze/score-row.ts';
import { rowOf } from '#analyze/table.ts';
import { goesLeft, type Tree } from '#analyze/tree.ts';
import { addShares, pathGroups, termsOf } from '#analyze/tree-paths.ts';
import { closedTable } from '#learn/closed-records.ts';
import { chosenTrees } from '#learn/fit-trees.ts';
import { foldsOf } from '#learn/folds.ts';
import { frameOf } from '#learn/frame.ts';
import { seededRandom } from '#learn/random.ts';
import { train } from '#learn/train.ts';

const tree: Tree = {
  bag: 0,
  terms: [0, 1, 0, 2],
  cuts: [2, [1, 3], 1, 1],
  blanks: [1, 0, 0, 1],
  kids: [1, 2, -1, -2, 3, -3, -4, -5],
  leaves: [0.5, -1, 2, 0.25, -0.75],
  rows: [10, 30, 20, 25, 15],
};

/** What the tree says when only the inputs in `known` are known: both ways by the share of records that went each. */
function saidOf(bins: readonly number[], known: ReadonlySet<number>): number {
  const rowsOf = (kid: number): number =>
    kid < 0
      ? (tree.rows[-1 - kid] ?? 0)
      : rowsOf(tree.kids[2 * kid] ?? -1) + rowsOf(tree.kids[2 * kid + 1] ?? -1);
  const say = (kid: number): number => {
    if (kid < 0) return tree.leaves[-1 - kid] ?? 0;
    const term = tree.terms[kid] ?? 0;
    const [left, right] = [tree.kids[2 * kid] ?? -1, tree.kids[2 * kid + 1] ?? -1];
    if (known.has(term)) return say(goesLeft(tree, kid, bins[term] ?? 0) ? left : right);
    return (rowsOf(left) * say(left) + rowsOf(right) * say(right)) / rowsOf(kid);
  };
  return say(0);
}

/** Shapley's own definition: the mean over all orders in which the inputs can become known. */
function shapley(bins: readonly number[]): number[] {
  const orders = [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ];
  const shares = [0, 0, 0];
  for (const order of orders) {
    const known = new Set<number>();
    for (const input of order) {
      const before = saidOf(bins, known);
      known.add(input);
      shares[input] = (shares[input] ?? 0) + (saidOf(bins, known) - before) / orders.length;
    }
  }
  return shares;
}

describe('the shares of a tree', () => {
  const supports = [
    [9, 9, 9, 9],
    [9, 9, 9, 9],
    [9, 9, 9],
  ];

  test('are those of Shapley, whatever the paths are grouped by', () => {
    for (const mostKinds of [1, 4, 1000])
      for (let kind = 0; kind < 4 * 4 * 3; kind++) {
        const bins = [kind % 4, Math.floor(kind / 4) % 4, Math.floor(kind / 16)];
        const found = [0, 0, 0];
        for (const paths of pathGroups(tree, supports, mostKinds)) {
          const terms = termsOf(paths);
          const own = new Float64Array(terms.length);
          addShares(
            paths,
            terms,
            terms.map((term) => bins[term] ?? 0),
            own,
          );
          terms.forEach((term, place) => {
            found[term] = (found[term] ?? 0) + (own[place] ?? 0);
          });
        }
        shapley(bins).forEach((share, input) => {
          expect(found[input], `${bins} by ${mostKinds}`).toBeCloseTo(share, 12);
        });
      }
  });
});

/** Won where two of three signs agree: no column says anything alone. */
function tangled(rows: number) {
  const random = seededRandom(5);
  return Array.from({ length: rows }, (_, row) => {
    const [a, b, c] = [random() - 0.5, random() - 0.5, random() - 0.5];
    const won = random() < (a * b * c > 0 ? 0.85 : 0.15);
    const place = random() < 0.1 ? null : ['north', 'south', 'west'][row % 3];
    const values = {
      a: a.toFixed(3),
      b: b.toFixed(3),
      c: random() < 0.1 ? '' : c.toFixed(3),
      place: place ?? null,
    };
    return { id: `r${row}`, at: 0, won, values };
  });
}

describe('weights with trees', () => {
  const sources = ['a', 'b', 'c', 'place'].map((name) => ({ name, type: 'string' as const }));
  const records = tangled(6000);
  const request = { target: 'lead' as const, sources, records: records.slice(0, 5000), now: 0, seed: 3 };
  const weights = train(request);
  const rows = records.map(({ values }) => rowOf(weights.features, values));

  test('find what only shows in three columns at once', () => {
    expect(weights.model.trees?.length).toBeGreaterThan(0);
    expect(weights.report.crossValidated?.auc).toBeGreaterThan(0.75);
  });

  test('say the same row by row and column by column, to the last bit, and it adds up', () => {
    const odd = [
      [null, null, null, 'east'],
      [9e9, -9e9, null, null],
    ];
    const all = [...rows.slice(4900), ...odd];
    const columns = weights.features.map((_, place) => all.map((row) => row[place] ?? null));
    const scored = scoreColumns(weights, { columns, at: all.map(() => 0) });
    const score = compileWeights(weights);
    all.forEach((row, nr) => {
      const one = score(row, 0);
      expect(scored.logOdds[nr]).toBe(one.logOdds);
      expect(scored.contributions.map((part) => part[nr])).toEqual([...one.contributions]);
      expect(one.contributions.reduce((sum, part) => sum + part, one.intercept)).toBe(one.logOdds);
      expect(one.interval[1] - one.interval[0]).toBeGreaterThan(0);
    });
  });

  test('say the same of a row wherever it stands in a table that is worked on in several blocks', () => {
    const unseen = [null, null, null, 'east'];
    const some = [...rows.slice(0, 900), unseen];
    const score = compileWeights(weights);
    const alone = some.map((row) => score(row, 0));
    const places = Array.from({ length: 40_000 }, (_, nr) => nr % some.length);
    const columns = weights.features.map((_, feature) =>
      places.map((place) => some[place]?.[feature] ?? null),
    );
    const scorer = columnScorer(weights);
    for (const count of [40_000, 700]) {
      const known = places.slice(0, count);
      const scored = scorer({
        columns: columns.map((column) => column.slice(0, count)),
        at: known.map(() => 0),
      });
      expect([...scored.logOdds]).toEqual(known.map((place) => alone[place]?.logOdds));
      scored.contributions.forEach((part, nr) => {
        expect([...part]).toEqual(known.map((place) => alone[place]?.contributions[nr]));
      });
    }
  });

  test('are the same bytes from the same records', () => {
    const few = { ...request, records: records.slice(0, 2200) };
    expect(JSON.stringify(train({ ...few, records: [...few.records].reverse() }))).toBe(
      JSON.stringify(train(few)),
    );
  });

  test('keep to the direction that was demanded', () => {
    const held = train({ ...request, records: records.slice(0, 2200), monotone: { a: 1 } });
    const score = compileWeights(held);
    for (const row of rows.slice(0, 40)) {
      const along = Array.from({ length: 21 }, (_, step) => {
        const moved = held.features.map(({ name }, place) =>
          name === 'a' ? step / 20 - 0.5 : (row[place] ?? null),
        );
        return score(moved, 0).logOdds;
      });
      for (let step = 1; step < along.length; step++)
        expect((along[step] ?? 0) - (along[step - 1] ?? 0)).toBeGreaterThan(-1e-4);
    }
  });
});

/** Nearly all of few records that are alike in three things are won, and nearly none of the others. */
function alikeInThree(rows: number) {
  const random = seededRandom(5);
  return Array.from({ length: rows }, (_, row) => {
    const [minutes, hours, calls] = [random() * 300, random() * 100, Math.floor(random() * 8)];
    const plan = random() < 0.25 ? 'yes' : 'no';
    const alike =
      (minutes > 270 && hours > 60 && plan === 'no') ||
      (calls === 7 && minutes < 120 && hours < 50) ||
      (plan === 'yes' && hours > 90 && calls < 3);
    const values = { minutes: String(minutes), hours: String(hours), calls: String(calls), plan };
    return { id: `r${row}`, at: 0, won: random() < (alike ? 0.99 : 0.02), values };
  });
}

test('leaves of a few records are chosen where few records alike end the same, and not where parts add up', () => {
  const records = alikeInThree(2400);
  const random = seededRandom(6);
  const added = records.map((record) => {
    const { minutes, hours } = record.values;
    return { ...record, won: random() < 1 / (1 + Math.exp(2 - (Number(minutes) + Number(hours)) / 100)) };
  });
  const leastRows = [records, added].map((some) => {
    const sources = ['minutes', 'hours', 'calls', 'plan'].map((name) => ({ name, type: 'string' as const }));
    const table = closedTable(sources, some);
    const folds = foldsOf(seededRandom(1), table.outcomes, 8, table.groups);
    return chosenTrees(frameOf(table, folds), folds, 8, 1).options.leastRows;
  });
  expect(leastRows[0]).toBeLessThan(5);
  expect(leastRows[1]).toBeGreaterThanOrEqual(10);
});
