// POST /api/logout: ends the session.
import { z } from 'zod';
import { callerOf } from '#http/caller.ts';
import { sessionCookie, setCookie } from '#http/cookie.ts';
import { json } from '#http/reply.ts';
import { none, type Route } from '#http/route.ts';

export const logout: Route = {
  method: 'post',
  path: '/api/logout',
  api: {
    name: 'logout',
    summary: 'Ends the session of the cookie.',
    params: none,
    query: none,
    body: null,
    answer: z.object({ signedOut: z.literal(true) }),
    open: false,
  },
  async handle(deps, request) {
    await callerOf(deps, request, deps.clock.now());
    const secret = request.cookies[sessionCookie];
    if (secret !== undefined) await deps.access.endSession(secret);
    return json(
      { signedOut: true },
      { cookies: [setCookie(sessionCookie, '', { maxAgeS: 0, publicUrl: deps.config.publicUrl })] },
    );
  },
};
