// What a person would call a subject.
import { type Concept, said } from '#sense/vocabulary.ts';
import type { Twin } from '#twin/twin.ts';

const names = ['name', 'email', 'domain'] as const satisfies readonly Concept[];

/** Its number in Revloop where the CRM has no name for it. */
export function subjectName(subject: string, { properties }: Twin): string {
  const person = (['firstName', 'lastName'] as const).map((one) => said(properties, one));
  const whole = person.filter((one) => one !== null).join(' ');
  if (whole !== '') return whole;
  return names.map((one) => said(properties, one)).find((one) => one !== null) ?? `#${subject}`;
}
