// POST /api/drills/:id/close: ends the judging; outcomes go on arriving.
import { z } from 'zod';
import { apiRoute, none } from '#http/route.ts';
import { drillId } from './drill-shape.ts';

export const drillClose = apiRoute({
  method: 'post',
  path: '/api/drills/:id/close',
  name: 'closeDrill',
  summary: 'Ends the judging of a drill; its report grows as outcomes arrive.',
  takes: { params: drillId, query: none, body: none },
  answer: z.object({ state: z.literal('closed') }),
  async handle({ drills }, { caller, params }) {
    await drills.close(caller.tenant, caller.who, params.id);
    return { state: 'closed' as const };
  },
});
