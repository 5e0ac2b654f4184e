// What the page tells the platform's modules: where it lies, in which namespace, and how to read and write.

const boot = JSON.parse(document.getElementById('boot').textContent);

export const { objectApiName, recordId } = boot;

export const spriteUrl = () => `${boot.base}/assets/utility.svg`;

/** A name of the package as it is in this org: with the package's namespace. */
export function packaged(name) {
  return boot.namespace === '' || !name.endsWith('__c') ? name : `${boot.namespace}__${name}`;
}

async function ask(path, options) {
  const response = await fetch(`${boot.base}${path}`, options);
  return { ok: response.ok, body: await response.json() };
}

const names = (fields) =>
  fields.map(({ objectApiName: object, fieldApiName }) => `${object}.${fieldApiName}`);

/** A record as the UI API gives it, or the error of that call. */
export function readRecord({ recordId: id, fields, optionalFields }) {
  const query = new URLSearchParams({
    fields: names(fields).join(','),
    optionalFields: names(optionalFields).join(','),
  });
  return ask(`/ui-api/records/${id}?${query}`);
}

/** The record that was made, or the error of that call. */
export function writeRecord(input) {
  return ask('/ui-api/records', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
  });
}
