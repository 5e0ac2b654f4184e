// Assembling: both halves in one tree, our words inside, and no file that could hide another.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { assemble, assembleSlack, overlaps } from '#scripts/assemble.ts';
import { catalogueOf } from '#texts/texts.ts';

let out: string;
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'revloop-assemble-'));
});
afterEach(() => rm(out, { recursive: true, force: true }));

test('lays what is declared and what people see into one project', async () => {
  await assemble({ platform: 'hubspot', out });
  expect(await readdir(out)).toEqual(['hsproject.json', 'src']);
  const cards = await readdir(join(out, 'src/app/cards'));
  expect(cards).toEqual(
    expect.arrayContaining(['RecordCard.tsx', 'contact-tab-hsmeta.json', 'package.json']),
  );
  expect(cards).not.toContain('node_modules');
});

test('writes the words of both languages that the card needs on its own, and no others', async () => {
  await assemble({ platform: 'hubspot', out });
  const texts = JSON.parse(await readFile(join(out, 'src/app/cards/texts.json'), 'utf8'));
  const own = Object.entries(catalogueOf('zh-CN')).filter(([key]) => key.startsWith('card.client.'));
  expect(own.length).toBeGreaterThan(20);
  const form = await readFile(join(out, 'src/app/cards/HealthWord.tsx'), 'utf8');
  const said = [...form.matchAll(/'word\.(\w+)'/g)].map(([, name = '']) => name);
  expect(texts['zh-CN']).toEqual({
    ...Object.fromEntries(own.map(([key, words]) => [key.slice('card.client.'.length), words])),
    ...Object.fromEntries(said.map((name) => [`word.${name}`, catalogueOf('zh-CN')[`console.word.${name}`]])),
  });
  expect(Object.keys(texts.en)).toEqual(Object.keys(texts['zh-CN']));
});

test('leaves nothing of an earlier assembly behind', async () => {
  await assemble({ platform: 'hubspot', out });
  await writeFile(join(out, 'src/app/cards/Old.tsx'), '');
  await assemble({ platform: 'hubspot', out });
  expect(await readdir(join(out, 'src/app/cards'))).not.toContain('Old.tsx');
});

test('names the file that lies in both halves', () => {
  expect(overlaps(['src/app/a.json', 'src/app/b.json'], ['src/app/b.json'])).toEqual(['src/app/b.json']);
});

test('fills the profile of an upload with the address of the server', async () => {
  await assemble({ platform: 'hubspot', out, profile: { accountId: 42, url: 'https://r.example.com' } });
  expect(JSON.parse(await readFile(join(out, 'src/hsprofile.production.json'), 'utf8'))).toEqual({
    accountId: 42,
    variables: { REVLOOP_URL: 'https://r.example.com' },
  });
});

test('writes the Slack manifest with the address of the server everywhere', async () => {
  const manifest = await assembleSlack(join(out, 'slack'), 'https://r.example.com');
  expect(manifest).toBe(join(out, 'slack', 'manifest.json'));
  const written = await readFile(manifest, 'utf8');
  expect(written).not.toContain('${');
  expect(JSON.parse(written)).toMatchObject({
    oauth_config: { redirect_urls: ['https://r.example.com/oauth/slack/callback'] },
    settings: {
      event_subscriptions: { request_url: 'https://r.example.com/slack/events' },
      interactivity: { request_url: 'https://r.example.com/slack/interactions' },
    },
  });
});
