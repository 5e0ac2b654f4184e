// Why the probability that a customer leaves moved: told as of a score, of its whole percents.
import { becauseOf, type Moving, type SharesUnder } from './because.ts';
import { isChurnFact } from './churn-score.ts';
import type { Because, Foretold, KeptFinding } from './finding.ts';

type Kept = { readonly churn: Foretold | undefined; readonly foundAt: Date };

export const keptChurn = ({ finding, foundAt }: KeptFinding): Kept => ({ churn: finding.churn, foundAt });

/** What is foretold with what it was and what moved it since; both stay while it stands still. */
export function withChurnBecause(
  found: Foretold,
  kept: Kept | null,
  under: SharesUnder = () => null,
  labelOf: (feature: string) => string = (feature) => feature,
): Foretold {
  const was = kept?.churn;
  // Where nobody could tell before, or cannot any more, nothing moved.
  if (kept === null || was === undefined || was.probability === null || found.probability === null)
    return found;
  const [from, to] = [moving(was, was.probability), moving(found, found.probability)];
  const because = becauseOf(to, from, under, labelOf);
  const before =
    from.score === to.score ? was.before : { probability: was.probability, at: kept.foundAt.toISOString() };
  if (because === undefined || before === undefined) return found;
  return { ...found, before, because: named(because) };
}

const moving = (one: Foretold, probability: number): Moving => ({
  ...one,
  score: Math.round(100 * probability),
  band: null,
});

/** A fact that is none of the reasons goes by its own name too. */
function named({ by, ...rest }: Because): Because {
  return { ...rest, by: by.map((one) => (isChurnFact(one.feature) ? { ...one, code: one.feature } : one)) };
}
