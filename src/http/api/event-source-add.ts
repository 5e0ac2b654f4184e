// POST /api/event-sources: a new event source; its write key is shown this once.
import { z } from 'zod';
import { apiRoute, none } from '#http/route.ts';
import { eventSource } from './event-sources.ts';

export const eventSourceAdd = apiRoute({
  method: 'post',
  path: '/api/event-sources',
  name: 'addEventSource',
  summary: 'Adds an event source. The write key is only ever shown in this answer.',
  takes: {
    params: none,
    query: none,
    body: z.strictObject({ name: z.string().trim().min(1).max(100) }),
  },
  answer: z.object({ source: eventSource, writeKey: z.string() }),
  handle: (deps, { caller, body, now }) => deps.eventSources.add(caller.tenant, body.name, now),
});
