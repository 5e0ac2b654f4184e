// HubSpot's request signature, version 3: proves that the bytes come from HubSpot, now.
import { createHmac, timingSafeEqual } from 'node:crypto';

/** HubSpot's limit: older requests are refused. */
export const maxAgeMs = 300_000;
/** Clocks differ a little; a request from further ahead could be replayed for longer. */
export const maxAheadMs = 60_000;

export type SignedRequest = {
  readonly method: string;
  /** The public URL of this server followed by the path and query exactly as they came. */
  readonly url: string;
  readonly body: Buffer;
  /** Headers X-HubSpot-Signature-v3 and X-HubSpot-Request-Timestamp. */
  readonly signature: string | undefined;
  readonly timestamp: string | undefined;
};
export type Verdict =
  | { readonly valid: true }
  | { readonly valid: false; readonly reason: 'missing' | 'timestamp' | 'old' | 'ahead' | 'mismatch' };

/** Is it HubSpot's? The age is checked before the signature, the signature in constant time. */
export function verify(request: SignedRequest, secret: string, now: Date): Verdict {
  const { signature, timestamp } = request;
  if (!signature || !timestamp) return { valid: false, reason: 'missing' };
  if (!/^\d{1,15}$/.test(timestamp)) return { valid: false, reason: 'timestamp' };
  const age = now.getTime() - Number(timestamp);
  if (age > maxAgeMs) return { valid: false, reason: 'old' };
  if (age < -maxAheadMs) return { valid: false, reason: 'ahead' };
  const given = Buffer.from(signature, 'base64');
  const matches = formsOf(request.url).map((url) => {
    const wanted = createHmac('sha256', secret)
      .update(`${request.method.toUpperCase()}${url}`)
      .update(request.body)
      .update(timestamp)
      .digest();
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  });
  return matches.includes(true) ? { valid: true } : { valid: false, reason: 'mismatch' };
}

/** What HubSpot's documentation decodes before it signs; everything else stays encoded. */
const decoded: Readonly<Record<string, string>> = {
  '%3A': ':',
  '%2F': '/',
  '%3F': '?',
  '%40': '@',
  '%21': '!',
  '%24': '$',
  '%27': "'",
  '%28': '(',
  '%29': ')',
  '%2A': '*',
  '%2C': ',',
  '%3B': ';',
};

/** Documentation, HubSpot's own samples and the pages' fetch differ in what they decode: each form is accepted. */
function formsOf(url: string): string[] {
  const byTable = url.replace(/%[0-9A-Fa-f]{2}/g, (code) => decoded[code.toUpperCase()] ?? code);
  const forms = new Set([byTable, url]);
  try {
    forms.add(decodeURIComponent(url));
  } catch {
    // A lone % cannot be decoded; the two other forms remain.
  }
  return [...forms];
}
