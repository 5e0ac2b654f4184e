// Signs what HubSpot sends: v3, and the older v1 and v2 that still come along.
import { createHash, createHmac } from 'node:crypto';

export type Signed = {
  readonly clientSecret: string;
  readonly method: string;
  readonly uri: string;
  readonly body: string;
  readonly timestamp: number;
};

// hubspot.md 3.3: only these are decoded before signing.
const decoded: readonly (readonly [code: string, sign: string])[] = [
  ...([
    ['3A', ':'],
    ['2F', '/'],
    ['3F', '?'],
    ['40', '@'],
    ['21', '!'],
    ['24', '$'],
    ['27', "'"],
  ] as const),
  ...([
    ['28', '('],
    ['29', ')'],
    ['2A', '*'],
    ['2C', ','],
    ['3B', ';'],
  ] as const),
];

/** The v3 signature: base64 HMAC-SHA256 over method, uri, body and timestamp. */
export function signatureV3({ clientSecret, method, uri, body, timestamp }: Signed): string {
  const source = `${method}${decodedUri(uri)}${body}${timestamp}`;
  return createHmac('sha256', clientSecret).update(source, 'utf8').digest('base64');
}

/** All signature headers of a request from HubSpot. */
export function signatureHeaders(signed: Signed): Record<string, string> {
  const { clientSecret, body } = signed;
  return {
    'X-HubSpot-Signature': createHash('sha256').update(`${clientSecret}${body}`, 'utf8').digest('hex'),
    'X-HubSpot-Signature-Version': 'v1',
    'X-HubSpot-Signature-v3': signatureV3(signed),
    'X-HubSpot-Request-Timestamp': String(signed.timestamp),
  };
}

/** The v2 signature, which workflow actions carry: hex SHA-256 over secret, method, uri and body. */
export function signatureV2({ clientSecret, method, uri, body }: Omit<Signed, 'timestamp'>): string {
  return createHash('sha256').update(`${clientSecret}${method}${uri}${body}`, 'utf8').digest('hex');
}

function decodedUri(uri: string): string {
  return decoded.reduce((text, [code, sign]) => text.replaceAll(new RegExp(`%${code}`, 'gi'), sign), uri);
}
