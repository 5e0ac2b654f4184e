// POST /api/runs/:id/approval: yes or no to a step that asks for it; the first answer counts.
import { z } from 'zod';
import { apiRoute, none } from '#http/route.ts';
import { runId } from './journey-shape.ts';

export const runApprove = apiRoute({
  method: 'post',
  path: '/api/runs/:id/approval',
  name: 'approveRun',
  summary: 'Answers a run that waits for approval.',
  takes: { params: runId, query: none, body: z.strictObject({ answer: z.enum(['yes', 'no']) }) },
  answer: z.object({ answer: z.enum(['yes', 'no']) }),
  async handle({ journeys }, { caller, params, body }) {
    await journeys.approve(caller.tenant, caller.who, params.id, body.answer);
    return body;
  },
});
