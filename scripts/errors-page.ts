// Writes docs/errors.md from the catalogue of errors: `node scripts/errors-page.ts`.
import { readFileSync, writeFileSync } from 'node:fs';
import { catalogue } from '#errors.ts';

const path = 'docs/errors.md';

export function errorRows(): string {
  return Object.entries(catalogue)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([code, { status, says, now }]) => `| ${code} | ${status} | ${says} | ${now} |`)
    .join('\n');
}

if (import.meta.main) {
  const head = readFileSync(path, 'utf8').split('|---|---|---|---|')[0] ?? '';
  writeFileSync(path, `${head}|---|---|---|---|\n${errorRows()}\n`);
}
