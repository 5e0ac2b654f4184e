// The command `revloop evaluate` in a folder of its own: where its files go, and what it printed.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { runCli } from '#cli.ts';
import { text } from '#texts/texts.ts';

/** For the tests of the file that calls it; the folder goes with them. */
export function evaluating() {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'evaluate-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return {
    file: (name: string) => path.join(folder, name),
    async cli(...argv: string[]) {
      const printed: string[] = [];
      const code = await runCli(['evaluate', ...argv], {
        print: (line) => printed.push(line),
        say: (key, params) => text('en', key, params),
        interrupted: async () => undefined,
      });
      return { code, printed: printed.join('\n') };
    },
  };
}
