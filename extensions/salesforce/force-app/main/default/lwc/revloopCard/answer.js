// A person's answer to a next step: the record it is sent as, and what Salesforce said when it was refused.
import { answers } from './fields';

/** One for each press of a button: Salesforce keeps the same key once, so a repeated request is one answer. */
export function clientKey() {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** What `createRecord` takes. */
export function answerRecord({ recordId, objectApiName, given }) {
  const fields = {
    [answers.advice.fieldApiName]: given.adviceId,
    [answers.answer.fieldApiName]: given.answer,
    [answers.clientKey.fieldApiName]: given.key,
    [answers[objectApiName].fieldApiName]: recordId,
  };
  if (given.snoozeDays !== undefined) fields[answers.snoozeDays.fieldApiName] = given.snoozeDays;
  if (given.note) fields[answers.note.fieldApiName] = given.note;
  return { apiName: answers.object.objectApiName, fields };
}

/** The same for a word of how a customer stands. `replaces`: the word that the person saw; empty where there was none. */
export function wordRecord({ recordId, objectApiName, given }) {
  const fields = {
    [answers.answer.fieldApiName]: 'health',
    [answers.band.fieldApiName]: given.band,
    [answers.days.fieldApiName]: given.days,
    [answers.clientKey.fieldApiName]: given.key,
    [answers[objectApiName].fieldApiName]: recordId,
  };
  if (given.reason) fields[answers.note.fieldApiName] = given.reason;
  if (given.replaces) fields[answers.replaces.fieldApiName] = given.replaces;
  return { apiName: answers.object.objectApiName, fields };
}

/** The first attempt arrived after all when its key is taken. */
export function arrivedBefore(error) {
  return outputErrors(error).some(({ errorCode }) => errorCode === 'DUPLICATE_VALUE');
}

/** Salesforce's own sentence; empty where it said none. */
export function problemOf(error) {
  const said = outputErrors(error).map(({ message }) => message);
  const body = Array.isArray(error?.body) ? error.body[0] : error?.body;
  return [...said, body?.message, error?.message].find((sentence) => Boolean(sentence)) ?? '';
}

function outputErrors(error) {
  const output = error?.body?.output ?? {};
  return [...(output.errors ?? []), ...Object.values(output.fieldErrors ?? {}).flat()];
}
