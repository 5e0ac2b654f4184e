// A reply: what a handler returns; only the app touches the socket.

export type Reply = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly body: string | Buffer;
};

type More = {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
};

export function json(value: unknown, more: More = {}): Reply {
  return reply('application/json; charset=utf-8', JSON.stringify(value), more);
}

export function html(page: string, more: More = {}): Reply {
  return reply('text/html; charset=utf-8', page, more);
}

export function plain(words: string, more: More = {}): Reply {
  return reply('text/plain; charset=utf-8', words, more);
}

export function xml(document: string, more: More = {}): Reply {
  return reply('text/xml; charset=utf-8', document, more);
}

/** Sends the browser on. 303, so that the next request is a GET whatever this one was. */
export function redirect(location: string, more: More = {}): Reply {
  const { headers, cookies } = more;
  return reply('text/plain; charset=utf-8', '', {
    status: 303,
    headers: { ...headers, location },
    ...(cookies === undefined ? {} : { cookies }),
  });
}

function reply(type: string, body: string, { status = 200, headers = {}, cookies = [] }: More): Reply {
  return {
    status,
    headers: { 'cache-control': 'no-store', 'content-type': type, ...headers },
    cookies,
    body,
  };
}
