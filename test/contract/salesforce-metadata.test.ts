// What we declare to Salesforce is well formed, of known elements only, and taken by Salesforce's own converter.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ComponentSet, MetadataConverter } from '@salesforce/source-deploy-retrieve';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { salesforceScopes } from '#clients/salesforce/oauth.ts';
import { SALESFORCE_API_VERSION } from '#clients/salesforce/objects.ts';
import { type MetadataFile, metadataIn, nameOf } from '#kit/salesforce-project.ts';
import { allOf, parseXml, textOf, type XmlElement } from '#kit/xml.ts';
import { assemble } from '#scripts/assemble.ts';
import list from './salesforce-elements.json' with { type: 'json' };

const known = z.record(z.string(), z.record(z.string(), z.string())).parse(list.types);

let out: string;
let project: string;
let files: readonly MetadataFile[];
beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'revloop-salesforce-'));
  project = await assemble({ platform: 'salesforce', out: join(out, 'project') });
  files = await metadataIn(project);
});
afterAll(() => rm(out, { recursive: true, force: true }));

/** The faults of an element against the list of what its type may hold. */
function faultsOf(element: XmlElement, type: string): string[] {
  const elements = known[type];
  if (elements === undefined) return [`${type} is not a type of the list`];
  const faults: string[] = [];
  for (const child of element.children) {
    const rule = elements[child.name];
    const times = element.children.filter(({ name }) => name === child.name).length;
    if (rule === undefined) faults.push(`${type} has no ${child.name}`);
    else if (!rule.endsWith('[]') && times > 1) faults.push(`${type} has ${child.name} twice`);
    else faults.push(...valueFaults(child, rule.replace(/(\[\]|\?)$/, '')));
  }
  for (const [name, rule] of Object.entries(elements)) {
    if (name.startsWith('@')) {
      const value = element.attributes[name.slice(1)];
      if (value === undefined || !valueFits(value, rule)) faults.push(`${type} has no lawful ${name}`);
    } else if (!/(\[\]|\?)$/.test(rule) && textOf(element, name) === undefined) {
      faults.push(`${type} lacks ${name}`);
    }
  }
  return faults;
}

function valueFaults(child: XmlElement, rule: string): string[] {
  if (known[rule] !== undefined) return faultsOf(child, rule);
  if (child.children.length > 0) return [`${child.name} holds elements`];
  return valueFits(child.text, rule) ? [] : [`${child.name} cannot be ${child.text}`];
}

function valueFits(value: string, rule: string): boolean {
  if (rule === 'string') return value !== '';
  if (rule === 'boolean') return value === 'true' || value === 'false';
  if (rule === 'number') return /^\d+(\.\d+)?$/.test(value);
  return rule.split('|').includes(value);
}

const namespace = 'http://soap.sforce.com/2006/04/metadata';

test('every file is well formed, of the one namespace, with lawful elements and values only', () => {
  expect(files.length).toBeGreaterThan(60);
  const faults = files.flatMap(({ file, root }) => [
    ...(root.attributes['xmlns'] === namespace ? [] : [`${file}: not of Salesforce's namespace`]),
    ...faultsOf(root, root.name).map((fault) => `${file}: ${fault}`),
  ]);
  expect(faults).toEqual([]);
});

describe('the check refuses', () => {
  const wrap = (type: string, content: string) =>
    parseXml(`<?xml version="1.0"?>\n<${type} xmlns="${namespace}">${content}</${type}>`);
  test.each([
    ['an element that the type does not have', 'PlatformEventChannelMember', '<label>x</label>'],
    ['a value that is not one of the list', 'CustomField', '<type>Score</type>'],
    ['a number in words', 'CustomField', '<length>long</length>'],
    ['an element twice', 'CustomField', '<label>a</label><label>b</label>'],
    ['an object permission without its rights', 'PermissionSet', '<label>a</label><objectPermissions/>'],
    ['a type that we do not declare', 'Profile', ''],
  ])('%s', (_what, type, content) => {
    expect(faultsOf(wrap(type, content), type)).not.toEqual([]);
  });

  test.each([
    ['an element that is never closed', '<a><b></a>'],
    ['two roots', '<a/><b/>'],
    ['a bare ampersand', '<a>R & D</a>'],
    ['an attribute without quotes', '<a b=c/>'],
  ])('%s', (_what, source) => {
    expect(() => parseXml(source)).toThrow();
  });
});

test("Salesforce's own library finds every component, names them in a manifest and converts them", async () => {
  const components = ComponentSet.fromSource(join(project, 'force-app'));
  components.apiVersion = SALESFORCE_API_VERSION;
  components.sourceApiVersion = SALESFORCE_API_VERSION;
  const manifest = parseXml(await components.getPackageXml());
  const members = new Map(
    manifest.children
      .filter(({ name }) => name === 'types')
      .map((types) => [
        textOf(types, 'name'),
        types.children.filter(({ name }) => name === 'members').map(({ text }) => text),
      ]),
  );
  expect(textOf(manifest, 'version')).toBe(SALESFORCE_API_VERSION);
  expect([...members.keys()].sort()).toEqual([
    'CustomField',
    'CustomObject',
    'CustomObjectTranslation',
    'ExternalClientApplication',
    'ExtlClntAppOauthSettings',
    'LightningComponentBundle',
    'PermissionSet',
    'PlatformEventChannel',
    'PlatformEventChannelMember',
  ]);
  expect(members.get('PlatformEventChannelMember')).toHaveLength(8);
  const converted = join(out, 'converted');
  await new MetadataConverter().convert(components, 'metadata', {
    type: 'directory',
    outputDirectory: converted,
    genUniqueDir: false,
  });
  const lead = parseXml(await readFile(join(converted, 'objects/Lead.object'), 'utf8'));
  expect(lead.children.filter(({ name }) => name === 'fields')).toHaveLength(9);
  const chinese = await readFile(join(converted, 'objectTranslations/Lead-zh_CN.objectTranslation'), 'utf8');
  expect(chinese).toContain('<label>Revloop 线索评分</label>');
  expect(await readdir(join(converted, 'lwc'))).toContain('revloopCard');
});

