// Errors of a SOQL query, with the place they are at as Salesforce shows it.
import { refused, type SalesforceError } from './salesforce-error.ts';

export function queryError(errorCode: string, text: string, at: number, message: string): SalesforceError {
  const before = text.slice(0, at);
  const row = before.split('\n').length;
  const column = at - before.lastIndexOf('\n');
  const start = Math.max(0, at - 30);
  const shown = text.slice(start, at + 40).replaceAll('\n', ' ');
  return refused(
    errorCode,
    `\n${shown}\n${' '.repeat(at - start)}^\nERROR at Row:${row}:Column:${column}\n${message}`,
  );
}

export function malformed(text: string, at: number, message: string): SalesforceError {
  return queryError('MALFORMED_QUERY', text, at, message);
}

export function noColumn(text: string, at: number, name: string, entity: string): SalesforceError {
  return queryError(
    'INVALID_FIELD',
    ...([text, at] as const),
    `No such column '${name}' on entity '${entity}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`,
  );
}

export function noObject(text: string, at: number, name: string): SalesforceError {
  return queryError(
    'INVALID_TYPE',
    ...([text, at] as const),
    `sObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.`,
  );
}
