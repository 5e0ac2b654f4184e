// An API call that Slack refuses: its error word and what Slack tells beside it.

/** Thrown by a method; the API answers 200 with `{ok: false, error}` as Slack does. */
export class Refusal extends Error {
  readonly error: string;
  readonly extra: Readonly<Record<string, unknown>>;
  constructor(error: string, extra: Readonly<Record<string, unknown>> = {}) {
    super(error);
    this.name = 'Refusal';
    this.error = error;
    this.extra = extra;
  }
}

export function refuse(error: string, extra: Readonly<Record<string, unknown>> = {}): never {
  throw new Refusal(error, extra);
}