test('no file holds a secret, an address of ours or the settings that Salesforce forbids in a repository', async () => {
  const everything = await Promise.all(
    files.map(async ({ file }) => [file, await readFile(join(project, file), 'utf8')] as const),
  );
  for (const [file, content] of everything) {
    expect(file).not.toMatch(/ecaGlblOauth|connectedApp|namedCredential|remoteSite/i);
    expect(content, file).not.toMatch(/consumerKey|consumerSecret|https?:\/\/(?!soap\.sforce\.com\/2006)/);
  }
});

test('hears the changes of every object that the loop reads, over one channel', () => {
  const channels = files.filter(({ root }) => root.name === 'PlatformEventChannel');
  expect(channels.map(({ file }) => nameOf(file))).toEqual(['Revloop__chn']);
  const members = files.filter(({ root }) => root.name === 'PlatformEventChannelMember');
  expect(members.map(({ root }) => textOf(root, 'selectedEntity')).sort()).toEqual([
    'AccountChangeEvent',
    'CaseChangeEvent',
    'ContactChangeEvent',
    'EventChangeEvent',
    'LeadChangeEvent',
    'OpportunityChangeEvent',
    'Revloop_Feedback__ChangeEvent',
    'TaskChangeEvent',
  ]);
  for (const { file, root } of members) {
    expect(textOf(root, 'eventChannel')).toBe('Revloop__chn');
    const entity = textOf(root, 'selectedEntity') ?? '';
    expect(nameOf(file)).toBe(`Revloop_chn_${entity.replace('__', '_')}`);
  }
});

test('the card can be put on the record pages of four objects, on desktop and on phones', () => {
  const exposed = files.filter(
    ({ root }) => root.name === 'LightningComponentBundle' && textOf(root, 'isExposed') === 'true',
  );
  expect(exposed.map(({ file }) => nameOf(file))).toEqual(['revloopCard']);
  const all = exposed.flatMap(({ root }) => allOf(root));
  const texts = (name: string) => all.filter((one) => one.name === name).map(({ text }) => text);
  expect(texts('target')).toEqual(['lightning__RecordPage']);
  expect(texts('object').sort()).toEqual(['Account', 'Contact', 'Lead', 'Opportunity']);
  const factors = all.filter(({ name }) => name === 'supportedFormFactor');
  expect(factors.map(({ attributes }) => attributes['type'])).toEqual(['Large', 'Small']);
});

test('the app asks for the scopes that the client asks for, and no others', () => {
  const scopes = { Api: 'api', RefreshToken: 'refresh_token' } as const;
  const [oauth] = files.filter(({ root }) => root.name === 'ExtlClntAppOauthSettings');
  const declared = (oauth && textOf(oauth.root, 'commaSeparatedOauthScopes')) ?? '';
  expect(
    declared.split(', ').map((one) => Object.entries(scopes).find(([name]) => name === one)?.[1]),
  ).toEqual([...salesforceScopes]);
});

test('a package is tied to its namespace, and to the org that keeps its secret', async () => {
  const packaging = { namespace: 'revl', devHub: '00D000000000001AAA', oauthConsumer: '888000000000001' };
  const tied = await assemble({ platform: 'salesforce', out: join(out, 'tied'), packaging });
  const read = (file: string) => readFile(join(tied, file), 'utf8');
  expect(JSON.parse(await read('sfdx-project.json'))).toMatchObject({ namespace: 'revl' });
  expect(await read('force-app/main/default/externalClientApps/Revloop.eca-meta.xml')).toContain(
    '<orgScopedExternalApp>00D000000000001AAA:Revloop</orgScopedExternalApp>',
  );
  expect(
    await read('force-app/main/default/extlClntAppOauthSettings/Revloop_OAuth.ecaOauth-meta.xml'),
  ).toContain('<oauthLink>00D000000000001AAA:888000000000001</oauthLink>');
  const faults = (await metadataIn(tied)).flatMap(({ root }) => faultsOf(root, root.name));
  expect(faults).toEqual([]);
});

test.each([
  ['a namespace that cannot be one', { namespace: '1 x' }],
  ['an org id that cannot be one', { devHub: '005000000000001AAA', oauthConsumer: '888000000000001' }],
  ['half of the link', { devHub: '00D000000000001AAA' }],
])('assembling refuses %s', async (_what, packaging) => {
  await expect(
    assemble({ platform: 'salesforce', out: join(out, 'refused'), packaging }),
  ).rejects.toMatchObject({ code: 'ASSEMBLE_PACKAGING' });
});

test('every bundle and the project are of the API version that the client calls', async () => {
  const { sourceApiVersion } = JSON.parse(await readFile(join(project, 'sfdx-project.json'), 'utf8'));
  expect(sourceApiVersion).toBe(SALESFORCE_API_VERSION);
  const bundles = files.filter(({ root }) => root.name === 'LightningComponentBundle');
  expect(bundles.length).toBeGreaterThan(1);
  expect(new Set(bundles.map(({ root }) => textOf(root, 'apiVersion')))).toEqual(
    new Set([SALESFORCE_API_VERSION]),
  );
});
