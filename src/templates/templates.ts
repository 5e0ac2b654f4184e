// The library of templates: one file each, read and checked when it is asked for.
import { readdirSync, readFileSync } from 'node:fs';
import { type Template, template } from '#advise/journey/template.ts';
import { fail } from '#errors.ts';

const folder = new URL('./library/', import.meta.url);

/** All of them, by the name of their file. */
export function readTemplates(): Template[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map(read);
}

/** Errors: TEMPLATE_UNKNOWN. */
export function readTemplate(id: string): Template {
  const name = `${id}.json`;
  return readdirSync(folder).includes(name) ? read(name) : fail('TEMPLATE_UNKNOWN', { template: id });
}

function read(name: string): Template {
  return template.parse(JSON.parse(readFileSync(new URL(name, folder), 'utf8')));
}
