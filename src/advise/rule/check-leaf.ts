// Checks one condition against the catalogue of fields: the field, the operator, and the type of the value.
import type { Field, FieldType } from '#analyze/field/field.ts';
import { readRef } from '#analyze/field/field-ref.ts';
import type { SubjectKind } from '#sense/signal.ts';
import { type InWords, inWords, listed } from '#texts/in-words.ts';
import { type Takes, takenBy, withField } from './operator.ts';
import type { Leaf, Scalar } from './rule-tree.ts';
import { dateValue, timeValue } from './value.ts';

type LeafFault = {
  readonly part: '' | 'field' | 'operator' | 'value' | 'times';
  readonly problem: InWords;
};

export function checkLeaf(leaf: Leaf, kind: SubjectKind): LeafFault[] {
  const field = fieldFor(leaf.field, kind);
  if ('problem' in field)
    return [
      { part: 'field', problem: inWords('ruleFault.field', { field: leaf.field, problem: field.problem }) },
    ];
  const takes = takenBy[field.type][leaf.operator];
  if (takes === undefined) {
    const fit = Object.keys(takenBy[field.type]).join(', ');
    return [
      {
        part: 'operator',
        problem: inWords('ruleFault.operator', { operator: leaf.operator, type: typeWord(field.type), fit }),
      },
    ];
  }
  if (leaf.valueSource === 'field') return checkOther(leaf, field, kind);
  if (leaf.times !== undefined) return [{ part: 'times', problem: inWords('ruleFault.timesAlone') }];
  const problem = takes === 'nothing' ? null : valueProblem(takes, field, leaf.value);
  return problem === null ? [] : [{ part: 'value', problem }];
}

function fieldFor(reference: string, kind: SubjectKind): Field | { readonly problem: InWords } {
  const read = readRef(reference);
  if ('problem' in read) return read;
  if (read.field.kinds.includes(kind)) return read.field;
  const kinds = listed(read.field.kinds.map((one) => inWords(`ruleFault.kind.${one}`)));
  return { problem: inWords('ruleFault.kind', { kind: inWords(`ruleFault.kind.${kind}`), kinds }) };
}

function checkOther(leaf: Leaf, field: Field, kind: SubjectKind): LeafFault[] {
  if (!withField.includes(leaf.operator))
    return [{ part: 'operator', problem: inWords('ruleFault.comparable', { fit: withField.join(', ') }) }];
  if (typeof leaf.value !== 'string') return [{ part: 'value', problem: inWords('ruleFault.otherText') }];
  const other = fieldFor(leaf.value, kind);
  if ('problem' in other)
    return [
      { part: 'value', problem: inWords('ruleFault.field', { field: leaf.value, problem: other.problem }) },
    ];
  if (other.type !== field.type)
    return [
      {
        part: 'value',
        problem: inWords('ruleFault.otherType', {
          ...{ other: leaf.value, otherType: typeWord(other.type) },
          ...{ field: leaf.field, type: typeWord(field.type) },
        }),
      },
    ];
  if (leaf.times !== undefined && field.type !== 'number')
    return [{ part: 'times', problem: inWords('ruleFault.onlyNumbers') }];
  return [];
}

const mostDays = 3650;

function valueProblem(takes: Exclude<Takes, 'nothing'>, field: Field, value: Leaf['value']): InWords | null {
  if (takes === 'days') {
    const fits = typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= mostDays;
    return fits ? null : inWords('ruleFault.days', { most: mostDays });
  }
  if (takes === 'one') {
    if (value === undefined || Array.isArray(value))
      return inWords('ruleFault.one', { wanted: wantedWord(field.type) });
    return typeof value === 'object' ? null : scalarProblem(field, value);
  }
  if (!isList(value)) return inWords(takes === 'two' ? 'ruleFault.two' : 'ruleFault.list');
  if (takes === 'two' && value.length !== 2) return inWords('ruleFault.two');
  if (value.length === 0) return inWords('ruleFault.some');
  return value.map((one) => scalarProblem(field, one)).find((problem) => problem !== null) ?? null;
}

function isList(value: Leaf['value']): value is readonly Scalar[] {
  return Array.isArray(value);
}

const typeWord = (type: FieldType) => inWords(`ruleFault.type.${type}`);
const wantedWord = (type: FieldType) => inWords(`ruleFault.wanted.${type}`);

function scalarProblem(field: Field, value: Scalar): InWords | null {
  if (!fits(field.type, value))
    return inWords('ruleFault.not', { value: JSON.stringify(value), wanted: wantedWord(field.type) });
  if (field.choices !== undefined && !field.choices.includes(String(value)))
    return inWords('ruleFault.choice', { value: JSON.stringify(value), choices: field.choices.join(', ') });
  return null;
}

function fits(type: FieldType, value: Scalar): boolean {
  if (type === 'number') return typeof value === 'number' && Number.isFinite(value);
  if (type === 'flag') return typeof value === 'boolean';
  if (typeof value !== 'string') return false;
  if (type === 'date') return dateValue(value) !== null;
  return type === 'time' ? timeValue(value) !== null : true;
}
