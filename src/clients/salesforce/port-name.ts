// Names of our own fields: Revloop_Lead_Score__c, with the package's namespace in front or not, is revloop_lead_score.
import type { ObjectType } from '#sense/signal.ts';

const ours = /^(?:([A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*)__)?Revloop_([A-Za-z0-9_]+?)__c$/;

const anyCustom = /^(?:[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*__)?([A-Za-z0-9_]+?)__c$/;

/** The name by which Revloop knows a field; those of our own object have neither namespace nor ending. */
export function portName(
  type: ObjectType,
  { name, custom }: { readonly name: string; readonly custom: boolean },
): string {
  if (type === 'answer') return (custom ? anyCustom.exec(name)?.[1] : undefined) ?? name;
  const own = custom ? ours.exec(name) : null;
  return own === null ? name : `revloop_${(own[2] ?? '').toLowerCase()}`;
}

/** The namespace of our package, read from one of its fields; null when the field is not ours. */
export function namespaceOf(name: string): string | null {
  const own = ours.exec(name);
  return own === null ? null : (own[1] ?? '');
}

const common = ['confidence', 'top_reasons', 'next_action', 'data_as_of', 'scored_at', 'explanation'];
const ofPerson = ['lead_score', 'lead_grade', 'convert_probability', ...common];

/** What our package brings to each type, by the names that Revloop uses. */
export const ownFields: Readonly<Partial<Record<ObjectType, readonly string[]>>> = {
  lead: ofPerson.map(prefixed),
  contact: ofPerson.map(prefixed),
  company: ['health_score', 'health_band', 'churn_probability', 'journey_stage', ...common].map(prefixed),
  deal: ['win_probability', ...common].map(prefixed),
};

function prefixed(name: string): string {
  return `revloop_${name}`;
}
