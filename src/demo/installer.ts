// The person who connects the demo's accounts: walks through the consent pages as a browser would.
import { fail } from '#errors.ts';
import type { Platform } from '#sense/connection.ts';

export type Installer = {
  /** Goes through `/oauth/<platform>/start`, answers the consent page with `answer`, and ends at the console. */
  connect(platform: Platform, answer: Readonly<Record<string, string>>): Promise<void>;
};

/** One browser: its cookies hold for all that it connects. `server`: the address of Revloop. */
export function openInstaller(server: string): Installer {
  const cookies = new Map<string, string>();
  const ask = async (url: string, init: RequestInit = {}) => {
    const ours = url.startsWith(server);
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: { ...(ours && cookie !== '' ? { cookie } : {}) },
      signal: AbortSignal.timeout(30_000),
    });
    for (const set of ours ? response.headers.getSetCookie() : []) {
      const [name, value] = (set.split(';')[0] ?? '').split('=');
      if (name !== undefined && value !== undefined) cookies.set(name, value);
    }
    return response;
  };
  return {
    async connect(platform, answer) {
      // Salesforce has several doors; the sandbox stands behind the one of production.
      const door = platform === 'salesforce' ? '?host=production' : '';
      const consent = locationOf(await ask(`${server}/oauth/${platform}/start${door}`), platform);
      const asked = new URL(consent);
      const form = new URLSearchParams(asked.search);
      for (const [name, value] of Object.entries(answer)) form.set(name, value);
      const granted = await ask(`${asked.origin}${asked.pathname}`, { method: 'POST', body: form });
      const done = await ask(locationOf(granted, platform));
      locationOf(done, platform);
    },
  };
}

function locationOf(response: Response, platform: string): string {
  const location = response.headers.get('location');
  if (location !== null) return location;
  return fail('DEMO_NOT_CONNECTED', { platform, problem: `${response.url} answered ${response.status}` });
}
