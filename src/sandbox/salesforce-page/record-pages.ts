// The record pages of the simulated Salesforce: the record, and the Revloop card run from its real code, as a person sees it.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import express, { type Request, type Router } from 'express';
import { z } from 'zod';
import type { Org } from '#sandbox/salesforce/org.ts';
import type { Orgs } from '#sandbox/salesforce/orgs.ts';
import { findRecord } from '#sandbox/salesforce/record.ts';
import { idOf } from '#sandbox/salesforce/salesforce-id.ts';
import { shares, visibleObject } from '#sandbox/salesforce/view.ts';
import { toLocale } from '#texts/texts.ts';
import { bundle } from './bundle.ts';
import { type Look, pageHtml, type Shown } from './page-html.ts';
import {
  createUiRecord,
  NewRecord,
  RecordQuery,
  readUiRecord,
  type Session,
  type UiAnswer,
} from './ui-record.ts';

const Address = z.object({ object: z.string(), id: z.string() });
const Asked = z.object({
  lang: z.string().optional(),
  theme: z.string().array().or(z.string()).optional(),
  user: z.string().optional(),
});
const contentTypes: Readonly<Record<string, string>> = {
  'page.js': 'text/javascript',
  'page.css': 'text/css',
  'slds.css': 'text/css',
  'utility.svg': 'image/svg+xml',
};

/**
 * Mount at `/lightning/r/:object/:id/view`; everything the page fetches lies below that. `directory` is a folder of the
 * data directory for what is built on the first visit. A person is signed in by the cookie `sid`, the admin without one.
 */
export function recordPages(orgs: Orgs, directory: string): Router {
  const router = express.Router({ mergeParams: true });
  const built = once(() => bundle(directory));
  const answer = (request: Request, work: (session: Session) => UiAnswer) => {
    const org = orgOf(orgs, request);
    return org === undefined ? { status: 404, body: {} } : work(sessionIn(org, request));
  };

  router.get('/assets/:asset', async (request, response) => {
    const type = contentTypes[request.params.asset];
    if (type === undefined) return void response.sendStatus(404);
    response.type(type).send(await readFile(join(await built(), request.params.asset)));
  });

  router.get('/', (request, response) => {
    const org = orgOf(orgs, request);
    if (org === undefined) return void response.status(404).type('text').send('There is no such record.');
    const { user } = Asked.parse(request.query);
    if (user !== undefined) response.cookie('sid', user, { path: '/lightning', httpOnly: true });
    const session = sessionIn(org, request, user);
    const shown = shownTo(session, request);
    if (shown === undefined) {
      return void response.status(404).type('text').send('You do not have access to this record.');
    }
    response.type('html').send(pageHtml(session, shown, lookOf(request), request.baseUrl));
  });

  router.get('/ui-api/records/:recordId', (request, response) => {
    const { object } = Address.parse(request.params);
    const { status, body } = answer(request, (session) =>
      readUiRecord(session, object, request.params.recordId, RecordQuery.parse(request.query)),
    );
    response.status(status).json(body);
  });

  router.post('/ui-api/records', express.json(), (request, response) => {
    const { status, body } = answer(request, (session) =>
      createUiRecord(session, NewRecord.parse(request.body)),
    );
    response.status(status).json(body);
  });

  return router;
}

function orgOf(orgs: Orgs, request: Request): Org | undefined {
  const { object, id } = Address.parse(request.params);
  return orgs.list().find((org) => {
    const type = org.context.book.object(object);
    return type !== undefined && findRecord(org.context, type.name, idOf(id) ?? id) !== undefined;
  });
}

function sessionIn(org: Org, request: Request, chosen?: string): Session {
  const sid = chosen ?? /(?:^|;\s*)sid=(\w+)/.exec(request.get('cookie') ?? '')?.[1];
  const user = sid === undefined ? undefined : org.context.users.get(sid);
  return { org, user: user?.active ? user : org.context.users.first() };
}

function shownTo({ org, user }: Session, request: Request): Shown | undefined {
  const { object, id } = Address.parse(request.params);
  const view = { context: org.context, user };
  const type = visibleObject(view, object);
  const record = type && findRecord(org.context, type.name, idOf(id) ?? id);
  if (type === undefined || record === undefined || record.deleted) return undefined;
  return shares(view, type)(record) ? { type, record } : undefined;
}

function lookOf(request: Request): Look {
  const { lang, theme } = Asked.parse(request.query);
  const last = Array.isArray(theme) ? theme.at(-1) : theme;
  return {
    locale: toLocale(lang ?? request.acceptsLanguages()[0]),
    theme: last === 'dark' ? 'dark' : 'light',
  };
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
