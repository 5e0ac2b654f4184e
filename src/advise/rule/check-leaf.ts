// Checks one condition against the catalogue of fields: the field, the operator, and the type of the value.
import type { Field, FieldType } from '#analyze/field/field.ts';
import { readRef } from '#analyze/field/field-ref.ts';
import type { SubjectKind } from '#sense/signal.ts';
import { type Takes, takenBy, withField } from './operator.ts';
import type { Leaf, Scalar } from './rule-tree.ts';
import { dateValue, timeValue } from './value.ts';

type LeafFault = { readonly part: '' | 'field' | 'operator' | 'value' | 'times'; readonly problem: string };

export function checkLeaf(leaf: Leaf, kind: SubjectKind): LeafFault[] {
  const field = fieldFor(leaf.field, kind);
  if ('problem' in field) return [{ part: 'field', problem: `the field ${leaf.field} ${field.problem}` }];
  const takes = takenBy[field.type][leaf.operator];
  if (takes === undefined) {
    const fit = Object.keys(takenBy[field.type]).join(', ');
    return [{ part: 'operator', problem: `${leaf.operator} does not fit ${field.type}; use one of ${fit}` }];
  }
  if (leaf.valueSource === 'field') return checkOther(leaf, field, kind);
  if (leaf.times !== undefined) return [{ part: 'times', problem: 'times goes with valueSource field only' }];
  const problem = takes === 'nothing' ? null : valueProblem(takes, field, leaf.value);
  return problem === null ? [] : [{ part: 'value', problem }];
}

function fieldFor(reference: string, kind: SubjectKind): Field | { readonly problem: string } {
  const read = readRef(reference);
  if ('problem' in read) return read;
  if (read.field.kinds.includes(kind)) return read.field;
  return { problem: `is not known of a ${kind}; it is of ${read.field.kinds.join(', ')}` };
}

function checkOther(leaf: Leaf, field: Field, kind: SubjectKind): LeafFault[] {
  if (!withField.includes(leaf.operator))
    return [{ part: 'operator', problem: `fields are compared by one of ${withField.join(', ')}` }];
  if (typeof leaf.value !== 'string') return [{ part: 'value', problem: 'name the other field as a text' }];
  const other = fieldFor(leaf.value, kind);
  if ('problem' in other) return [{ part: 'value', problem: `the field ${leaf.value} ${other.problem}` }];
  if (other.type !== field.type)
    return [{ part: 'value', problem: `${leaf.value} is ${other.type} and ${leaf.field} is ${field.type}` }];
  if (leaf.times !== undefined && field.type !== 'number')
    return [{ part: 'times', problem: 'only numbers can be multiplied' }];
  return [];
}

function valueProblem(takes: Exclude<Takes, 'nothing'>, field: Field, value: Leaf['value']): string | null {
  if (takes === 'days') {
    const fits = typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 3650;
    return fits ? null : 'give a whole number of days from 1 to 3650';
  }
  if (takes === 'one') {
    if (value === undefined || Array.isArray(value)) return `give one ${wanted[field.type]}`;
    return typeof value === 'object' ? null : scalarProblem(field, value);
  }
  if (!isList(value)) return takes === 'two' ? `give a list of two: from, to` : 'give a list';
  if (takes === 'two' && value.length !== 2) return 'give a list of two: from, to';
  if (value.length === 0) return 'give at least one value';
  return value.map((one) => scalarProblem(field, one)).find((problem) => problem !== null) ?? null;
}

function isList(value: Leaf['value']): value is readonly Scalar[] {
  return Array.isArray(value);
}

const wanted: Readonly<Record<FieldType, string>> = {
  number: 'number',
  text: 'text',
  flag: 'true or false',
  date: 'date such as 2026-11-30',
  choices: 'text',
  time: 'time of day such as 08:30',
};

function scalarProblem(field: Field, value: Scalar): string | null {
  if (!fits(field.type, value)) return `${JSON.stringify(value)} is not a ${wanted[field.type]}`;
  if (field.choices !== undefined && !field.choices.includes(String(value)))
    return `${JSON.stringify(value)} is not one of ${field.choices.join(', ')}`;
  return null;
}

function fits(type: FieldType, value: Scalar): boolean {
  if (type === 'number') return typeof value === 'number' && Number.isFinite(value);
  if (type === 'flag') return typeof value === 'boolean';
  if (typeof value !== 'string') return false;
  if (type === 'date') return dateValue(value) !== null;
  return type === 'time' ? timeValue(value) !== null : true;
}
