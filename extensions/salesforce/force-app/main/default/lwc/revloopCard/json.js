// Reads values of JSON that anybody may have written: each is what it should be, or null.

export function objectOr(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
}

export function stringOr(value) {
  return typeof value === 'string' ? value : null;
}

export function numberOr(value) {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

export function scalarOr(value) {
  return stringOr(value) ?? numberOr(value);
}

export function dateOr(value) {
  const at = new Date(stringOr(value) ?? Number.NaN);
  return Number.isNaN(at.getTime()) ? null : at;
}

/** What `each` makes of the entries, without those of which it makes nothing. */
export function listOf(value, each) {
  return (Array.isArray(value) ? value : []).map(each).filter((one) => one !== null);
}
