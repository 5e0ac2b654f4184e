// Lays manifests/<platform> and extensions/<platform> over each other into what the platform accepts.
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig, toConfig } from '#config.ts';
import { fail } from '#errors.ts';
import { catalogueOf, locales } from '#texts/texts.ts';
import { type Packaging, packageApp, translate, wordsModule } from './assemble-salesforce.ts';

const platforms = ['hubspot', 'salesforce'] as const;
export type AssembledPlatform = (typeof platforms)[number];

export type AssembleOptions = {
  readonly platform: AssembledPlatform;
  /** The folder to make; whatever lies there is removed first. */
  readonly out: string;
  /** HubSpot only: the profile `production` of the upload, instead of the example in the manifest. */
  readonly profile?: { readonly accountId: number; readonly url: string };
  /** Salesforce only: what ties the package to the org of its publisher. */
  readonly packaging?: Packaging;
};

const root = dirname(import.meta.dirname);

// HubSpot uploads each of these folders as a package of its own, so each gets its own copy of the words.
const foldersWithTexts = {
  hubspot: ['src/app/cards', 'src/app/settings'],
  salesforce: [],
} as const satisfies Record<AssembledPlatform, readonly string[]>;

/** Makes `out` and returns its path. Fails with ASSEMBLE_COLLISION when both halves hold the same file. */
export async function assemble({ platform, out, profile, packaging }: AssembleOptions): Promise<string> {
  const halves = [join(root, 'manifests', platform), join(root, 'extensions', platform)];
  const files = await Promise.all(halves.map(filesOf));
  const [declared = [], written = []] = files;
  const [file] = overlaps(declared, written);
  if (file !== undefined) fail('ASSEMBLE_COLLISION', { platform, file });
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  for (const half of halves)
    await cp(half, out, { recursive: true, filter: (path) => !path.endsWith('node_modules') });
  for (const folder of foldersWithTexts[platform]) {
    await writeFile(join(out, folder, 'texts.json'), clientTexts());
  }
  if (platform === 'hubspot' && profile !== undefined) {
    const { accountId, url } = profile;
    const content = JSON.stringify({ accountId, variables: { REVLOOP_URL: url } }, null, 2);
    await writeFile(join(out, 'src', 'hsprofile.production.json'), `${content}\n`);
  }
  if (platform === 'salesforce') {
    await writeFile(join(out, 'force-app/main/default/lwc/revloopCard/texts.js'), wordsModule());
    await translate(out);
    await packageApp(out, packaging ?? {});
  }
  return out;
}

/**
 * Makes `out` with the Slack app's manifest in it, its addresses at `url`, and returns the manifest's path. Slack takes
 * it at api.slack.com/apps, *From a manifest*; there is nothing of ours that runs inside Slack.
 */
export async function assembleSlack(out: string, url: string): Promise<string> {
  const declared = await readFile(join(root, 'manifests', 'slack', 'manifest.json'), 'utf8');
  const path = join(out, 'manifest.json');
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  await writeFile(
    path,
    declared.replace(/\$\{PUBLIC_URL\}/g, () => url),
  );
  return path;
}

/** The files that lie in both halves, of which one would hide the other. */
export function overlaps(declared: readonly string[], written: readonly string[]): readonly string[] {
  return written.filter((file) => declared.includes(file));
}

async function filesOf(half: string): Promise<readonly string[]> {
  const entries = await readdir(half, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(half.length + 1))
    .filter((file) => !file.includes('node_modules'));
}

const prefix = 'card.client.';
/** Words that the card says as the console does: `word.` before them there, `console.word.` here. */
const alike = ['say', 'other', 'back', 'band', 'why', 'days', 'about', 'save', 'cancel'];

/** The words a card needs without an answer of the server, per locale, as JSON; keys without their prefix. */
function clientTexts(): string {
  const perLocale = locales.map((locale) => [
    locale,
    Object.fromEntries(
      Object.entries(catalogueOf(locale)).flatMap(([key, sentence]) => {
        const name = key.startsWith('console.word.') ? key.slice('console.word.'.length) : '';
        if (alike.includes(name)) return [[`word.${name}`, sentence]];
        return key.startsWith(prefix) ? [[key.slice(prefix.length), sentence]] : [];
      }),
    ),
  ]);
  return `${JSON.stringify(Object.fromEntries(perLocale), null, 2)}\n`;
}

if (import.meta.main) {
  const string = { type: 'string' } as const;
  const options = {
    ...{ url: string, account: string },
    ...{ namespace: string, 'dev-hub': string, 'oauth-consumer': string },
  };
  const { values } = parseArgs({ options });
  const { PUBLIC_URL: url } = values.url === undefined ? readConfig() : toConfig({ PUBLIC_URL: values.url });
  const profile = url === undefined ? {} : { profile: { accountId: Number(values.account ?? 0), url } };
  const packaging = {
    namespace: values.namespace,
    devHub: values['dev-hub'],
    oauthConsumer: values['oauth-consumer'],
  };
  for (const platform of platforms) {
    const out = join(root, '.out', platform);
    console.log(`Assembled ${await assemble({ platform, out, packaging, ...profile })}`);
  }
  if (url !== undefined) console.log(`Assembled ${await assembleSlack(join(root, '.out', 'slack'), url)}`);
  else console.log('For the Slack manifest set PUBLIC_URL, or add --url https://your.revloop.host.');
  if (url === undefined || values.account === undefined)
    console.log(
      'For an upload to HubSpot add --url https://your.revloop.host --account <HubSpot developer account id>.',
    );
  if (packaging.namespace === undefined || packaging.devHub === undefined)
    console.log('For a package of Salesforce see docs/salesforce-package.md.');
}
