// Lets jsforce see an answer of Salesforce only when all of it has come, and could be unpacked.
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { type Dispatcher, EnvHttpProxyAgent } from 'undici';

type Headers = Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>[2];
type Start = { readonly status: number; readonly headers: Headers; readonly message: string | undefined };

const unpackers: Readonly<Record<string, (packed: Buffer) => Buffer>> = {
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  // With its head or without it: both are sent under this name.
  deflate: (packed) => ((packed[0] ?? 0) % 16 === 8 ? inflateSync(packed) : inflateRawSync(packed)),
  br: brotliDecompressSync,
};

/**
 * jsforce pipes an answer's body on without hearing its errors: a connection that breaks in the middle of an answer, or
 * bytes that cannot be unpacked, end the whole process; a packed body that was cut short counts as an empty one; and its
 * timeout ends with the headers. With the whole answer in hand all of these are ordinary failures.
 */
const whole: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (options, handler) => {
  const held: { start: Start | null; readonly chunks: Buffer[] } = { start: null, chunks: [] };
  return dispatch(options, {
    onRequestStart: (controller, context) => handler.onRequestStart?.(controller, context),
    onResponseStart(_controller, status, headers, message) {
      if (status >= 200) held.start = { status, headers, message };
    },
    onResponseData(_controller, chunk) {
      // The bytes belong to the parser, which writes over them.
      held.chunks.push(Buffer.from(chunk));
    },
    onResponseEnd(controller, trailers) {
      const { start, chunks } = held;
      if (start === null) return;
      const body = Buffer.concat(chunks);
      const fault = faultOf(start.headers, body);
      if (fault !== null) return handler.onResponseError?.(controller, fault);
      handler.onResponseStart?.(controller, start.status, start.headers, start.message);
      if (body.length > 0) handler.onResponseData?.(controller, body);
      handler.onResponseEnd?.(controller, trailers);
    },
    onResponseError: (controller, error) => handler.onResponseError?.(controller, error),
  });
};

/** Why the body cannot be unpacked. fetch unpacks it once more: it would not say that it failed. */
function faultOf({ 'content-encoding': packing }: Headers, body: Buffer): Error | null {
  const unpack = unpackers[String(packing ?? '').toLowerCase()];
  if (unpack === undefined || body.length === 0) return null;
  try {
    unpack(body);
    return null;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** Follows the proxy variables of the environment as jsforce does, but with one pool instead of one a request. */
export function wholeAnswers(): Dispatcher {
  return new EnvHttpProxyAgent({ allowH2: false }).compose(whole);
}
