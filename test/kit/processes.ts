// Revloop in processes of its own, as an operator runs it, so that they can be killed; for tests.
import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';

export type RevloopProcess = {
  readonly pid: number;
  /** Its exit code; null when it was killed. */
  readonly ended: Promise<number | null>;
  /** Everything that it said. */
  said(): string;
  /** Resolves when it says something that matches. Rejects when it ends before. */
  says(pattern: RegExp): Promise<void>;
  /** Sends the signal to the process, or to its whole group as a terminal does, and waits for its end. */
  end(signal: 'SIGKILL' | 'SIGTERM' | 'SIGINT', whole?: boolean): Promise<number | null>;
};

const root = path.resolve(import.meta.dirname, '..', '..');

/** `revloop start` with this environment and nothing of ours. */
export function startProcess(env: Readonly<Record<string, string>>): RevloopProcess {
  const child = spawn(process.execPath, [path.join(root, 'scripts', 'revloop.js'), 'start'], {
    cwd: root,
    env: { HOME: '/tmp', LANG: 'en_US.UTF-8', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const memory = { said: '' };
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      memory.said += chunk.toString();
      for (const listener of listeners) listener();
    });
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const pid = child.pid ?? 0;
  return {
    pid,
    ended,
    said: () => memory.said,
    says: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!pattern.test(memory.said)) return;
          listeners.delete(look);
          resolve();
        };
        listeners.add(look);
        void ended.then(() => reject(new Error(`it ended before it said ${pattern}: ${memory.said}`)));
        look();
      }),
    async end(signal, whole = false) {
      if (isOver(child)) return child.exitCode;
      process.kill(whole ? -pid : pid, signal);
      return ended;
    },
  };
}

function isOver(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
