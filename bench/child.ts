// A process of a benchmark's own: told by messages, it answers each one in turn, and ends with its parent.
import { fork } from 'node:child_process';
import path from 'node:path';
import { z } from 'zod';

export type Child = {
  /** Sends `message` and waits for its answer. Errors: what the child says went wrong. */
  ask<T>(message: object, shape: z.ZodType<T>): Promise<T>;
  stop(): Promise<void>;
};

const answered = z.object({ nr: z.number(), answer: z.unknown().optional(), failed: z.string().optional() });
const asked = z.object({ nr: z.number(), message: z.unknown() });

/** Starts `file` of this folder. */
export function startChild(file: string): Child {
  const child = fork(path.join(import.meta.dirname, file), {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  const waiting = new Map<number, { resolve(answer: unknown): void; reject(error: Error): void }>();
  let last = 0;
  child.on('message', (raw) => {
    const { nr, answer, failed } = answered.parse(raw);
    const one = waiting.get(nr);
    waiting.delete(nr);
    if (failed === undefined) one?.resolve(answer);
    else one?.reject(new Error(`${file}: ${failed}`));
  });
  child.once('exit', (code) => {
    for (const one of waiting.values()) one.reject(new Error(`${file} ended with ${code}`));
    waiting.clear();
  });
  return {
    async ask(message, shape) {
      last += 1;
      const nr = last;
      const answer = await new Promise<unknown>((resolve, reject) => {
        waiting.set(nr, { resolve, reject });
        child.send({ nr, message });
      });
      return shape.parse(answer);
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exit = new Promise((resolve) => child.once('exit', resolve));
      child.disconnect();
      const late = setTimeout(() => child.kill('SIGKILL'), 20_000);
      await exit;
      clearTimeout(late);
    },
  };
}

/** In the child: answers messages with `work` until the parent is gone, then does `end`. */
export function serveParent(work: (message: unknown) => Promise<unknown>, end: () => Promise<void>): void {
  process.on('message', (raw) => {
    const { nr, message } = asked.parse(raw);
    work(message).then(
      (answer) => process.send?.({ nr, answer: answer ?? {} }),
      (error: unknown) =>
        process.send?.({
          nr,
          failed: error instanceof Error ? (error.stack ?? error.message) : String(error),
        }),
    );
  });
  process.on('SIGINT', () => undefined);
  process.on('disconnect', () => {
    const leave = () => process.exit(0);
    setTimeout(leave, 15_000).unref();
    end().then(leave, leave);
  });
}
