// The first page of the simulated HubSpot: its portals, and a way to find a record to open.
import express, { type Router } from 'express';
import { z } from 'zod';
import { type Locale, type TextKey, text, toLocale } from '#texts/texts.ts';
import { objectTypeOf } from './hubspot/object-type.ts';
import type { Portal } from './hubspot/portal.ts';
import type { Portals } from './hubspot/portals.ts';
import { type Html, html, raw } from './slack/page/html.ts';

const kinds = ['contacts', 'companies', 'deals', 'tickets'] as const;
const query = z.object({
  type: z.enum(kinds).catch('contacts'),
  q: z.string().catch(''),
  portal: z.coerce.number().optional().catch(undefined),
});
const style = `
  :root { color-scheme: light dark; --line: light-dark(#dfe3eb, #3b4149); --soft: light-dark(#516f90, #9fb0c3); --link: light-dark(#00758a, #4cc2d6); }
  body { margin: 0 auto; max-width: 860px; padding: 32px 20px; font: 15px/1.5 system-ui, "PingFang SC", "Noto Sans SC", sans-serif; }
  h1 { font-size: 24px; margin: 0 0 4px; } p { color: var(--soft); margin: 0 0 20px; } a { color: var(--link); text-decoration: none; }
  nav a { margin-right: 18px; padding-bottom: 4px; } nav a[aria-current] { border-bottom: 2px solid; font-weight: 600; }
  form { margin: 16px 0; } input { font: inherit; padding: 8px 12px; width: 100%; box-sizing: border-box; border: 1px solid var(--line); border-radius: 6px; }
  ul { list-style: none; padding: 0; } li { border-top: 1px solid var(--line); } li a { display: flex; gap: 16px; justify-content: space-between; padding: 9px 4px; } li span { color: var(--soft); text-align: right; }`;

type PortalRecord = NonNullable<ReturnType<Portal['read']>>;

function nameAndAbout({ type, id, properties: p }: PortalRecord): readonly [name: string, about: string] {
  const join = (...parts: readonly (string | undefined)[]) => parts.filter(Boolean).join(' · ');
  const person = [p['firstname'], p['lastname']].filter(Boolean).join(' ');
  const shown: Readonly<Record<string, readonly [string | undefined, string]>> = {
    contacts: [person || p['email'], join(p['jobtitle'], p['company'])],
    companies: [p['name'], join(p['domain'], p['city'])],
    deals: [p['dealname'], join(p['dealstage'], p['amount'])],
    tickets: [p['subject'], join(p['hs_ticket_priority'])],
  };
  const [name, about] = shown[type] ?? ['', ''];
  return [name || `#${id}`, about];
}

function newest(portal: Portal, kind: (typeof kinds)[number], words: string) {
  const rows = portal.context.database.all(
    `select id from records where portal_id = ? and type = ? and archived = 0 and merged_into is null
       and (? = '' or lower(properties) like ?) order by updated desc limit 60`,
    ...[portal.portalId, kind, words, `%${words.toLowerCase().replace(/[%_]/g, '')}%`],
  );
  return rows.flatMap((row) => portal.read(kind, String(row['id'])) ?? []);
}

function home(
  locale: Locale,
  portals: readonly Portal[],
  portal: Portal,
  asked: z.infer<typeof query>,
): Html {
  const say = (key: TextKey, params = {}) => text(locale, key, params);
  const label = {
    contacts: say('sandbox.home.contacts'),
    companies: say('sandbox.home.companies'),
    deals: say('sandbox.home.deals'),
    tickets: say('sandbox.home.tickets'),
  };
  const link = (to: { type?: string; portal?: number }) =>
    `/?${new URLSearchParams({ portal: String(to.portal ?? portal.portalId), type: to.type ?? asked.type })}`;
  const typeId = objectTypeOf(asked.type).id;
  return html`<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
    <title>${portal.name} | HubSpot</title><link rel="icon" href="data:,"><style>${raw(style)}</style></head><body>
    <h1>${portal.name}</h1><p>${say('sandbox.home.about', { portal: portal.portalId })}
    ${portals.filter((other) => other !== portal).map((other) => html` · <a href="${link({ portal: other.portalId })}">${other.name}</a>`)}</p>
    <nav>${kinds.map((kind) => html`<a href="${link({ type: kind })}" ${kind === asked.type && 'aria-current'}>${label[kind]} ${portal.count(kind)}</a>`)}</nav>
    <form><input type="hidden" name="portal" value="${portal.portalId}"><input type="hidden" name="type" value="${asked.type}">
    <input type="search" name="q" value="${asked.q}" placeholder="${say('sandbox.home.search')}" aria-label="${say('sandbox.home.search')}"></form>
    <ul>${newest(portal, asked.type, asked.q).map((record) => {
      const [name, about] = nameAndAbout(record);
      return html`<li><a href="/contacts/${portal.portalId}/record/${typeId}/${record.id}">${name}<span>${about}</span></a></li>`;
    })}</ul>
    </body></html>`;
}

/** Answers `/` for people; programs that ask for JSON go on. */
export function portalHome(portals: Portals): Router {
  const router = express.Router();
  router.get('/', (request, response, next) => {
    const asked = query.parse(request.query);
    const all = portals.list();
    const portal = all.find((one) => one.portalId === asked.portal) ?? all[0];
    if (!portal || !request.accepts('html')) return next();
    response.send(home(toLocale(request.acceptsLanguages()[0]), all, portal, asked).html);
  });
  return router;
}
