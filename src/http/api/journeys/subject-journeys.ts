// GET /api/subjects/:id/journeys: the journeys that a customer was or is on, step by step.
import { z } from 'zod';
import { segmentNames } from '#http/api/segment-names.ts';
import { apiRoute, none } from '#http/route.ts';
import { runId } from './journey-shape.ts';
import { runTrace, showTrace } from './run-shape.ts';

export const subjectJourneys = apiRoute({
  method: 'get',
  path: '/api/subjects/:id/journeys',
  name: 'subjectJourneys',
  summary: 'Runs of one subject with the trace of their steps, newest first.',
  takes: { params: runId, query: none, body: none },
  answer: z.object({ runs: z.array(runTrace) }),
  async handle({ journeys, store }, { caller, params }) {
    const runs = await journeys.ofSubject(caller.tenant, params.id);
    const names = await segmentNames(store, caller.tenant);
    return { runs: runs.map((one) => showTrace(one, names)) };
  },
});
