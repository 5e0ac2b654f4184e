// GET /console/enter?code=...: a one-time link signs its bearer in.
import { fail } from '#errors.ts';
import { sessionCookie, setCookie } from '#http/cookie.ts';
import { refusalPage } from '#http/refusal-page.ts';
import { redirect } from '#http/reply.ts';
import type { Route } from '#http/route.ts';

const sessionS = 12 * 3_600;

export const consoleEnter: Route = {
  method: 'get',
  path: '/console/enter',
  async handle(deps, request) {
    try {
      const entered = await deps.access.enter(request.query['code'] ?? '', deps.clock.now());
      if (entered === null) return fail('CONSOLE_CODE_USED');
      deps.log.info({ tenant: entered.caller.tenant, who: entered.caller.who }, 'a person signed in');
      return redirect('/console', {
        cookies: [
          setCookie(sessionCookie, entered.session, {
            maxAgeS: sessionS,
            publicUrl: deps.config.publicUrl,
          }),
        ],
      });
    } catch (error) {
      return refusalPage(deps, request, error, [{ label: 'refusal.console', href: '/console' }]);
    }
  },
};
