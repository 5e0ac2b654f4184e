// Where the Pub/Sub API is, as SALESFORCE_PUBSUB_URL says it.

export type PubsubAddress = { readonly target: string; readonly tls: boolean };

const address = /^(?:(https?):\/\/)?(\[[0-9a-f:.]+\]|[^\s:/?#@]+)(?::(\d{1,5}))?\/?$/i;
const here = ['127.0.0.1', 'localhost', '[::1]'];
const usualPort = 7443;

/**
 * `host:port` and `https://host:port` are spoken to with TLS; `http://host:port`, and a bare address of this very
 * machine, without. Null when it is none of these.
 */
export function pubsubAddress(text: string): PubsubAddress | null {
  const [, scheme, host, port] = address.exec(text.trim()) ?? [];
  if (host === undefined || Number(port ?? usualPort) > 65_535) return null;
  const tls = scheme === undefined ? !here.includes(host.toLowerCase()) : scheme.toLowerCase() === 'https';
  return { target: `${host}:${port ?? usualPort}`, tls };
}
