// The domain, and the e-mail address, in what somebody wrote down as one: a name, or the address of a site.

// RFC 1035: 253 signs; RFC 5321: 64 before the sign and 255 after it.
const mostDomain = 253;
const mostAddress = 320;

export function domainOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const domain = value
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/^www\./, '')
    .split(/[/:?#]/)[0];
  if (domain === undefined || domain.length > mostDomain) return undefined;
  return /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(domain) ? domain : undefined;
}

export function emailIn(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const email = value.trim().toLowerCase();
  if (email.length > mostAddress) return null;
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) ? email : null;
}
