// What a person would call a subject.
import { present } from '#analyze/circle.ts';
import type { Twin } from '#twin/twin.ts';

const names = ['name', 'Name', 'dealname', 'subject', 'Subject', 'email', 'Email', 'domain', 'Website'];

/** Its number in Revloop where the CRM has no name for it. */
export function subjectName(subject: string, twin: Twin): string {
  const person = ['firstname', 'lastname', 'FirstName', 'LastName'].map((one) => present(twin, one));
  const whole = person
    .filter((one) => one !== null)
    .join(' ')
    .trim();
  if (whole !== '') return whole;
  return names.map((one) => present(twin, one)).find((one) => one !== null) ?? `#${subject}`;
}
