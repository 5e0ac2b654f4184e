// The sandbox's CRM record page: fields, activity, associations, and the Revloop card run from its real code.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import express, { type Router } from 'express';
import { z } from 'zod';
import { catalogueOf, locales } from '#texts/texts.ts';
import { type Bundle, bundle } from './bundle.ts';
import { cardPlaces } from './card-places.ts';
import { type Asker, FetchInput, hubspotFetch } from './hubspot-fetch.ts';
import type { RecordSnapshot } from './record-snapshot.ts';

export type RecordPageDeps = {
  /** The record, or undefined where the portal has none of that id. */
  readonly read: (portalId: string, typeId: string, id: string) => Promise<RecordSnapshot | undefined>;
  /** Changes properties as a person in the CRM would; rejects with a sentence when HubSpot would refuse. */
  readonly write: (
    portalId: string,
    typeId: string,
    id: string,
    properties: Readonly<Record<string, string>>,
  ) => Promise<void>;
  /** The installed app, asked for on each use: `serverUrl` is its back end (the profile variable REVLOOP_URL). */
  readonly app: () => { readonly appId: string; readonly clientSecret: string; readonly serverUrl: string };
  readonly user: {
    readonly id: string;
    readonly email: string;
    readonly firstName: string;
    readonly lastName: string;
  };
  /** A folder of the data directory for what is built on the first visit. */
  readonly directory: string;
  /** Milliseconds since 1970, for signatures. */
  readonly now: () => number;
};

const Address = z.object({ portalId: z.string(), typeId: z.string(), id: z.string() });
const Changes = z.record(z.string(), z.string());
const contentTypes: Readonly<Record<string, string>> = {
  'page.js': 'text/javascript',
  'worker.js': 'text/javascript',
  'card.js': 'text/javascript',
  'page.css': 'text/css',
};

/** Mount at `/contacts/:portalId/record/:typeId/:id`; everything the page fetches lies below that. */
export function recordPage(deps: RecordPageDeps): Router {
  const router = express.Router({ mergeParams: true });
  const built = once(() => bundle(deps.directory));

  router.get('/assets/:asset', async (request, response) => {
    const type = contentTypes[request.params.asset];
    if (type === undefined) return void response.sendStatus(404);
    const { assets } = await built();
    response.type(type).send(await readFile(join(assets, request.params.asset)));
  });

  router.get('/', async (request, response) => {
    const { portalId, typeId, id } = Address.parse(request.params);
    const snapshot = await deps.read(portalId, typeId, id);
    if (snapshot === undefined)
      return void response.status(404).type('text').send('This record does not exist.');
    response.type('html').send(html(request.baseUrl, await boot(deps, await built(), snapshot)));
  });

  router.get('/snapshot', async (request, response) => {
    const { portalId, typeId, id } = Address.parse(request.params);
    const snapshot = await deps.read(portalId, typeId, id);
    if (snapshot === undefined) return void response.sendStatus(404);
    response.json(snapshot);
  });

  router.post('/properties', express.json(), async (request, response) => {
    const { portalId, typeId, id } = Address.parse(request.params);
    try {
      await deps.write(portalId, typeId, id, Changes.parse(request.body));
      response.json(await deps.read(portalId, typeId, id));
    } catch (error) {
      response.status(400).json({ message: error instanceof Error ? error.message : String(error) });
    }
  });

  router.post('/fetch', express.json({ limit: '2mb' }), async (request, response) => {
    const { portalId } = Address.parse(request.params);
    const input = FetchInput.parse(request.body);
    const { status, body } = await hubspotFetch(askerOf(deps, portalId), deps.now, input);
    response.status(status).type('application/json').send(body);
  });

  return router;
}

function askerOf({ app: installed, user }: RecordPageDeps, portalId: string): Asker {
  const app = installed();
  return {
    appId: app.appId,
    clientSecret: app.clientSecret,
    permitted: [new URL(app.serverUrl).origin],
    portalId,
    userId: user.id,
    userEmail: user.email,
  };
}

async function boot(deps: RecordPageDeps, { project }: Bundle, snapshot: RecordSnapshot) {
  const places = await cardPlaces(project);
  const { appId, serverUrl } = deps.app();
  return {
    snapshot,
    cards: places.filter((place) => place.typeIds.includes(snapshot.typeId)),
    user: deps.user,
    app: { appId, serverUrl },
    texts: Object.fromEntries(locales.map((locale) => [locale, wordsOf(locale)])),
  };
}

const prefix = 'sandbox.record.';

function wordsOf(locale: (typeof locales)[number]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(catalogueOf(locale))
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, sentence]) => [key.slice(prefix.length), sentence]),
  );
}

function html(base: string, boot: object): string {
  const data = JSON.stringify(boot).replaceAll('<', '\\u003c');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sandbox CRM</title><link rel="stylesheet" href="${base}/assets/page.css"></head>
<body><div id="root"></div><script type="application/json" id="boot">${data}</script>
<script src="${base}/assets/page.js"></script></body></html>`;
}

/** Calls `make` on the first call and after a failure; all callers share the same promise meanwhile. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}
