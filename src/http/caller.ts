// Who calls the API: by the console's session cookie or by an API key, and never by another site's page.
import { fail } from '#errors.ts';
import type { Caller } from '#ports/access.ts';
import { sessionCookie } from './cookie.ts';
import type { HttpDeps } from './deps.ts';
import { type HttpRequest, headerOf } from './request.ts';

type Needs = Pick<HttpDeps, 'access' | 'config'>;

/** A header that only a script of our own origin can set: other origins need a preflight, which is never granted. */
const consoleHeader = 'x-revloop-console';

/** The caller. Errors: UNAUTHENTICATED; CROSS_SITE for a write with a cookie that did not come from the console. */
export async function callerOf(deps: Needs, request: HttpRequest, now: Date): Promise<Caller> {
  const bearer = /^Bearer\s+(\S+)$/i.exec(headerOf(request, 'authorization'))?.[1];
  if (bearer !== undefined) return (await deps.access.apiKey(bearer, now)) ?? fail('UNAUTHENTICATED');
  const caller = await sessionOf(deps, request, now);
  if (caller === null) return fail('UNAUTHENTICATED');
  if (request.method !== 'GET' && !fromConsole(deps, request)) return fail('CROSS_SITE');
  return caller;
}

/** Whose session the cookie names, for pages that can do without one. */
export async function sessionOf(
  deps: Pick<Needs, 'access'>,
  request: Pick<HttpRequest, 'cookies'>,
  now: Date,
): Promise<Caller | null> {
  const secret = request.cookies[sessionCookie];
  return secret === undefined ? null : deps.access.session(secret, now);
}

/** True when the console's own script sent it: our header, and an origin that is this server. */
function fromConsole(deps: Pick<Needs, 'config'>, request: HttpRequest): boolean {
  if (headerOf(request, consoleHeader) === '') return false;
  const site = headerOf(request, 'sec-fetch-site');
  if (site !== '' && site !== 'same-origin') return false;
  const origin = headerOf(request, 'origin');
  if (origin === '' || origin === new URL(deps.config.publicUrl).origin) return true;
  return URL.canParse(origin) && new URL(origin).host === headerOf(request, 'host');
}
