// GET /api/drills/:id/report: who was right where, as far as outcomes are known.
import { z } from 'zod';
import { apiRoute, none } from '#http/route.ts';
import { drillReport as reportShape } from '#learn/drill-view.ts';
import { drillId, drillShown } from './drill-shape.ts';

export const drillReport = apiRoute({
  method: 'get',
  path: '/api/drills/:id/report',
  name: 'drillReport',
  summary:
    'People against the machine: measures with intervals, calibration, agreement, the best mix, and lessons.',
  takes: { params: drillId, query: none, body: none },
  answer: z.object({ drill: drillShown, report: reportShape }),
  handle: ({ drills }, { caller, params }) => drills.report(caller.tenant, params.id),
});
