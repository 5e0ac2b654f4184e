// The value of a CRM property as a fact of a type; what does not read as the type is not known.
import { dateOf, isBlank, levelsOf, numberOf } from '#analyze/value.ts';
import type { FactValue } from './facts.ts';
import type { FieldType } from './field.ts';

// Beyond these PostgreSQL and JavaScript no longer calculate alike; nothing that is counted or paid is so large.
const mostNumber = 1e100;
const leastNumber = 1e-100;

export function propertyValue(type: FieldType, raw: string | null | undefined): FactValue {
  if (raw === null || raw === undefined || isBlank(raw)) return null;
  switch (type) {
    case 'number':
      return plainNumber(numberOf(raw));
    case 'date':
      return dateOf(raw);
    case 'flag':
      return flagOf(raw.trim().toLowerCase());
    case 'choices':
      return levelsOf(raw);
    default:
      return raw;
  }
}

function plainNumber(value: number | null): number | null {
  if (value === null || Math.abs(value) > mostNumber) return null;
  return Math.abs(value) < leastNumber ? 0 : value;
}

function flagOf(text: string): boolean | null {
  if (text === 'true' || text === 'yes' || text === '1') return true;
  return text === 'false' || text === 'no' || text === '0' ? false : null;
}
