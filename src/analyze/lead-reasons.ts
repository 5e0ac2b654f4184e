// Reasons of a lead score: what speaks for and against, the strongest first, adding up to the score.
import { isChangeable } from './changeable.ts';
import type { Feature, Value } from './feature.ts';
import type { Reason } from './finding.ts';
import type { ScoredRow } from './score-row.ts';
import { levelsOf } from './value.ts';
import type { Weights } from './weights.ts';

/** What is known of one feature: its raw value, where it is from, and since when (ISO) it is known. */
export type KnownValue = {
  readonly value: Value;
  readonly source: Reason['source'];
  readonly asOf: string | null;
};

/** Below half a point a reason is not worth reading. */
const leastPoints = 0.5;
const mostReasons = 10;

/**
 * Points of 100 per unit of log-odds, for one score: 100 / (1 + e^-x) - 50 shared out over x, so that the points
 * of all parts add up to score - 50 before rounding.
 */
export function pointsPerLogOdds(sum: number): number {
  if (Math.abs(sum) < 1e-9) return 25;
  return (100 / (1 + Math.exp(-sum)) - 50) / sum;
}

/**
 * One reason per feature (all its parts together) and one per pair, code `property` and `together`. `value` is
 * the value as people see it in the CRM, null where it is not known: that can be a reason too. `points` are of 100.
 */
export function leadReasons(
  weights: Weights,
  scored: ScoredRow,
  known: Readonly<Record<string, KnownValue | undefined>>,
  pointsPer: (sum: number) => number = pointsPerLogOdds,
): Reason[] {
  const { terms, pairs } = weights.model;
  const parts = [...scored.contributions];
  const scale = pointsPer(parts.reduce((sum, part) => sum + part, 0));
  const featureOf = (term: number): Feature | undefined => weights.features[terms[term]?.input.feature ?? -1];
  // A feature of which nothing is said, not even that it is empty, does not apply.
  const single = weights.features.flatMap((feature, place): Reason[] => {
    if (!Object.hasOwn(known, feature.name)) return [];
    const logOdds = terms.reduce(
      (sum, term, at) => (term.input.feature === place ? sum + (parts[at] ?? 0) : sum),
      0,
    );
    const fact = known[feature.name];
    const value = shown(feature, fact);
    const points = tenths(logOdds * scale);
    const one: Reason = {
      code: 'property',
      feature: feature.name,
      label: feature.label ?? feature.name,
      value,
      usual: usualOf(feature),
      points,
      source: fact?.source ?? 'hubspot',
      asOf: fact?.asOf ?? null,
      changeable: isChangeable(weights.target, feature, value, points),
    };
    return [one];
  });
  const double = pairs.flatMap((pair, place): Reason[] => {
    const both = [featureOf(pair.left), featureOf(pair.right)];
    if (both.some((feature) => !Object.hasOwn(known, feature?.name ?? ''))) return [];
    const facts = both.map((feature) => known[feature?.name ?? '']);
    const one: Reason = {
      code: 'together',
      feature: both.map((feature) => feature?.name ?? '').join(' + '),
      label: both.map((feature) => feature?.label ?? feature?.name ?? '').join(' + '),
      value: both.map((feature, side) => String(shown(feature, facts[side]) ?? '-')).join(' + '),
      usual: null,
      points: tenths((parts[terms.length + place] ?? 0) * scale),
      source: facts[0]?.source ?? 'hubspot',
      asOf: facts[0]?.asOf ?? null,
    };
    return [one];
  });
  return [...single, ...double]
    .filter((reason) => Math.abs(reason.points) >= leastPoints)
    .sort((a, b) => Math.abs(b.points) - Math.abs(a.points) || (a.feature < b.feature ? -1 : 1))
    .slice(0, mostReasons);
}

/** Of a date it is an age and of a text a length, which nobody can hold against the date or the text. */
function usualOf(feature: Weights['features'][number]): Value {
  return feature.kind === 'date' || feature.kind === 'text' ? null : asLabel(feature, feature.usual);
}

function shown(feature: Feature | undefined, fact: KnownValue | undefined): Value {
  return fact === undefined || fact.value === '' ? null : asLabel(feature, fact.value);
}

/** A value of a list of options goes by its label; a value that the list does not know stays as it is. */
function asLabel(feature: Feature | undefined, value: Value): Value {
  const { labels, kind } = feature ?? {};
  if (labels === undefined || typeof value !== 'string') return value;
  const levels = kind === 'multi' ? levelsOf(value) : [value];
  return levels.map((level) => (Object.hasOwn(labels, level) ? labels[level] : level)).join(', ');
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10 + 0;
}
