// POST /api/keys: a new API key; it is shown this once.
import { z } from 'zod';
import { apiRoute, none } from '#http/route.ts';

export const apiKeyAdd = apiRoute({
  method: 'post',
  path: '/api/keys',
  name: 'addApiKey',
  summary: 'Makes an API key. It is only ever shown in this answer.',
  takes: {
    params: none,
    query: none,
    body: z.strictObject({ name: z.string().trim().min(1).max(100) }),
  },
  answer: z.object({ id: z.string(), key: z.string() }),
  handle: ({ access }, { caller, body, now }) => access.makeApiKey(caller.tenant, body.name, now),
});
