// GET /api/keys: the keys with which programs may use this API.
import { z } from 'zod';
import { instant } from '#http/instant.ts';
import { apiRoute, none } from '#http/route.ts';

export const apiKeys = apiRoute({
  method: 'get',
  path: '/api/keys',
  name: 'apiKeys',
  summary: 'The API keys of the tenant, without their secrets.',
  takes: { params: none, query: none, body: none },
  answer: z.object({
    keys: z.array(
      z.object({ id: z.string(), name: z.string(), createdAt: instant, usedAt: instant.nullable() }),
    ),
  }),
  handle: async ({ access }, { caller }) => ({ keys: await access.apiKeys(caller.tenant) }),
});
