// The page on which a person logs in to an org and lets an app in, and the page that says why that cannot be.
import { type Html, html, raw } from '#sandbox/slack/page/html.ts';
import type { ClientApp } from './apps.ts';
import type { Org } from './org.ts';
import { myDomain } from './org-facts.ts';

const described: Readonly<Record<string, string>> = {
  api: 'Manage user data via APIs',
  refresh_token: 'Perform requests at any time',
  offline_access: 'Perform requests at any time',
  id: 'Access the identity URL service',
  openid: 'Access unique user identifiers',
};

/** `hidden` are the parameters of the request, sent along with the answer. */
export function consentPage(
  app: ClientApp,
  orgs: readonly Org[],
  scopes: readonly string[],
  hidden: Readonly<Record<string, string>>,
): string {
  const kept = Object.entries(hidden).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  const options = orgs.map((org) => {
    const facts = org.facts();
    return html`<option value="${org.orgId}">${facts.name} (${myDomain(facts)})</option>`;
  });
  const users = orgs
    .flatMap((org) => org.context.users.list())
    .map((user) => html`<option value="${user.username}">`);
  return page(
    'Allow Access?',
    html`<h1>Allow Access?</h1>
<form method="post" action="/services/oauth2/authorize">${kept}
<p><label>Org <select name="org_id" id="org">${options}</select></label></p>
<p><label>Username <input name="username" id="username" list="users" placeholder="the admin"></label><datalist id="users">${users}</datalist></p>
<p>${app.name} is asking to:</p>
<ul>${scopes.map((scope) => html`<li>${described[scope] ?? scope} (<code>${scope}</code>)</li>`)}</ul>
<button type="submit" name="decision" value="approve" id="approve">Allow</button>
<button type="submit" name="decision" value="deny" id="deny">Deny</button>
</form>`,
  );
}

export function refusalPage(reason: string): string {
  return page(
    'Login error',
    html`<h1>We can't authorize you because of an OAuth error.</h1><p id="reason">${reason}</p>
<p>For more information, contact your Salesforce administrator. OAUTH_APPROVAL_ERROR_GENERIC : An unexpected error has occured during authentication. Please try again.</p>`,
  );
}

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:30rem;margin:3rem auto;padding:0 1rem;color:#181818}
h1{font-size:1.5rem}button{font:inherit;padding:.5rem 1.5rem;border-radius:4px;border:1px solid #747474;background:#fff;margin-right:.5rem}
#approve{background:#0176d3;border-color:#0176d3;color:#fff}select,input{font:inherit;padding:.25rem}`;

function page(title: string, body: Html): string {
  return html`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title} | Salesforce</title>
<meta name="viewport" content="width=device-width"><style>${raw(style)}</style></head><body>${body}</body></html>`
    .html;
}
