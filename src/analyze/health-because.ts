// Whether a health index moved because of the customer or because of other weights, and by how much each.
import type { Finding } from './finding.ts';
import { indexUnder, type PartWeights } from './health-weights.ts';

/**
 * The finding with its cause where the weights are others than before: the index of today's parts under the weights of before
 * lies between the two. `before`: null where those weights are not known any more. `index`: as computed, whatever a person
 * says.
 */
export function withWeighed(found: Finding, kept: Finding | null, before: PartWeights | null): Finding {
  if (kept === null || kept.kind !== found.kind || kept.weightsVersion === found.weightsVersion) return found;
  const [was, is] = [computed(kept), computed(found)];
  if (was === is || was === null || is === null) return found;
  const index = before === null ? null : indexUnder(before, found.parts);
  const between = index === null ? null : Math.round(index);
  if (between === null) return { ...found, because: { cause: 'weights', by: [] } };
  const points = { record: between - was, weights: is - between };
  const cause = Math.abs(points.weights) > Math.abs(points.record) ? 'weights' : 'record';
  // Of the record its own reasons are told.
  const by = cause === 'record' ? (found.because?.by ?? []) : [];
  return { ...found, because: { cause, by, points } };
}

const computed = ({ score, override }: Finding): number | null =>
  override === undefined ? score : override.computed.score;
