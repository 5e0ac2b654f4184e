// Features of weights by their names: asked for again as sources, and told as reasons with texts of their own.
import { allows, type FieldGate, fieldOfFeature } from '#sense/field-permission.ts';
import type { SubjectKind } from '#sense/signal.ts';
import type { Feature, FeatureSource } from './feature.ts';
import type { Reason } from './finding.ts';
import { isOwnFact } from './own-facts.ts';

/** The features as sources of facts of a `kind`; what was forbidden since the weights were made is not looked at any more. */
export function mayScore(
  gate: FieldGate,
  kind: SubjectKind,
  features: readonly Pick<Feature, 'name' | 'label'>[],
): FeatureSource[] {
  return features.flatMap(({ name, label }): FeatureSource[] => {
    if (!isOwnFact(kind, name) && !allows(gate, 'score', fieldOfFeature(name), label)) return [];
    return [{ name, type: 'other', ...(label === undefined ? {} : { label }) }];
  });
}

/** Derived facts have names of their own in the catalogue of texts. */
export function withDerivedCodes<Found extends { readonly reasons: readonly Reason[] }>(
  found: Found,
  derived: ReadonlySet<string>,
): Found & { readonly reasons: Reason[] } {
  return {
    ...found,
    reasons: found.reasons.map((one) => (derived.has(one.feature) ? { ...one, code: one.feature } : one)),
  };
}
