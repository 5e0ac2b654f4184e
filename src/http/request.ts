// A request as handlers see it: read once, whole, and without the socket.
import type { IncomingHttpHeaders } from 'node:http';

export type HttpRequest = {
  readonly id: string;
  readonly method: string;
  /** Path and query exactly as they came, for signatures. */
  readonly url: string;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  /** The last value of each name. */
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  readonly cookies: Readonly<Record<string, string>>;
  /** Empty when there was none. */
  readonly body: Buffer;
};

/** A header with one value; empty when absent. */
export function headerOf(request: Pick<HttpRequest, 'headers'>, name: string): string {
  const value = request.headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? '';
}
