// Who uses a data directory: one Revloop at a time, told by its process and when that began.
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { fail } from '#errors.ts';

const owner = z.object({ pid: z.number().int(), began: z.string() });

/** Takes the directory for this process; returns how to give it back. Errors: DATA_DIRECTORY_BUSY. */
export function claim(file: string): () => void {
  const mine = JSON.stringify({ pid: process.pid, began: beganAt(process.pid) });
  for (let tries = 0; tries < 2; tries += 1) {
    if (placed(file, mine)) return () => rmSync(file, { force: true });
    const pid = holder(file);
    if (pid !== null) fail('DATA_DIRECTORY_BUSY', { directory: file.replace(/\/owner\.json$/, ''), pid });
    rmSync(file, { force: true });
  }
  return fail('DATA_DIRECTORY_BUSY', { directory: file.replace(/\/owner\.json$/, ''), pid: '?' });
}

/** Appears whole or not at all: who finds it half written would take its holder for gone. */
function placed(file: string, content: string): boolean {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, content);
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** The process that holds it, or null when that process is gone. */
function holder(file: string): number | null {
  if (!existsSync(file)) return null;
  const read = owner.safeParse(parsed(readFileSync(file, 'utf8')));
  if (!read.success) return null;
  const { pid, began } = read.data;
  return alive(pid) && beganAt(pid) === began ? pid : null;
}

function parsed(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return null;
  }
}

/** A process that ended stays in the table until its parent asks for it, which in a container may be never. */
export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  return statOf(pid)[0] !== 'Z';
}

/** Process ids come again; with the time it began one is known for sure (field 22). */
function beganAt(pid: number): string {
  return statOf(pid)[19] ?? '';
}

/** The fields of /proc/<pid>/stat from the third on; none where there is no such file. */
function statOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  } catch {
    return [];
  }
}

export function isPostgres(pid: number): boolean {
  const comm = `/proc/${pid}/comm`;
  return existsSync(comm) ? readFileSync(comm, 'utf8').startsWith('postgres') : process.platform !== 'linux';
}
