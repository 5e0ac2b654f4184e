// GET /api/drills: all drills with how far they are, and whether it is time for one.
import { z } from 'zod';
import { apiRoute, none } from '#http/route.ts';
import { drillLine } from './drill-shape.ts';

export const drills = apiRoute({
  method: 'get',
  path: '/api/drills',
  name: 'drills',
  summary: 'Drills, newest first, and whether a quarter has gone by since the last.',
  takes: { params: none, query: none, body: none },
  answer: z.object({ drills: z.array(drillLine), due: z.boolean() }),
  handle: ({ drills: desk }, { caller }) => desk.list(caller.tenant),
});
