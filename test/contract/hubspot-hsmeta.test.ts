// What we declare to HubSpot is whole and well formed, as far as that can be known without HubSpot's network.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Components } from '@hubspot/project-parsing-lib/constants';
import { translate } from '@hubspot/project-parsing-lib/translate';
import { validateUid } from '@hubspot/project-parsing-lib/uid';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { assemble } from '#scripts/assemble.ts';
import { hsmetaSchemas } from './hubspot-hsmeta-schemas.ts';

const Hsmeta = z.looseObject({
  uid: z.string(),
  type: z.enum(['app', 'card', 'settings', 'webhooks']),
  config: z.record(z.string(), z.unknown()),
});
type Hsmeta = z.infer<typeof Hsmeta>;

const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
const valid = (meta: Hsmeta) => ajv.validate(hsmetaSchemas[meta.type], meta);

let project: string;
let metas: { file: string; meta: Hsmeta }[];
beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'revloop-hubspot-'));
  await assemble({
    platform: 'hubspot',
    out: project,
    profile: { accountId: 7, url: 'https://r.example.com' },
  });
  const files = await readdir(join(project, 'src'), { recursive: true });
  metas = await Promise.all(
    files
      .filter((file) => file.endsWith('-hsmeta.json'))
      .map(async (file) => ({
        file,
        meta: Hsmeta.parse(JSON.parse(await readFile(join(project, 'src', file), 'utf8'))),
      })),
  );
});
afterAll(() => rm(project, { recursive: true, force: true }));

const context = () => ({ projectSourceDir: join(project, 'src'), platformVersion: '2026.09', accountId: 7 });

test("HubSpot's own parser finds the app, six cards, the settings page and the webhooks, and skips nothing", async () => {
  const { intermediateRepresentation, skippedHsMetaFiles } = await translate(context(), {
    skipValidation: true,
    profile: 'production',
  });
  expect(Object.keys(intermediateRepresentation.intermediateNodesIndexedByUid).sort()).toEqual([
    'revloop_app',
    'revloop_company_sidebar',
    'revloop_company_tab',
    'revloop_contact_sidebar',
    'revloop_contact_tab',
    'revloop_deal_sidebar',
    'revloop_deal_tab',
    'revloop_settings',
    'revloop_webhooks',
  ]);
  expect(skippedHsMetaFiles).toEqual([]);
  const filled = JSON.stringify(intermediateRepresentation);
  expect(filled).toContain('https://r.example.com/webhooks/hubspot');
  expect(filled).not.toContain('${');
});

test("HubSpot's own parser refuses a second file with the same uid", async () => {
  const copy = join(project, 'src/app/cards/copy-hsmeta.json');
  await writeFile(copy, await readFile(join(project, 'src/app/cards/contact-tab-hsmeta.json')));
  try {
    await expect(translate(context(), { skipValidation: true, profile: 'production' })).rejects.toThrow(
      /uid/,
    );
  } finally {
    await rm(copy);
  }
});

test('each file has a lawful uid of its own and lies in the folder of its type', () => {
  const uids = metas.map(({ meta }) => meta.uid);
  expect(new Set(uids).size).toBe(uids.length);
  for (const { file, meta } of metas) {
    expect(validateUid(meta.uid), file).toBeUndefined();
    expect(basename(dirname(file)), file).toBe(Components[meta.type]?.dir);
  }
});

test('each file has the shape of its type, and each entry point exists', async () => {
  for (const { file, meta } of metas) {
    expect(valid(meta), `${file}: ${ajv.errorsText()}`).toBe(true);
    const entrypoint = meta.config['entrypoint'];
    if (typeof entrypoint !== 'string') continue;
    await expect(readFile(join(project, 'src', entrypoint), 'utf8')).resolves.toContain('hubspot.extend');
  }
});

describe('the shapes refuse', () => {
  const spoiled = (type: Hsmeta['type'], path: readonly string[], value: unknown): Hsmeta => {
    const meta = structuredClone(metas.find((one) => one.meta.type === type)?.meta);
    let place: unknown = meta;
    for (const key of path.slice(0, -1)) place = z.record(z.string(), z.unknown()).parse(place)[key];
    if (typeof place === 'object' && place !== null) Object.assign(place, { [path.at(-1) ?? '']: value });
    return Hsmeta.parse(meta);
  };
  const crm = ['config', 'subscriptions', 'crmObjects'];
  test.each([
    ['an app without OAuth', 'app', ['config', 'auth', 'type'], 'static'],
    [
      'an app that does not ask for the scope oauth',
      'app',
      ['config', 'auth', 'requiredScopes'],
      ['tickets'],
    ],
    [
      'an app that fetches over plain http',
      'app',
      ['config', 'permittedUrls', 'fetch'],
      ['http://x.example.com'],
    ],
    ['a card in a place that does not exist', 'card', ['config', 'location'], 'crm.record.top'],
    ['a card in the wrong folder', 'card', ['config', 'entrypoint'], '/app/pages/RecordCard.tsx'],
    ['an unknown key in a card', 'card', ['config', 'title'], 'x'],
    ['settings without an entry point', 'settings', ['config', 'entrypoint'], ''],
    ['five parallel webhook requests', 'webhooks', ['config', 'settings', 'maxConcurrentRequests'], 5],
    [
      'a subscription in the old dialect',
      'webhooks',
      crm,
      [{ subscriptionType: 'contact.creation', active: true }],
    ],
    [
      'the old key objectName',
      'webhooks',
      crm,
      [{ subscriptionType: 'object.creation', objectName: 'contact', active: true }],
    ],
    [
      'a subscription to what Revloop itself writes',
      'webhooks',
      crm,
      [
        {
          subscriptionType: 'object.propertyChange',
          objectType: 'contact',
          propertyName: 'revloop_lead_score',
          active: true,
        },
      ],
    ],
  ] as const)('%s', (_what, type, path, value) => {
    expect(valid(spoiled(type, path, value))).toBe(false);
  });
});

test('hears of creation, deletion, restore and associations of every object it reads, and of no event twice', () => {
  const Subscriptions = z.object({
    subscriptions: z.object({
      crmObjects: z.array(
        z.object({
          subscriptionType: z.string(),
          objectType: z.string(),
          propertyName: z.string().optional(),
        }),
      ),
      hubEvents: z.array(z.object({ subscriptionType: z.string() })),
    }),
  });
  const config = metas.find(({ meta }) => meta.type === 'webhooks')?.meta.config;
  const { crmObjects, hubEvents } = Subscriptions.parse(config).subscriptions;
  const heard = crmObjects.map((one) => [one.objectType, one.subscriptionType, one.propertyName].join(' '));
  expect(new Set(heard).size).toBe(heard.length);
  for (const object of ['contact', 'company', 'deal', 'ticket', 'call', 'meeting', 'email', 'note']) {
    for (const event of ['creation', 'deletion', 'restore', 'associationChange']) {
      expect(heard).toContain(`${object} object.${event} `);
    }
  }
  expect(hubEvents.map((one) => one.subscriptionType)).toContain('contact.privacyDeletion');
});
