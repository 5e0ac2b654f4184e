// DELETE /api/keys/:id: the key is refused from now on.
import { z } from 'zod';
import { fail } from '#errors.ts';
import { apiRoute, none } from '#http/route.ts';

export const apiKeyRemove = apiRoute({
  method: 'delete',
  path: '/api/keys/:id',
  name: 'removeApiKey',
  summary: 'Removes an API key.',
  takes: { params: z.object({ id: z.string().regex(/^[0-9a-f]{64}$/) }), query: none, body: none },
  answer: z.object({ removed: z.literal(true) }),
  async handle({ access }, { caller, params }) {
    const removed = await access.removeApiKey(caller.tenant, params.id);
    return removed ? { removed } : fail('NOT_FOUND', { what: 'such key' });
  },
});
