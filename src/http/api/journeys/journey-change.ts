// PATCH /api/journeys/:id: renames, pauses, resumes or ends a journey, or puts it into dry run.
import { z } from 'zod';
import { words } from '#advise/journey/words.ts';
import { apiRoute, none } from '#http/route.ts';
import { journeyId } from './journey-shape.ts';

export const journeyChange = apiRoute({
  method: 'patch',
  path: '/api/journeys/:id',
  name: 'changeJourney',
  summary:
    'Pauses (everybody stays where they are), resumes, or kills (all runs end, what has not gone out is taken back) a journey; its name; its dry run.',
  takes: {
    params: journeyId,
    query: none,
    body: z.strictObject({
      name: words.optional(),
      dryRun: z.boolean().optional(),
      state: z.enum(['live', 'paused', 'killed']).optional(),
    }),
  },
  answer: z.object({ runsEnded: z.number().int(), actionsTakenBack: z.number().int() }),
  async handle({ journeys }, { caller, params, body }) {
    const { runs, actions } = await journeys.change(caller.tenant, caller.who, params.id, body);
    return { runsEnded: runs, actionsTakenBack: actions };
  },
});
