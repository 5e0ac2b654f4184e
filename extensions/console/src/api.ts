// Asks the API, as the session of the cookie.

type Said = { readonly says: string; readonly now: string };
type Body = { code: string; message: string; now: string; id: string; words?: { en: Said; 'zh-CN': Said } };

/** What the API refused: its sentence and what to do now, in the languages of people. */
export class Refused extends Error {
  readonly status: number;
  readonly code: string;
  readonly words: { readonly en: Said; readonly 'zh-CN': Said };
  readonly id: string;
  constructor(status: number, body: Body) {
    super(body.message);
    this.status = status;
    this.code = body.code;
    const said = { says: body.message, now: body.now };
    this.words = body.words ?? { en: said, 'zh-CN': said };
    this.id = body.id;
  }
}

type Query = { readonly [name: string]: string | number | undefined };

/** Rejects with Refused, or with a TypeError when the server cannot be reached. */
export async function ask<Answer>(path: string, query: Query = {}, signal?: AbortSignal): Promise<Answer> {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return answerOf<Answer>(
    await fetch(search === '' ? path : `${path}?${search}`, { signal: signal ?? null }),
  );
}

export async function tell<Answer>(
  method: 'POST' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<Answer> {
  return answerOf<Answer>(
    await fetch(path, {
      method,
      // The server takes changes with a cookie only when this header is there, which no other site can set.
      headers: {
        'x-revloop-console': '1',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? null : JSON.stringify(body),
    }),
  );
}

async function answerOf<Answer>(response: Response): Promise<Answer> {
  const body = await response.json().catch(() => null);
  if (response.ok) return body;
  const id = response.headers.get('x-request-id') ?? '';
  throw new Refused(response.status, body ?? { code: 'INTERNAL', message: response.statusText, now: '', id });
}
