// The assembled Salesforce project of a test: its metadata files, read.
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseXml, textOf, type XmlElement } from './xml.ts';

export const packaged = 'force-app/main/default';

export type MetadataFile = { readonly file: string; readonly root: XmlElement };

/** Every `-meta.xml` below a folder of the project, read. */
export async function metadataIn(project: string): Promise<readonly MetadataFile[]> {
  const files = (await readdir(project, { recursive: true })).filter((file) => file.endsWith('-meta.xml'));
  return Promise.all(
    files.sort().map(async (file) => ({ file, root: parseXml(await readFile(join(project, file), 'utf8')) })),
  );
}

/** Our fields on an object as the package declares them, by their name without prefix and suffix. */
export function fieldsOf(files: readonly MetadataFile[], object: string): ReadonlyMap<string, XmlElement> {
  const folder = `objects/${object}/fields/`;
  return new Map(
    files
      .filter(({ file }) => file.includes(folder))
      .map(({ root }) => [bareName(textOf(root, 'fullName') ?? ''), root]),
  );
}

/** `Revloop_Lead_Score__c` is `lead_score`. */
export function bareName(field: string): string {
  return field
    .replace(/^Revloop_/, '')
    .replace(/__c$/, '')
    .toLowerCase();
}

export const nameOf = (file: string) => basename(file).replace(/\..*$/, '');
