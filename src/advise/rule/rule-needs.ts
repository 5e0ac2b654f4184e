// What rules look at: the fields they name, and whether the past of records or of findings is among them.
import { readRef } from '#analyze/field/field-ref.ts';
import { type Group, leavesOf } from './rule-tree.ts';

export type RuleNeeds = {
  readonly references: readonly string[];
  /** What the record said earlier. */
  readonly state: boolean;
  /** What was found earlier. */
  readonly findings: boolean;
  /** How long nothing new was tried, by what the tenant has learned of that. */
  readonly stagnation: boolean;
  /** Which segment the subject is in. */
  readonly segment: boolean;
};

/** Asked of the record as it was, or since when it is so. */
const ofState = ['stage.before', 'days_since.stage_change'];

export function needsOf(trees: readonly Group[]): RuleNeeds {
  const references = new Set<string>();
  for (const tree of trees)
    for (const { leaf } of leavesOf(tree)) {
      references.add(leaf.field);
      if (leaf.valueSource === 'field') references.add(String(leaf.value));
    }
  const asked = [...references].map(readRef).flatMap((ref) => ('problem' in ref ? [] : [ref.field]));
  return {
    references: [...references],
    state: asked.some(({ id }) => ofState.includes(id)),
    findings: asked.some(
      ({ source, id }) => source === 'analysis' && !isOfSegment(id) && (id.includes('.') || id === 'band'),
    ),
    stagnation: asked.some(({ id }) => isOfStagnation(id)),
    segment: asked.some(({ id }) => isOfSegment(id)),
  };
}

/** Kept beside the findings: no analysis of the past tells it. */
export const isOfSegment = (id: string): boolean => id === 'segment' || id === 'days_since.segment_change';
export const isOfStagnation = (id: string): boolean => id.split('.')[0] === 'stagnation';

/** True where a rule asks for what analysis finds: in the past that may have to be found anew. */
export function asksAnalysis({ references }: RuleNeeds): boolean {
  return references.some((reference) => {
    const ref = readRef(reference);
    return !('problem' in ref) && ref.field.source === 'analysis' && !isOfSegment(ref.field.id);
  });
}

/** How many days before the first one that is asked analysis must have said something. */
export function lookBackOf({ references }: RuleNeeds): number {
  const days = references.map((reference) => {
    const ref = readRef(reference);
    return 'problem' in ref || ref.field.source !== 'analysis' ? 0 : (ref.days ?? 0);
  });
  return Math.max(0, ...days);
}
