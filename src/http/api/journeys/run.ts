// GET /api/runs/:id: one run with every step, what was decided there and why.
import { apiRoute, none } from '#http/route.ts';
import { runId, runTrace } from './journey-shape.ts';

export const run = apiRoute({
  method: 'get',
  path: '/api/runs/:id',
  name: 'run',
  summary: 'One run of a journey with the trace of its steps.',
  takes: { params: runId, query: none, body: none },
  answer: runTrace,
  async handle({ journeys }, { caller, params }) {
    const { steps, ...rest } = await journeys.trace(caller.tenant, params.id);
    return { ...rest, steps: steps.map((step) => ({ ...step })) };
  },
});
