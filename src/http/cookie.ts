// The cookies that Revloop sets: the session, and the browser that began an install.

export const sessionCookie = 'revloop_session';
export const installCookie = 'revloop_install';

/** `publicUrl` decides about Secure: a console under plain http on this machine still works. */
export function setCookie(
  name: string,
  value: string,
  { maxAgeS, publicUrl, path = '/' }: { maxAgeS: number; publicUrl: string; path?: string },
): string {
  const secure = publicUrl.startsWith('https:') ? '; Secure' : '';
  return `${name}=${value}; Path=${path}; Max-Age=${maxAgeS}; HttpOnly; SameSite=Lax${secure}`;
}

/** The cookies of a request; the first one of a name counts. */
export function readCookies(header: string | undefined): Record<string, string> {
  const cookies: Record<string, string> = {};
  for (const part of (header ?? '').split(';')) {
    const cut = part.indexOf('=');
    if (cut < 1) continue;
    const name = part.slice(0, cut).trim();
    if (!Object.hasOwn(cookies, name)) cookies[name] = part.slice(cut + 1).trim();
  }
  return cookies;
}
