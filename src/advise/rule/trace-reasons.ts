// The reasons of advice that a rule gave: what its conditions found, those that carry it first.
import type { FactValue } from '#analyze/field/facts.ts';
import { readRef } from '#analyze/field/field-ref.ts';
import type { Reason } from '#analyze/finding.ts';
import type { LeafTrace } from './explain.ts';

const mostReasons = 5;

type From = {
  readonly platform: 'hubspot' | 'salesforce';
  /** What is kept of a segment instead of its id, so that whoever reads the reason reads a name. */
  readonly segment: (id: string) => string;
};

export function reasonsOf(traces: readonly LeafTrace[], from: From): Reason[] {
  const carrying = traces.filter(({ result }) => result === true);
  return carrying.slice(0, mostReasons).map((trace) => reasonOf(trace, from));
}

export function reasonOf({ leaf, value, against, source, asOf }: LeafTrace, from: From): Reason {
  const called = leaf.field === 'segment' && typeof value === 'string' ? from.segment(value) : value;
  return {
    code: 'field',
    feature: leaf.field,
    label: '',
    value: plain(leaf.field, called),
    usual: plain(leaf.field, against),
    points: 0,
    source: source === 'product' || source === 'support' ? source : from.platform,
    asOf,
  };
}

/** Dates and times of day as people write them; a list with commas. */
function plain(reference: string, value: FactValue): string | number | null {
  if (value === null || typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'object') return value.join(', ');
  const ref = readRef(reference);
  const type = 'problem' in ref ? 'number' : ref.field.type;
  if (!('problem' in ref) && ref.field.unit === 'share') return `${Math.round(value * 100)} %`;
  if (type === 'date') return new Date(value).toISOString().slice(0, 10);
  if (type !== 'time') return Math.round(value * 100) / 100;
  return `${String(Math.floor(value / 60)).padStart(2, '0')}:${String(value % 60).padStart(2, '0')}`;
}
