// The page that says why an installation was refused, with the way to begin it again.
import { isRevloopError } from '#errors.ts';
import type { HttpDeps } from '#http/deps.ts';
import { refusalPage } from '#http/refusal-page.ts';
import type { Reply } from '#http/reply.ts';
import type { HttpRequest } from '#http/request.ts';
import { platforms } from '#sense/connection.ts';
import { packagesOf } from './login-choice.ts';
import { platformNames } from './platform.ts';

export function installPage(
  deps: Pick<HttpDeps, 'log' | 'oauth'>,
  request: HttpRequest,
  error: unknown,
): Reply {
  const asked = request.params['platform'];
  const again = platforms.filter((one) => one === asked && deps.oauth[one] !== null);
  return refusalPage(deps, request, error, [
    ...packageLinks(deps, error),
    ...again.map((platform) => ({
      label: 'refusal.again' as const,
      params: { platform: platformNames[platform] },
      href: `/oauth/${platform}/start`,
    })),
    { label: 'refusal.console', href: '/console' },
  ]);
}

/** Where an org lacks our package, the way to it comes first. */
function packageLinks({ oauth }: Pick<HttpDeps, 'oauth'>, error: unknown) {
  const logins = oauth.salesforce?.logins ?? null;
  if (logins === null || !isRevloopError(error) || error.code !== 'INSTALL_PACKAGE_MISSING') return [];
  return packagesOf(logins);
}
