// What assembling adds to the Salesforce project: the card's words, the translated labels, and whose package it is.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fail } from '#errors.ts';
import { catalogueOf, isTextKey, locales, text } from '#texts/texts.ts';

export type Packaging = {
  /** The namespace of the package; none while it is deployed to a developer's org. */
  readonly namespace?: string | undefined;
  /** Id of the org that keeps the app's global OAuth settings. */
  readonly devHub?: string | undefined;
  /** Id of the OAuth consumer in that org, as the OAuth settings retrieved from there name it. */
  readonly oauthConsumer?: string | undefined;
};

const metadata = 'force-app/main/default';

/** The parts of the catalogue that the card speaks with. */
const spoken = [
  ...['advice.', 'reason.', 'confidence.', 'common.', 'card.record.', 'card.client.'],
  ...['card.view.answer.', 'card.view.band.', 'card.view.headline.', 'card.view.part.', 'card.view.source.'],
  ...['card.view.sure.', 'card.view.little.', 'card.view.empty.', 'card.view.confirm.', 'card.view.outcome.'],
  ...[
    'card.view.comparedWith',
    'card.view.confidence',
    'card.view.convert',
    'card.view.win',
    'card.view.expected',
    'card.view.dataAge',
  ],
  ...['card.view.doubt', 'card.view.interval', 'card.view.justNow', 'card.view.leave', 'card.view.noDoubt'],
  ...['card.view.churn.', 'card.view.word'],
  ...['card.view.answered.', 'card.view.did.', 'card.view.openConsole', 'card.view.than28'],
  ...['slack.snooze.', 'slack.button.snooze', 'slack.somebody', 'console.cancel', 'console.word.'],
];

/** A module of the card's bundle with its words in every locale. */
export function wordsModule(): string {
  const perLocale = locales.map((locale) => [
    locale,
    Object.fromEntries(
      Object.entries(catalogueOf(locale)).filter(([key]) => spoken.some((part) => key.startsWith(part))),
    ),
  ]);
  const words = JSON.stringify(Object.fromEntries(perLocale), null, 2);
  return `// The card's part of the catalogue; \`npm run assemble\` writes it.\nexport const catalogues = ${words};\n`;
}

/** Writes the labels of our fields, and the values of their picklists, in Chinese beside the English ones. */
export async function translate(out: string): Promise<void> {
  const objects = join(out, metadata, 'objects');
  for (const object of await readdir(objects)) {
    const fields = (await readdir(join(objects, object, 'fields'))).filter((file) => file.startsWith(prefix));
    if (fields.length === 0) continue;
    const folder = join(out, metadata, 'objectTranslations', `${object}-zh_CN`);
    await mkdir(folder, { recursive: true });
    await writeFile(
      join(folder, `${object}-zh_CN.objectTranslation-meta.xml`),
      xml('CustomObjectTranslation', `  <fullName>${object}-zh_CN</fullName>\n`),
    );
    for (const file of fields) {
      const declared = await readFile(join(objects, object, 'fields', file), 'utf8');
      const field = basename(file, '.field-meta.xml');
      await writeFile(join(folder, `${field}.fieldTranslation-meta.xml`), translated(field, declared));
    }
  }
}

const prefix = 'Revloop_';

function translated(field: string, declared: string): string {
  const name = field.slice(prefix.length, -'__c'.length).toLowerCase();
  const values = [...declared.matchAll(/<fullName>(\w+)<\/fullName>\s*<default>/g)].flatMap(([, value]) => {
    const key = `field.option.${value}`;
    if (!isTextKey(key)) return [];
    const [master, translation] = [text('en', key), text('zh-CN', key)];
    return `  <picklistValues>\n    <masterLabel>${master}</masterLabel>\n    <translation>${translation}</translation>\n  </picklistValues>\n`;
  });
  const key = `crm.field.${name}`;
  const label = isTextKey(key) ? `  <label>${text('zh-CN', key)}</label>\n` : '';
  return xml('CustomFieldTranslation', `${label}  <name>${field}</name>\n${values.join('')}`);
}

function xml(type: string, content: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${type} xmlns="http://soap.sforce.com/2006/04/metadata">\n${content}</${type}>\n`;
}

const orgId = /^00D[0-9A-Za-z]{12}([0-9A-Za-z]{3})?$/;

/**
 * Ties the project to its publisher: the namespace, and the org where the secret of the app lies, which is never in
 * the project. Fails with ASSEMBLE_PACKAGING when an id or the namespace cannot be one.
 */
export async function packageApp(out: string, packaging: Packaging): Promise<void> {
  const { namespace, devHub, oauthConsumer } = packaging;
  if (namespace !== undefined) {
    if (!/^[A-Za-z](_?[A-Za-z0-9]){0,14}$/.test(namespace)) {
      fail('ASSEMBLE_PACKAGING', { problem: `${namespace} is no namespace` });
    }
    await replaced(join(out, 'sfdx-project.json'), '"namespace": ""', `"namespace": "${namespace}"`);
  }
  if (devHub === undefined && oauthConsumer === undefined) return;
  if (devHub === undefined || !orgId.test(devHub)) {
    return fail('ASSEMBLE_PACKAGING', { problem: `${devHub ?? 'nothing'} is no id of an org` });
  }
  if (oauthConsumer === undefined || !/^\w+$/.test(oauthConsumer)) {
    return fail('ASSEMBLE_PACKAGING', { problem: 'the id of the OAuth consumer is missing' });
  }
  const app = join(out, metadata, 'externalClientApps/Revloop.eca-meta.xml');
  const close = '</ExternalClientApplication>';
  const scoped = `  <orgScopedExternalApp>${devHub}:Revloop</orgScopedExternalApp>\n`;
  await replaced(app, close, `${scoped}${close}`);
  const oauth = join(out, metadata, 'extlClntAppOauthSettings/Revloop_OAuth.ecaOauth-meta.xml');
  const link = `  <oauthLink>${devHub}:${oauthConsumer}</oauthLink>\n`;
  await replaced(oauth, '</ExtlClntAppOauthSettings>', `${link}</ExtlClntAppOauthSettings>`);
}

async function replaced(file: string, what: string, by: string): Promise<void> {
  await writeFile(
    file,
    (await readFile(file, 'utf8')).replace(what, () => by),
  );
}
