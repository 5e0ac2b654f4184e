// GET /api/status: what waits to be done, and when the loop last did something.
import { z } from 'zod';
import { instant } from '#http/instant.ts';
import { apiRoute, none } from '#http/route.ts';

export const status = apiRoute({
  method: 'get',
  path: '/api/status',
  name: 'status',
  summary: 'What waits at each stage of the loop, and its last turn and action.',
  takes: { params: none, query: none, body: none },
  answer: z.object({
    deliveriesWaiting: z.number(),
    deliveriesParked: z.number(),
    signalsWaiting: z.number(),
    subjectsDirty: z.number(),
    recordsToReread: z.number(),
    actionsPending: z.number(),
    actionsParked: z.number(),
    oldestWaitingAt: instant.nullable(),
    lastTurnAt: instant.nullable(),
    lastActionAt: instant.nullable(),
  }),
  handle: ({ reports }, { caller }) => reports.status(caller.tenant),
});
