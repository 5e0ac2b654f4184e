// The paths of one tree from its root to each leaf, and the exact Shapley share of every input in what it says.
import { goesLeft, type Tree } from './tree.ts';

/** One input on one path: which of its bins keep to the path, and the share of records that do. */
type Step = { readonly place: number; readonly keeps: Float64Array; readonly share: number };
type Path = { readonly value: number; readonly steps: readonly Step[] };

/** `terms` are the inputs that the tree asks, each once; `place` in a step is a place among them. */
export type Paths = { readonly terms: readonly number[]; readonly paths: readonly Path[] };

/** What the tree says on average of the closed records in its leaves. */
export function treeMean({ leaves, rows }: Tree): number {
  const all = rows.reduce((sum, one) => sum + one, 0);
  return all === 0 ? 0 : leaves.reduce((sum, leaf, nr) => sum + leaf * (rows[nr] ?? 0), 0) / all;
}

/**
 * `supports[term][bin]`: how many closed records lie in a bin. What none had tells nothing: it goes both ways, by the
 * share of records that went each.
 */
export function pathsOf(tree: Tree, supports: readonly ArrayLike<number>[]): Paths {
  const terms = [...new Set(tree.terms)].sort((a, b) => a - b);
  const rowsOf = rowsBelow(tree);
  const paths: Path[] = [];
  const descend = (kid: number, steps: readonly Step[]) => {
    if (kid < 0) {
      paths.push({ value: tree.leaves[-1 - kid] ?? 0, steps });
      return;
    }
    const term = tree.terms[kid] ?? 0;
    const place = terms.indexOf(term);
    const support = supports[term] ?? [];
    const [left, right] = [tree.kids[2 * kid] ?? -1, tree.kids[2 * kid + 1] ?? -1];
    const here = rowsOf(kid);
    for (const [next, isLeft] of [
      [left, true],
      [right, false],
    ] as const) {
      const share = here === 0 ? 0.5 : rowsOf(next) / here;
      const before = steps.find((step) => step.place === place);
      const keeps = Float64Array.from({ length: support.length }, (_, bin) => {
        const kept = support[bin] === 0 ? share : Number(goesLeft(tree, kid, bin) === isLeft);
        return kept * (before?.keeps[bin] ?? 1);
      });
      const step = { place, keeps, share: share * (before?.share ?? 1) };
      descend(next, [...steps.filter((one) => one !== before), step]);
    }
  };
  descend(tree.terms.length === 0 ? -1 : 0, []);
  return { terms, paths };
}

function rowsBelow(tree: Tree): (kid: number) => number {
  const inner = new Float64Array(tree.terms.length);
  const of = (kid: number): number => (kid < 0 ? (tree.rows[-1 - kid] ?? 0) : (inner[kid] ?? 0));
  // Children are grown after their parents, so from the end every child is known.
  for (let n = tree.terms.length - 1; n >= 0; n--)
    inner[n] = of(tree.kids[2 * n] ?? -1) + of(tree.kids[2 * n + 1] ?? -1);
  return of;
}

/**
 * Adds the Shapley share of each input to `shares`: the tree's answer with an input known, less its answer with
 * that input not known (then both ways are taken, by the share of records that went each), averaged over every
 * order of learning the inputs (path-dependent TreeSHAP, Lundberg et al. 2020). `bins[place]` is the bin of each
 * of the tree's inputs. The shares add up to what the tree says less its mean.
 */
export function addShares({ paths }: Paths, bins: ArrayLike<number>, shares: Float64Array): void {
  for (const { value, steps } of paths) {
    for (let own = 0; own < steps.length; own++) {
      const step = steps[own];
      if (step === undefined) continue;
      const kept = step.keeps[bins[step.place] ?? 0] ?? 0;
      const weight = weightOf(steps, own, bins);
      shares[step.place] = (shares[step.place] ?? 0) + value * (kept - step.share) * weight;
    }
  }
}

/** Mean over all orders of the product of the other steps: 0 or 1 where known by then, their share where not. */
function weightOf(steps: readonly Step[], own: number, bins: ArrayLike<number>): number {
  // byKnown[k]: sum over the sets of k known others of the product.
  const byKnown = [1];
  steps.forEach(({ place, keeps, share }, other) => {
    if (other === own) return;
    const kept = keeps[bins[place] ?? 0] ?? 0;
    byKnown.push(0);
    for (let known = byKnown.length - 1; known >= 0; known--)
      byKnown[known] = (byKnown[known] ?? 0) * share + (known > 0 ? (byKnown[known - 1] ?? 0) * kept : 0);
  });
  // k! (n - 1 - k)! / n! for n steps on the path.
  let orders = 1 / steps.length;
  let sum = 0;
  byKnown.forEach((product, known) => {
    sum += product * orders;
    orders *= (known + 1) / Math.max(1, steps.length - 1 - known);
  });
  return sum;
}
