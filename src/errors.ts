// The catalogue of everything that can go wrong: code, sentence, HTTP status, and what to do now.

type Entry = { readonly status: number; readonly says: string; readonly now: string };

/** Every error of ours. `{name}` in a sentence is filled from the params given to `fail`. */
export const catalogue = {
  CONFIG_INVALID: {
    status: 500,
    says: 'The environment variable {name} is not usable: {problem}.',
    now: 'Correct it in .env or in the environment (see .env.example) and start again.',
  },
  NODE_TOO_OLD: {
    status: 500,
    says: 'Revloop needs Node 24 or newer, and this is Node {version}.',
    now: 'Start it by npm or npx, which bring Node 24 along: npm ci && npm start.',
  },
  DATABASE_UNREACHABLE: {
    status: 503,
    says: 'PostgreSQL does not answer at {where}: {problem}.',
    now: 'Check DATABASE_URL, or leave it empty to use the embedded PostgreSQL.',
  },
  DATABASE_ROLE: {
    status: 500,
    says: 'The role revloop_app could not be created or granted: {problem}.',
    now: 'As a PostgreSQL administrator run: create role revloop_app nologin; grant revloop_app to the user of DATABASE_URL.',
  },
  DATA_DIRECTORY_BUSY: {
    status: 500,
    says: 'The data directory {directory} is used by another running Revloop (process {pid}).',
    now: 'Stop that one first, or set REVLOOP_DATA_DIR to another folder.',
  },
  DATABASE_EMBEDDED_FAILED: {
    status: 500,
    says: 'The embedded PostgreSQL did not start: {problem}.',
    now: 'Read the lines above; if this machine cannot run it, set DATABASE_URL to a PostgreSQL 15 or newer.',
  },
  INTERNAL: {
    status: 500,
    says: 'Something went wrong inside Revloop.',
    now: 'Try again; if it stays, look for the id {id} in the log.',
  },
  INPUT_INVALID: {
    status: 400,
    says: 'The request is not usable: {problem}.',
    now: 'Correct what the sentence names and send it again.',
  },
  NOT_FOUND: { status: 404, says: 'There is no {what} here.', now: 'Check the address or the id.' },
} as const satisfies Record<string, Entry>;

export type ErrorCode = keyof typeof catalogue;
export type ErrorParams = Readonly<Record<string, string | number>>;

/** An error of ours: a code of the catalogue with its params. `status` is the HTTP status it maps to. */
export class RevloopError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly now: string;
  readonly params: ErrorParams;
  constructor(code: ErrorCode, params: ErrorParams, options?: ErrorOptions) {
    super(fill(catalogue[code].says, params), options);
    this.name = 'RevloopError';
    this.code = code;
    this.status = catalogue[code].status;
    this.now = fill(catalogue[code].now, params);
    this.params = params;
  }
}

/** Throws the error `code` of the catalogue. `cause` is kept for the log. */
export function fail(code: ErrorCode, params: ErrorParams = {}, options?: ErrorOptions): never {
  throw new RevloopError(code, params, options);
}

export function isRevloopError(error: unknown): error is RevloopError {
  return error instanceof RevloopError;
}

function fill(sentence: string, params: ErrorParams): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}
