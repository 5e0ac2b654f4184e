// What the record's fields tell: which the person may see, and their values by what they mean.
import { fieldsOf } from './fields';

/** The references that the card asks for; none of them must be visible. */
export function wanted(objectApiName) {
  return Object.values(fieldsOf(objectApiName));
}

/**
 * The values of our fields, `null` where empty; a field that the person may not see is left out. `hidden` when that
 * is all of them.
 */
export function storyOf(record, objectApiName) {
  const values = {};
  for (const [meaning, { fieldApiName }] of Object.entries(fieldsOf(objectApiName))) {
    const field = record?.fields?.[fieldApiName];
    if (field !== undefined) values[meaning] = field.value ?? null;
  }
  return { values, hidden: Object.keys(values).length === 0 };
}
