// An error as Salesforce answers it: HTTP status, code, message and the fields it is about.

/** Thrown by the simulated org; where a call has many records, it is the answer of one of them. */
export class SalesforceError extends Error {
  readonly status: number;
  readonly errorCode: string;
  readonly fields: readonly string[];
  constructor(status: number, errorCode: string, message: string, fields: readonly string[] = []) {
    super(message);
    this.name = 'SalesforceError';
    this.status = status;
    this.errorCode = errorCode;
    this.fields = fields;
  }
}

/** A record that cannot be written like this. */
export function refused(errorCode: string, message: string, fields: readonly string[] = []): SalesforceError {
  return new SalesforceError(400, errorCode, message, fields);
}

export function notFound(message = 'The requested resource does not exist'): SalesforceError {
  return new SalesforceError(404, 'NOT_FOUND', message);
}

/** The body of a call that failed as a whole. */
export function errorBody(error: SalesforceError) {
  const { message, errorCode, fields } = error;
  return [{ message, errorCode, ...(fields.length > 0 ? { fields } : {}) }];
}

/** The error of one record among many. */
export function recordError(error: SalesforceError) {
  return { statusCode: error.errorCode, message: error.message, fields: error.fields };
}
