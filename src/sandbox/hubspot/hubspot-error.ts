// An error as HubSpot answers it: status, category, message and details.

export type ErrorDetail = {
  readonly message: string;
  readonly code?: string;
  readonly in?: string;
  readonly context?: Readonly<Record<string, readonly string[]>>;
};

export type ErrorExtras = {
  readonly category?: string;
  readonly subCategory?: string;
  readonly errors?: readonly ErrorDetail[];
  readonly context?: Readonly<Record<string, readonly string[]>>;
  readonly links?: Readonly<Record<string, string>>;
};

/** Thrown by the simulated portal; the HTTP edge adds the correlationId. */
export class HubspotError extends Error {
  readonly status: number;
  readonly extras: ErrorExtras;
  constructor(status: number, message: string, extras: ErrorExtras = {}) {
    super(message);
    this.name = 'HubspotError';
    this.status = status;
    this.extras = extras;
  }
}

export function invalid(message: string, errors?: readonly ErrorDetail[]): HubspotError {
  return new HubspotError(400, message, {
    category: 'VALIDATION_ERROR',
    ...(errors === undefined ? {} : { errors }),
  });
}

export function notFound(
  message: string,
  context?: Readonly<Record<string, readonly string[]>>,
): HubspotError {
  return new HubspotError(404, message, {
    category: 'OBJECT_NOT_FOUND',
    ...(context === undefined ? {} : { context }),
  });
}

export function conflict(message: string): HubspotError {
  return new HubspotError(409, message, { category: 'CONFLICT' });
}

/** The body HubSpot sends for the error. */
export function errorBody(error: HubspotError, correlationId: string) {
  return { status: 'error', message: error.message, correlationId, ...error.extras };
}
