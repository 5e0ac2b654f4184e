// The console is built by whoever needs it first, and those who build it at once do not disturb each other.
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { buildConsole } from '#scripts/build.ts';

const build = (out: string) => buildConsole({ out, log: () => undefined });
const folderOf = async (out: string) => (await stat(out)).ino;

test('of two who build it at once the first stays where it is, for somebody may be reading it', async () => {
  const parent = await mkdtemp(join(tmpdir(), 'revloop-console-'));
  onTestFinished(() => rm(parent, { recursive: true, force: true }));
  const out = join(parent, 'console');
  const both = [build(out), build(out)];
  await Promise.race(both);
  const first = await folderOf(out);
  await Promise.all(both);
  expect(await folderOf(out)).toBe(first);
  await writeFile(join(out, '.stamp'), 'of other sources');
  await build(out);
  expect(await folderOf(out)).not.toBe(first);
});
