// The answer of a batch: what worked, and 207 with one error per kind of fault where some did not.
import type { Answer, Call } from './endpoint.ts';
import { errorBody, HubspotError, invalid } from './hubspot-error.ts';
import type { ObjectType } from './object-type.ts';

const BATCH_INPUTS = 100;

export type BatchFault = {
  readonly status: 'error';
  readonly category: string;
  readonly message: string;
  readonly context: Readonly<Record<string, readonly string[]>>;
  readonly errors?: unknown;
};

/** Throws 400 for an empty batch, one too long, or one that names an id twice. */
export function checkInputs(ids: readonly string[], most: number = BATCH_INPUTS): void {
  if (ids.length === 0) throw invalid('inputs must not be empty');
  if (ids.length > most) {
    throw invalid(`The maximum number of inputs supported in a batch request is ${most}, got ${ids.length}`);
  }
  const named = ids.filter((id) => id !== '');
  const twice = [...new Set(named.filter((id, index) => named.indexOf(id) !== index))];
  if (twice.length > 0)
    throw invalid(`Duplicate IDs found in batch input: [${twice.join(', ')}]. IDs must be unique`);
}

export function missingFault(type: ObjectType, ids: readonly string[]): BatchFault[] {
  if (ids.length === 0) return [];
  const message = `Could not get some ${type.singular.toUpperCase()} objects, they may be deleted or not exist. Check that ids are valid.`;
  return [{ status: 'error', category: 'OBJECT_NOT_FOUND', message, context: { ids } }];
}

/** A fault of one input, for the list of a 207; anything unexpected is thrown on. */
export function faultOf(error: unknown, context: BatchFault['context']): BatchFault {
  if (!(error instanceof HubspotError)) throw error;
  const { message, category, errors } = errorBody(error, '');
  return {
    status: 'error',
    category: category ?? 'VALIDATION_ERROR',
    message,
    context,
    ...(errors === undefined ? {} : { errors }),
  };
}

export function batchAnswer(
  call: Call,
  results: readonly unknown[],
  faults: readonly BatchFault[],
  status = 200,
): Answer {
  const faulty = faults.length > 0;
  return {
    status: faulty ? 207 : status,
    body: {
      status: 'COMPLETE',
      results,
      ...(faulty ? { numErrors: faults.length, errors: faults } : {}),
      startedAt: call.startedAt.toISOString(),
      completedAt: call.portal.context.wall().toISOString(),
    },
  };
}
