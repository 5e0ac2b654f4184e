// The domain in what somebody wrote down as one: a name, or the address of a site.

export function domainOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const domain = value
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/^www\./, '')
    .split(/[/:?#]/)[0];
  return domain !== undefined && /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(domain) ? domain : undefined;
}
