// GET /api/approvals: every run that waits for a yes or no of a person, and what it asks.
import { z } from 'zod';
import { words } from '#advise/journey/words.ts';
import { apiRoute, none } from '#http/route.ts';
import { maybeMoment, moment } from './journey-shape.ts';

export const approvals = apiRoute({
  method: 'get',
  path: '/api/approvals',
  name: 'approvals',
  summary:
    'Runs that wait for a yes or no: what they ask, of whom, and until when. The longest waiting first.',
  takes: { params: none, query: none, body: none },
  answer: z.object({
    approvals: z.array(
      z.object({
        run: z.string(),
        journey: z.string(),
        name: words,
        subject: z.string(),
        who: z.string(),
        ask: words,
        since: moment,
        until: maybeMoment,
      }),
    ),
  }),
  handle: async ({ journeys }, { caller }) => ({ approvals: await journeys.approvals(caller.tenant) }),
});
