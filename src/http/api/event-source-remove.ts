// DELETE /api/event-sources/:id: events with its write key are refused from now on.
import { z } from 'zod';
import { fail } from '#errors.ts';
import { apiRoute, none } from '#http/route.ts';

export const eventSourceRemove = apiRoute({
  method: 'delete',
  path: '/api/event-sources/:id',
  name: 'removeEventSource',
  summary: 'Removes an event source. What it has told stays.',
  takes: { params: z.object({ id: z.uuid() }), query: none, body: none },
  answer: z.object({ removed: z.literal(true) }),
  async handle(deps, { caller, params }) {
    const removed = await deps.eventSources.remove(caller.tenant, params.id);
    return removed ? { removed } : fail('NOT_FOUND', { what: 'such event source' });
  },
});
