// GET /api/runs/:id: one run with every step, what was decided there and why.
import { segmentNames } from '#http/api/segment-names.ts';
import { apiRoute, none } from '#http/route.ts';
import { runId } from './journey-shape.ts';
import { runTrace, showTrace } from './run-shape.ts';

export const run = apiRoute({
  method: 'get',
  path: '/api/runs/:id',
  name: 'run',
  summary: 'One run of a journey with the trace of its steps.',
  takes: { params: runId, query: none, body: none },
  answer: runTrace,
  handle: async ({ journeys, store }, { caller, params }) =>
    showTrace(await journeys.trace(caller.tenant, params.id), await segmentNames(store, caller.tenant)),
});
