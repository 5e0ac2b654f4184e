// Checks the types of everything that has a tsconfig of its own: the assembled extensions and the browser pages.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { assemble } from './assemble.ts';

const root = dirname(import.meta.dirname);
const hubspot = await assemble({ platform: 'hubspot', out: join(root, '.out', 'hubspot') });

// One line per project; those of extensions that are not built yet are passed over.
const projects = [
  join(hubspot, 'src/app/cards'),
  join(hubspot, 'src/app/settings'),
  join(root, 'test/extensions'),
  join(root, 'src/sandbox/record-page/page'),
  join(root, 'extensions/console'),
].filter((project) => existsSync(join(project, 'tsconfig.json')));

let failed = false;
for (const project of projects) {
  const { status } = spawnSync(
    join(root, 'node_modules', '.bin', 'tsc'),
    ['--noEmit', '--project', project],
    {
      stdio: 'inherit',
      cwd: root,
      shell: process.platform === 'win32',
    },
  );
  if (status !== 0) failed = true;
  console.log(`${status === 0 ? 'ok  ' : 'FAIL'} ${project.slice(root.length + 1)}`);
}
process.exitCode = failed ? 1 : 0;
