// GET /api/event-sources: where the tenant's product events come from.
import { z } from 'zod';
import { instant } from '#http/instant.ts';
import { apiRoute, none } from '#http/route.ts';

export const eventSource = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: instant,
  lastSeenAt: instant.nullable(),
});

export const eventSources = apiRoute({
  method: 'get',
  path: '/api/event-sources',
  name: 'eventSources',
  summary: 'Where product events come from, and when each was last heard of.',
  takes: { params: none, query: none, body: none },
  answer: z.object({ sources: z.array(eventSource) }),
  handle: async (deps, { caller }) => ({ sources: await deps.eventSources.list(caller.tenant) }),
});
