// What scores of leads, deals and customers have in common: a row is scored, and how sure, how old and by what it is told.
import { confidenceOf, supportOf } from './confidence.ts';
import type { KnownValue } from './lead-reasons.ts';
import { compileWeights, type ScoredRow } from './score-row.ts';
import { rowOf } from './table.ts';
import type { Weights } from './weights.ts';

export type Known = Readonly<Record<string, KnownValue | undefined>>;
/** When (ms) each source was last known to be up to date; without it the newest fact of a source stands for that. */
export type Heard = Readonly<Partial<Record<KnownValue['source'], number>>>;

const hour = 3_600_000;

/** A function that scores what is known at the moment `now` (ms); keep it for a whole turn. `version` names the weights. */
export function judgeBy(weights: Weights, version: number | null, now: number) {
  const score = compileWeights(weights);
  const learned = weights.learner !== 'prior';
  const { closed, won, needed } = weights.history;
  return (known: Known, heard: Heard) => {
    const values = Object.fromEntries(Object.entries(known).map(([name, fact]) => [name, fact?.value]));
    const scored = score(rowOf(weights.features, values), now);
    const { confidence, doubts, sureness } = confidenceOf({
      interval: scored.interval,
      support: supportOf(scored.contributions, scored.support),
      missing: missingOf(weights, known, scored),
      staleHours: hoursOfSilence(known, heard, now),
      ...{ closed, learned },
    });
    const told = {
      confidence,
      doubts: [
        ...(weights.early === true ? ['histories' as const] : []),
        ...(needed > 0 ? ['little_history' as const] : []),
        ...doubts,
      ],
      sureness,
      basis: learned ? ('model' as const) : ('prior' as const),
      history: { closed, won, needed },
      dataAsOf: newestFact(known),
      weightsVersion: version,
    };
    return { scored, learned, told };
  };
}

/** A feature that does not apply, because it is of a CRM that does not know this lead, is not missing. */
function missingOf({ features }: Weights, known: Known, { gaps, missing }: ScoredRow): number {
  const all = features.reduce((sum, { importance }) => sum + importance, 0);
  let [apart, gapsApart] = [0, 0];
  features.forEach(({ name, importance }, place) => {
    if (Object.hasOwn(known, name)) return;
    apart += importance;
    gapsApart += gaps[place] ?? 0;
  });
  return apart === 0 || all === apart ? missing : Math.max(0, ((missing - gapsApart) * all) / (all - apart));
}

/** The newest fact that was used, ISO; null where no fact is dated. */
function newestFact(known: Known): string | null {
  let newest: string | null = null;
  for (const fact of Object.values(known))
    if (fact?.asOf && (newest === null || Date.parse(fact.asOf) > Date.parse(newest))) newest = fact.asOf;
  return newest;
}

/** Hours since the source that has been silent longest was last heard of; a source counts if a fact is from it. */
function hoursOfSilence(known: Known, heard: Heard, now: number): number {
  const last = new Map<KnownValue['source'], number>();
  for (const fact of Object.values(known)) {
    if (fact === undefined || fact.asOf === null) continue;
    const moment = heard[fact.source] ?? Date.parse(fact.asOf);
    last.set(fact.source, Math.max(last.get(fact.source) ?? moment, moment));
  }
  return Math.max(0, ...[...last.values()].map((moment) => (now - moment) / hour));
}
