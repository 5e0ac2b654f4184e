// What a person would call a subject.
import { type Concept, personName, said } from '#sense/vocabulary.ts';
import type { Twin } from '#twin/twin.ts';

const names = ['name', 'email', 'domain'] as const satisfies readonly Concept[];

/** Its number in Revloop where the CRM has no name for it. */
export function subjectName(subject: string, { properties }: Twin): string {
  const known = [personName(properties), ...names.map((one) => said(properties, one))];
  return known.find((one) => one !== null) ?? `#${subject}`;
}
