// The paths of one tree from its root to each leaf, and the exact Shapley share of every input in what they say.
import { goesLeft, type Tree } from './tree.ts';

/** One question of a tree. `goes[bin]`: 1 left, 0 right, 2 both ways, because no closed record had that. */
export type Question = { readonly term: number; readonly goes: Uint8Array; readonly leftShare: number };

/** One input on one path: the questions about it, which answer keeps to the path, and the share of records that do. */
type Step = {
  readonly term: number;
  readonly asked: readonly { readonly question: Question; readonly left: boolean }[];
  readonly share: number;
};
export type Path = { readonly value: number; readonly steps: readonly Step[] };

/** What the tree says on average of the closed records in its leaves. */
export function treeMean({ leaves, rows }: Tree): number {
  const all = rows.reduce((sum, one) => sum + one, 0);
  return all === 0 ? 0 : leaves.reduce((sum, leaf, nr) => sum + leaf * (rows[nr] ?? 0), 0) / all;
}

/**
 * The paths in groups of neighbours that tell apart at most about `mostKinds` kinds of records: a share is a sum over
 * paths, so each group can be worked out by itself. `supports[term][bin]`: how many closed records lie in a bin. What
 * none had tells nothing: it goes both ways, by the share of records that went each.
 */
export function pathGroups(
  tree: Tree,
  supports: readonly ArrayLike<number>[],
  mostKinds: number,
): (readonly Path[])[] {
  const rowsOf = rowsBelow(tree);
  const questions = tree.terms.map((term, n): Question => {
    const support = supports[term] ?? [];
    const goes = Uint8Array.from({ length: support.length }, (_, bin) =>
      support[bin] === 0 ? 2 : Number(goesLeft(tree, n, bin)),
    );
    const here = rowsOf(n);
    return { term, goes, leftShare: here === 0 ? 0.5 : rowsOf(tree.kids[2 * n] ?? -1) / here };
  });
  const descend = (kid: number, steps: readonly Step[]): (readonly Path[])[] => {
    const question = questions[kid];
    if (question === undefined) return [[{ value: tree.leaves[-1 - kid] ?? 0, steps }]];
    const { term, leftShare } = question;
    const before = steps.find((step) => step.term === term);
    const others = steps.filter((step) => step !== before);
    const side = (left: boolean) => {
      const share = (left ? leftShare : 1 - leftShare) * (before?.share ?? 1);
      const step = { term, asked: [...(before?.asked ?? []), { question, left }], share };
      return descend(tree.kids[2 * kid + (left ? 0 : 1)] ?? -1, [...others, step]);
    };
    return together(side(true), side(false), mostKinds);
  };
  return descend(tree.terms.length === 0 ? -1 : 0, []);
}

/** The questions of some paths about one input. */
export function questionsOf(paths: readonly Path[], term: number): Question[] {
  const asked = paths.flatMap(({ steps }) => steps.flatMap((step) => (step.term === term ? step.asked : [])));
  return [...new Set(asked.map(({ question }) => question))];
}

export function termsOf(paths: readonly Path[]): number[] {
  return [...new Set(paths.flatMap(({ steps }) => steps.map(({ term }) => term)))].sort((a, b) => a - b);
}

function together(
  left: (readonly Path[])[],
  right: (readonly Path[])[],
  mostKinds: number,
): (readonly Path[])[] {
  const [one] = left;
  const [other] = right;
  if (one === undefined || other === undefined || left.length > 1 || right.length > 1)
    return [...left, ...right];
  const both = [...one, ...other];
  const kinds = termsOf(both).reduce((product, term) => product * (questionsOf(both, term).length + 1), 1);
  return kinds > mostKinds ? [one, other] : [both];
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
 * Adds the Shapley share of each input to `shares`: the answer with an input known, less the answer with that input not
 * known (then both ways are taken, by the share of records that went each), averaged over every order of learning the
 * inputs (path-dependent TreeSHAP, Lundberg et al. 2020). `bins` and `shares` go by place in `terms`. The shares over
 * all paths of a tree add up to what it says less its mean.
 */
export function addShares(
  paths: readonly Path[],
  terms: readonly number[],
  bins: ArrayLike<number>,
  shares: Float64Array,
): void {
  for (const { value, steps } of paths) {
    const kept = steps.map((step) => keptBy(step, bins[terms.indexOf(step.term)] ?? 0));
    steps.forEach(({ term, share }, own) => {
      const moved = value * ((kept[own] ?? 0) - share);
      if (moved === 0) return;
      const place = terms.indexOf(term);
      shares[place] = (shares[place] ?? 0) + moved * weightOf(steps, kept, own);
    });
  }
}

/** 1 where the bin keeps to the path, 0 where it leaves it, a share where it goes both ways. */
function keptBy({ asked }: Step, bin: number): number {
  let kept = 1;
  for (const { question, left } of asked) {
    const goes = question.goes[bin] ?? 0;
    if (goes === 2) kept *= left ? question.leftShare : 1 - question.leftShare;
    else if ((goes === 1) !== left) return 0;
  }
  return kept;
}

/** Mean over all orders of the product of the other steps: what is kept where known by then, its share where not. */
function weightOf(steps: readonly Step[], kept: readonly number[], own: number): number {
  // byKnown[k]: sum over the sets of k known others of the product.
  const byKnown = [1];
  for (let other = 0; other < steps.length; other++) {
    if (other === own) continue;
    const [share, here] = [steps[other]?.share ?? 0, kept[other] ?? 0];
    byKnown.push(0);
    for (let known = byKnown.length - 1; known >= 0; known--)
      byKnown[known] = (byKnown[known] ?? 0) * share + (known > 0 ? (byKnown[known - 1] ?? 0) * here : 0);
  }
  // k! (n - 1 - k)! / n! for n steps on the path.
  let orders = 1 / steps.length;
  let sum = 0;
  byKnown.forEach((product, known) => {
    sum += product * orders;
    orders *= (known + 1) / Math.max(1, steps.length - 1 - known);
  });
  return sum;
}
