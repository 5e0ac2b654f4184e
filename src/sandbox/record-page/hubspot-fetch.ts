// HubSpot's signing proxy behind `hubspot.fetch`: adds who asks, signs v3 and holds the call to HubSpot's limits.
import { createHmac } from 'node:crypto';
import { z } from 'zod';

/** What a card hands to `hubspot.fetch`. */
export const FetchInput = z.object({
  url: z.string(),
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).default('GET'),
  body: z.record(z.string(), z.unknown()).optional(),
  headers: z.record(z.string(), z.string()).optional(),
  timeout: z.number().int().positive().optional(),
});
export type FetchInput = z.infer<typeof FetchInput>;

/** Who asks, through which app. `permitted` are the origins of the app's permittedUrls.fetch. */
export type Asker = {
  readonly appId: string;
  readonly clientSecret: string;
  readonly permitted: readonly string[];
  readonly portalId: string;
  readonly userId: string;
  readonly userEmail: string;
};

export type FetchOutput = { readonly status: number; readonly body: string };

// HubSpot's documented limits of hubspot.fetch: 15 s over all attempts, 1 MB each way, one retry, no redirects.
const longest = 15_000;
const largest = 1_000_000;

/** The card's request as HubSpot would send it; answers with the status and text that the card sees. */
export async function hubspotFetch(asker: Asker, now: () => number, input: FetchInput): Promise<FetchOutput> {
  const refusal = refusalOf(asker, input);
  if (refusal !== undefined) return problem(400, 'VALIDATION_ERROR', refusal);
  const signal = AbortSignal.timeout(Math.min(input.timeout ?? longest, longest));
  const first = await attempt(asker, now, input, signal);
  if (first.status < 500 || signal.aborted) return toCard(first);
  return toCard(await attempt(asker, now, input, signal));
}

function refusalOf(asker: Asker, input: FetchInput): string | undefined {
  if (!URL.canParse(input.url)) return 'The URL is not absolute.';
  if (!asker.permitted.includes(new URL(input.url).origin)) {
    return `${input.url} is not in the app's permittedUrls.fetch.`;
  }
  const names = Object.keys(input.headers ?? {});
  if (names.some((name) => name.toLowerCase() !== 'authorization')) {
    return "Only 'Authorization' header is allowed";
  }
  if (Buffer.byteLength(JSON.stringify(input.body ?? '')) > largest)
    return 'The request is larger than 1 MB.';
  return undefined;
}

async function attempt(
  asker: Asker,
  now: () => number,
  input: FetchInput,
  signal: AbortSignal,
): Promise<FetchOutput> {
  const body = input.method === 'GET' || input.body === undefined ? '' : JSON.stringify(input.body);
  const { url, headers } = signed(asker, now(), { method: input.method, url: input.url, body });
  try {
    const response = await fetch(url, {
      method: input.method,
      headers: {
        ...input.headers,
        ...headers,
        ...(body === '' ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === '' ? {} : { body }),
      redirect: 'manual',
      signal,
    });
    const text = await response.text();
    if (Buffer.byteLength(text) > largest) return { status: 502, body: 'The answer is larger than 1 MB.' };
    return { status: response.status, body: text };
  } catch (error) {
    return { status: signal.aborted ? 504 : 502, body: String(error) };
  }
}

type Request = { readonly method: string; readonly url: string; readonly body: string };

/** The URL with HubSpot's own parameters, and the headers of signature v3 (HMAC-SHA256 of method, URI, body, time). */
export function signed(asker: Asker, now: number, request: Request) {
  const url = new URL(request.url);
  const { userId, portalId, userEmail, appId } = asker;
  const own = { userId, portalId, userEmail, appId };
  for (const name of Object.keys(own)) if (url.searchParams.has(name)) url.searchParams.delete(name);
  // Added as text: going through searchParams would write the card's own part anew, in other bytes.
  url.search = `${url.search === '' ? '?' : `${url.search}&`}${new URLSearchParams(own)}`;
  const source = `${request.method}${decodedForSigning(url.href)}${request.body}${now}`;
  return {
    url: url.href,
    headers: {
      'X-HubSpot-Request-Timestamp': String(now),
      'X-HubSpot-Signature-v3': createHmac('sha256', asker.clientSecret).update(source).digest('base64'),
    },
  };
}

const decoded: Readonly<Record<string, string>> = {
  ...{ '%3A': ':', '%2F': '/', '%3F': '?', '%40': '@', '%21': '!', '%24': '$' },
  ...{ '%27': "'", '%28': '(', '%29': ')', '%2A': '*', '%2C': ',', '%3B': ';' },
};

// HubSpot signs the URI after decoding these twelve characters and no others.
function decodedForSigning(uri: string): string {
  return uri.replace(/%[0-9A-F]{2}/gi, (code) => decoded[code.toUpperCase()] ?? code);
}

function toCard({ status, body }: FetchOutput): FetchOutput {
  if (status >= 200 && status < 300) return { status, body };
  return problem(502, 'BAD_GATEWAY', `Unacceptable HTTP status ${status}`, body);
}

function problem(status: number, category: string, message: string, responseBody?: string): FetchOutput {
  return { status, body: JSON.stringify({ status: 'error', category, message, responseBody }) };
}
