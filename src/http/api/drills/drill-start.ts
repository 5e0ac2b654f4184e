// POST /api/drills: begins a drill with a sample of open records.
import { z } from 'zod';
import { apiRoute, none } from '#http/route.ts';
import { drillTarget } from '#learn/drill.ts';
import { drillShown } from './drill-shape.ts';

export const drillStart = apiRoute({
  method: 'post',
  path: '/api/drills',
  name: 'startDrill',
  summary:
    'Begins a drill: samples open records of every strength, keeps what the machine says of them, and hides it.',
  takes: {
    params: none,
    query: none,
    body: z.strictObject({
      target: drillTarget,
      title: z.string().trim().min(1).max(120),
      size: z.number().int().min(10).max(200).default(40),
      /** Days until when judges are awaited. */
      days: z.number().int().min(1).max(90).default(14),
    }),
  },
  answer: drillShown,
  handle: ({ drills }, { caller, body }) => drills.start(caller.tenant, caller.who, body),
});
