// Trains in a worker thread, one at a time, within limits of time and memory, so the server goes on answering.
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { toWeights, type Weights } from '#analyze/weights.ts';
import { fail, isRevloopError, RevloopError } from '#errors.ts';
import type { TrainRequest } from './train.ts';

/** Both limits are per training. */
export type TrainingLimits = { readonly megabytes: number; readonly seconds: number };

const usualLimits: TrainingLimits = { megabytes: 1024, seconds: 300 };

/**
 * Trains on a thread. Errors: TRAINING_DATA_INVALID, TRAINING_TOO_LONG, TRAINING_TOO_BIG, TRAINING_STOPPED.
 * `signal` ends it early (TRAINING_STOPPED), and takes it out of the line if it has not begun.
 */
export type Trainer = (request: TrainRequest, signal?: AbortSignal) => Promise<Weights>;

const answer = z.union([
  z.object({ weights: z.unknown().refine((weights) => weights !== undefined) }),
  z.object({
    error: z.object({
      code: z.enum(['TRAINING_DATA_INVALID', 'SCORE_VALUE_INVALID']),
      params: z.record(z.string(), z.union([z.string(), z.number()])),
    }),
  }),
]);

/** A trainer that keeps a line: a training begins when the one before has ended, however it ended. */
export function makeTrainer(limits: TrainingLimits = usualLimits): Trainer {
  let line: Promise<unknown> = Promise.resolve();
  return (request, signal) => {
    const turn = line.then(() => trainOnThread(limits, request, signal));
    line = turn.catch(() => undefined);
    return turn;
  };
}

async function trainOnThread(
  limits: TrainingLimits,
  request: TrainRequest,
  signal?: AbortSignal,
): Promise<Weights> {
  if (signal?.aborted) return fail('TRAINING_STOPPED', { problem: 'it was called off' });
  const records = request.records.length;
  const worker = new Worker(new URL('./train-worker.ts', import.meta.url), {
    workerData: request,
    resourceLimits: { maxOldGenerationSizeMb: limits.megabytes },
    execArgv: [],
  });
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort('time'), limits.seconds * 1000);
  const callOff = () => stop.abort('called off');
  signal?.addEventListener('abort', callOff, { once: true });
  try {
    const message = await messageOf(worker, stop.signal);
    const read = answer.parse(message);
    if ('error' in read) return fail(read.error.code, read.error.params);
    return toWeights(read.weights);
  } catch (cause) {
    if (stop.signal.reason === 'time')
      return fail('TRAINING_TOO_LONG', { records, seconds: limits.seconds }, { cause });
    if (cause instanceof Error && 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY')
      return fail('TRAINING_TOO_BIG', { records, megabytes: limits.megabytes }, { cause });
    if (isRevloopError(cause)) throw cause;
    const problem = cause instanceof Error ? cause.message : String(cause);
    return fail('TRAINING_STOPPED', { problem }, { cause });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', callOff);
    await worker.terminate();
  }
}

/** The one message of the thread; rejects when the thread fails, ends without one, or is to stop. */
function messageOf(worker: Worker, stop: AbortSignal): Promise<unknown> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(stopped(`its thread ended with code ${code}`)));
    stop.addEventListener('abort', () => reject(stopped('it was called off')), { once: true });
  });
}

function stopped(problem: string): RevloopError {
  return new RevloopError('TRAINING_STOPPED', { problem });
}
