// The page on which a person lets an app into a portal, and the page that says why that cannot be.
import type { DeveloperApp } from './apps.ts';
import type { PortalFacts } from './portal.ts';

/** `hidden` are the parameters of the request, sent along with the answer. */
export function consentPage(
  app: DeveloperApp,
  portals: readonly PortalFacts[],
  scopes: readonly string[],
  hidden: Readonly<Record<string, string>>,
): string {
  const fields = Object.entries(hidden)
    .map(([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`)
    .join('');
  const options = portals
    .map((one) => `<option value="${one.portalId}">${escaped(one.name)} (${one.portalId})</option>`)
    .join('');
  return page(
    `Connect ${app.name} to HubSpot`,
    `<h1>Connect ${escaped(app.name)} to HubSpot</h1>
<form method="post" action="/oauth/authorize">${fields}
<p><label>Account <select name="portal_id" id="portal">${options}</select></label></p>
<p>${escaped(app.name)} asks for:</p>
<ul>${scopes.map((scope) => `<li><code>${escaped(scope)}</code></li>`).join('')}</ul>
<button type="submit" name="decision" value="approve" id="approve">Approve</button>
<button type="submit" name="decision" value="deny" id="deny">Cancel</button>
</form>`,
  );
}

export function refusalPage(reason: string): string {
  return page('Authorization failed', `<h1>Authorization failed</h1><p id="reason">${escaped(reason)}</p>`);
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title>
<meta name="viewport" content="width=device-width">
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:36rem;margin:3rem auto;padding:0 1rem;color:#33475b}
button{font:inherit;padding:.5rem 1.25rem;border-radius:4px;border:1px solid #ff5c35;margin-right:.5rem;background:#fff}
#approve{background:#ff5c35;color:#fff}select{font:inherit}</style></head><body>${body}</body></html>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
