// The first page of the simulated Salesforce: its orgs, and a way to find a record to open.
import express, { type Router } from 'express';
import { z } from 'zod';
import { type Locale, type TextKey, text, toLocale } from '#texts/texts.ts';
import type { Org } from './salesforce/org.ts';
import type { Orgs } from './salesforce/orgs.ts';
import type { SalesforceRecord } from './salesforce/record.ts';
import { type Html, html, raw } from './slack/page/html.ts';
import { textOf } from './sqlite.ts';

const kinds = ['Lead', 'Contact', 'Account', 'Opportunity', 'Case'] as const;
const query = z.object({
  type: z.enum(kinds).catch('Lead'),
  q: z.string().catch(''),
  org: z.string().optional().catch(undefined),
  lang: z.string().optional().catch(undefined),
});
type Asked = z.infer<typeof query>;
const style = `
  :root { color-scheme: light dark; --line: light-dark(#dddbda, #3b4149); --soft: light-dark(#514f4d, #a8a7a6); --link: light-dark(#0b5cab, #57a3fd); }
  body { margin: 0 auto; max-width: 860px; padding: 32px 20px; font: 15px/1.5 system-ui, "PingFang SC", "Noto Sans SC", sans-serif; }
  h1 { font-size: 24px; margin: 0 0 4px; } p { color: var(--soft); margin: 0 0 20px; } a { color: var(--link); text-decoration: none; }
  nav { display: flex; flex-wrap: wrap; gap: 4px 18px; } nav a { padding-bottom: 4px; } nav a[aria-current] { border-bottom: 2px solid; font-weight: 600; }
  form { margin: 16px 0; } input { font: inherit; padding: 8px 12px; width: 100%; box-sizing: border-box; border: 1px solid var(--line); border-radius: 4px; }
  ul { list-style: none; padding: 0; } li { border-top: 1px solid var(--line); } li a { display: flex; gap: 16px; justify-content: space-between; padding: 9px 4px; } li span { color: var(--soft); text-align: right; }`;

function nameAndAbout({ type, id, values: v }: SalesforceRecord): readonly [name: string, about: string] {
  const join = (...parts: readonly unknown[]) =>
    parts.filter((part) => part !== undefined && part !== null).join(' · ');
  const about: Readonly<Record<string, string>> = {
    Lead: join(v['Company'], v['Status']),
    Contact: join(v['Title'], v['Email']),
    Account: join(v['Industry'], v['BillingCity']),
    Opportunity: join(v['StageName'], v['Amount']),
    Case: join(v['CaseNumber'], v['Status']),
  };
  return [String(v['Name'] ?? v['Subject'] ?? id), about[type] ?? ''];
}

function newest(org: Org, kind: (typeof kinds)[number], words: string): SalesforceRecord[] {
  const rows = org.context.database.all(
    `select id from records where org = ? and type = ? and deleted = 0 and (? = '' or lower(data) like ?)
     order by modstamp desc limit 60`,
    ...[org.orgId, kind, words, `%${words.toLowerCase().replace(/[%_]/g, '')}%`],
  );
  return rows.flatMap((row) => org.read(kind, textOf(row, 'id')) ?? []);
}

function home(locale: Locale, orgs: readonly Org[], org: Org, asked: Asked): Html {
  const say = (key: TextKey, params = {}) => text(locale, key, params);
  const label = {
    Lead: say('sandbox.home.leads'),
    Contact: say('sandbox.home.contacts'),
    Account: say('sandbox.home.accounts'),
    Opportunity: say('sandbox.home.opportunities'),
    Case: say('sandbox.home.cases'),
  };
  const link = (to: { type?: string; org?: string }) =>
    `/?${new URLSearchParams({ org: to.org ?? org.orgId, type: to.type ?? asked.type, ...(asked.lang === undefined ? {} : { lang: asked.lang }) })}`;
  const { name, edition } = org.facts();
  return html`<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
    <title>${name} | Salesforce</title><link rel="icon" href="data:,"><style>${raw(style)}</style></head><body>
    <h1>${name}</h1><p>${say('sandbox.home.org', { org: org.orgId, edition })}
    ${orgs.filter((other) => other !== org).map((other) => html` · <a href="${link({ org: other.orgId })}">${other.facts().name}</a>`)}</p>
    <nav>${kinds.map((kind) => html`<a href="${link({ type: kind })}" ${kind === asked.type && 'aria-current'}>${label[kind]} ${org.count(kind)}</a>`)}</nav>
    <form><input type="hidden" name="org" value="${org.orgId}"><input type="hidden" name="type" value="${asked.type}">
    <input name="q" value="${asked.q}" placeholder="${say('sandbox.home.search')}" aria-label="${say('sandbox.home.search')}"></form>
    <ul>${newest(org, asked.type, asked.q).map((record) => {
      const [title, about] = nameAndAbout(record);
      return html`<li><a href="/lightning/r/${record.type}/${record.id}/view">${title}<span>${about}</span></a></li>`;
    })}</ul></body></html>`;
}

/** Mount at the root: it answers `/` only. */
export function orgHome(orgs: Orgs): Router {
  const router = express.Router();
  router.get('/', (request, response) => {
    const asked = query.parse(request.query);
    const list = orgs.list();
    const org = list.find((one) => one.orgId === asked.org) ?? list[0];
    if (org === undefined) return void response.status(404).type('text').send('There is no org yet.');
    const locale = toLocale(asked.lang ?? request.acceptsLanguages()[0]);
    response.type('html').send(home(locale, list, org, asked).html);
  });
  return router;
}
