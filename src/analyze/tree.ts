// A tree: a few questions about the inputs, one after another, and what each answer adds to the log-odds.
import { z } from 'zod';

/**
 * Question n looks at the bin of term `terms[n]`. Of numbers, bins 1 to `cuts[n]` go left; of levels, the bins
 * named in `cuts[n]`. `blanks[n]` is 1 where "not known" goes left too. `kids[2 n]` is what comes left, `kids[2 n + 1]`
 * right: a further question, or leaf -1 - kid. `rows[leaf]` is how many closed records lie there. `bag` grew
 * it, and its leaves are already shares of the mean of all bags; -1: it was grown on all records, and counts for each.
 */
export const tree = z.strictObject({
  bag: z.int(),
  terms: z.array(z.int()),
  cuts: z.array(z.union([z.int(), z.array(z.int())])),
  blanks: z.array(z.int()),
  kids: z.array(z.int()),
  leaves: z.array(z.number()),
  rows: z.array(z.int()),
});
export type Tree = Readonly<z.infer<typeof tree>>;

/** Whether the bin goes left at question `n`. */
export function goesLeft({ cuts, blanks }: Pick<Tree, 'cuts' | 'blanks'>, n: number, bin: number): boolean {
  if (bin === 0) return blanks[n] === 1;
  const cut = cuts[n] ?? 0;
  return typeof cut === 'number' ? bin <= cut : cut.includes(bin);
}
