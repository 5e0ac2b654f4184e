// The thread that training runs in: takes one request, answers with weights or with an error of the catalogue.
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { isRevloopError } from '#errors.ts';
import { type TrainRequest, train } from './train.ts';

// On Linux a niceness is one of a thread, so training gives way to requests that need the same core.
if (process.platform === 'linux') setPriority(10);

// Structured-cloned from trainInWorker within this process, so it is what its type says.
const request: TrainRequest = workerData;
parentPort?.postMessage(answerTo(request));

function answerTo(asked: TrainRequest) {
  try {
    return { weights: train(asked) };
  } catch (error) {
    if (isRevloopError(error)) return { error: { code: error.code, params: error.params } };
    throw error;
  }
}
