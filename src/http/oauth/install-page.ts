// The page that says why an installation was refused, with the way to begin it again.
import type { HttpDeps } from '#http/deps.ts';
import { refusalPage } from '#http/refusal-page.ts';
import type { Reply } from '#http/reply.ts';
import type { HttpRequest } from '#http/request.ts';
import { platforms } from '#sense/connection.ts';
import { platformNames } from './platform.ts';

export function installPage(
  deps: Pick<HttpDeps, 'log' | 'oauth'>,
  request: HttpRequest,
  error: unknown,
): Reply {
  const asked = request.params['platform'];
  const again = platforms.filter((one) => one === asked && deps.oauth[one] !== null);
  return refusalPage(deps, request, error, [
    ...again.map((platform) => ({
      label: 'refusal.again' as const,
      params: { platform: platformNames[platform] },
      href: `/oauth/${platform}/start`,
    })),
    { label: 'refusal.console', href: '/console' },
  ]);
}
