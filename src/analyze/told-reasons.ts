// Told reasons: of the reasons that were found those that the tenant lets people see.
import {
  allows,
  type FieldGate,
  type FieldUse,
  fieldNameOf,
  fieldOfFeature,
} from '#sense/field-permission.ts';
import type { SubjectKind } from '#sense/signal.ts';
import type { Because, Finding, Reason } from './finding.ts';
import { isOwnFact } from './own-facts.ts';

type Told = Pick<Reason, 'code' | 'feature' | 'label'>;

/** The reasons, less those that speak of a field that may not be used so. `kind`: of the subject they are about. */
export function toldReasons<One extends Told>(
  gate: FieldGate,
  use: FieldUse,
  kind: SubjectKind,
  reasons: readonly One[],
): One[] {
  return reasons.filter((reason) =>
    fieldsOf(kind, reason).every(({ field, label }) => allows(gate, use, field, label)),
  );
}

/** The finding as people may see it; what moved it is told by the same rule. */
export function toldFinding(gate: FieldGate, use: FieldUse, kind: SubjectKind, finding: Finding): Finding {
  const { because, churn } = finding;
  const toldOf = (one: Because | undefined) =>
    one === undefined ? {} : { because: { ...one, by: toldReasons(gate, use, kind, one.by) } };
  return {
    ...finding,
    reasons: toldReasons(gate, use, kind, finding.reasons),
    ...toldOf(because),
    ...(churn === undefined
      ? {}
      : {
          churn: {
            ...churn,
            reasons: toldReasons(gate, use, kind, churn.reasons),
            ...toldOf(churn.because),
          },
        }),
  };
}

/** The properties that a reason speaks of; none where it is a fact of our own making. */
function fieldsOf(kind: SubjectKind, { code, feature, label }: Told): { field: string; label: string }[] {
  if (code === 'property') return [{ field: fieldOfFeature(feature), label }];
  if (code === 'together') {
    const labels = label.split(' + ');
    return feature
      .split(' + ')
      .map((one, at) => ({ name: one, field: fieldOfFeature(one), label: labels[at] ?? '' }))
      .filter(({ name }) => !isOwnFact(kind, name));
  }
  // What a rule found stands under the name that the rule has for it: `property.number:plan`.
  const [, property] = /^property(?:\.[a-z]+)?:(.+)$/s.exec(feature) ?? [];
  return property === undefined ? [] : [{ field: fieldNameOf(kind, property), label }];
}
