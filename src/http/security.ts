// The headers that tell browsers what a page of ours may do.

/** Answers that are not pages: nothing in them may run, and no site may frame them. */
const bare = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** Small pages of words with a style of their own. */
const page =
  "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

/** The console: its own scripts; Mantine sets styles in attributes and in style elements. */
export const consolePolicy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; " +
  "connect-src 'self'; manifest-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'self'";

/** `contentType` is that of the answer; an answer may bring a policy of its own. */
export function securityHeaders(contentType: string, publicUrl: string): Record<string, string> {
  return {
    'content-security-policy': contentType.startsWith('text/html') ? page : bare,
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    ...(publicUrl.startsWith('https:') ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  };
}
