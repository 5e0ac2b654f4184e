// What a property accepts as a value and how HubSpot keeps it (always as text).
import type { Property } from './property.ts';

export type Checked =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly code: string; readonly message: string };

// hubspot.md 2.6: texts hold at most 65,536 characters.
const LONGEST = 65_536;
const DAY = 86_400_000;

/** Checks one value. `allowed` are the option values where they live outside the definition (owners, stages). */
export function checkValue(
  property: Property,
  given: string,
  before: string,
  allowed?: ReadonlySet<string>,
): Checked {
  if (given === '') return { ok: true, value: '' };
  switch (property.type) {
    case 'number':
      return checkNumber(given);
    case 'bool':
      return checkBool(property, given);
    case 'date':
      return checkDate(given);
    case 'datetime':
      return checkDatetime(given);
    case 'enumeration':
      return checkOptions(property, given, before, allowed);
    default:
      return checkText(property, given);
  }
}

function wrong(code: string, message: string): Checked {
  return { ok: false, code, message };
}

function checkNumber(given: string): Checked {
  const text = given.trim();
  return /^-?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text)
    ? { ok: true, value: text }
    : wrong('INVALID_NUMBER', `${given} was not a valid number.`);
}

function checkBool(property: Property, given: string): Checked {
  const text = given.toLowerCase();
  return text === 'true' || text === 'false'
    ? { ok: true, value: text }
    : wrong('INVALID_BOOLEAN', `${given} was not a valid boolean for ${property.name}.`);
}

function checkDate(given: string): Checked {
  const stamp = /^-?\d{5,}$/.test(given) ? Number(given) : Date.parse(`${given}T00:00:00Z`);
  const shaped = /^\d{4}-\d{2}-\d{2}$/.test(given) || /^-?\d{5,}$/.test(given);
  if (!shaped || !Number.isFinite(stamp) || stamp % DAY !== 0) {
    return wrong('INVALID_DATE', `${given} was not a valid date. Use YYYY-MM-DD or midnight UTC.`);
  }
  return { ok: true, value: new Date(stamp).toISOString().slice(0, 10) };
}

function checkDatetime(given: string): Checked {
  const shaped = /^-?\d+$/.test(given) || /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:?\d{2})?)?$/.test(given);
  const stamp = stampOf(given);
  return shaped && Number.isFinite(stamp)
    ? { ok: true, value: new Date(stamp).toISOString() }
    : wrong('INVALID_DATE', `${given} was not a valid datetime.`);
}

/** Milliseconds of a date given as ISO text or as milliseconds; NaN where it is neither. */
export function stampOf(given: string): number {
  if (/^-?\d+$/.test(given)) {
    const stamp = Number(given);
    return Math.abs(stamp) <= 8.64e15 ? stamp : Number.NaN;
  }
  const zoned = /T.*(Z|[+-]\d{2}:?\d{2})$/.test(given);
  if (zoned) return Date.parse(given);
  return Date.parse(given.includes('T') ? `${given}Z` : `${given}T00:00:00Z`);
}

function checkOptions(
  property: Property,
  given: string,
  before: string,
  allowed: ReadonlySet<string> | undefined,
): Checked {
  const known = allowed ?? knownOptions(property);
  if (property.fieldType !== 'checkbox') {
    return known === undefined || known.has(given) ? { ok: true, value: given } : notAllowed(given, known);
  }
  const appends = given.startsWith(';');
  const parts = given.split(';').filter((part) => part !== '');
  const unknown = known === undefined ? undefined : parts.find((part) => !known.has(part));
  if (known !== undefined && unknown !== undefined) return notAllowed(unknown, known);
  const all = appends ? [...before.split(';').filter((part) => part !== ''), ...parts] : parts;
  return { ok: true, value: [...new Set(all)].join(';') };
}

function knownOptions(property: Property): ReadonlySet<string> | undefined {
  if (property.externalOptions === true) return undefined;
  if (property.fieldType === 'booleancheckbox' && property.options.length === 0)
    return new Set(['true', 'false']);
  return new Set(property.options.map((option) => option.value));
}

function notAllowed(given: string, known: ReadonlySet<string>): Checked {
  return wrong('INVALID_OPTION', `${given} was not one of the allowed options: [${[...known].join(', ')}]`);
}

function checkText(property: Property, given: string): Checked {
  if (given.length > LONGEST) {
    return wrong('INVALID_LENGTH', `${property.name} is too long: at most ${LONGEST} characters.`);
  }
  if (property.name === 'email' && property.hubspotDefined) {
    const email = given.trim().toLowerCase();
    return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)
      ? { ok: true, value: email }
      : wrong('INVALID_EMAIL', `Email address ${given} is invalid`);
  }
  return { ok: true, value: given };
}
