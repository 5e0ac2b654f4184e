// What the record tells: the fields that the person may see, and the explanation in them.
import { readExplanation } from './explanation';
import { fieldsOf } from './fields';

/** The references that the card asks for; none of them has to be visible. */
export function wanted(objectApiName) {
  return Object.values(fieldsOf(objectApiName));
}

/**
 * The values of our fields by what they mean, `null` where empty; a field that the person may not see is not there.
 * The explanation, where it can be read, is worth more than the fields: it was written as one.
 */
export function storyOf(record, objectApiName) {
  const values = {};
  const references = Object.entries(fieldsOf(objectApiName));
  for (const [meaning, { fieldApiName }] of references) {
    const field = record?.fields?.[fieldApiName];
    if (field !== undefined) values[meaning] = field.value ?? null;
  }
  const seen = Object.keys(values).length;
  return {
    values,
    visible: seen === 0 ? 'nothing' : seen < references.length ? 'some' : 'all',
    blank: Object.values(values).every((value) => value === null),
    ...readExplanation(values.explanation),
  };
}
