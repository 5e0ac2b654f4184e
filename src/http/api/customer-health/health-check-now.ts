// POST /api/health-check: checks the health index now, without waiting for the night.
import { apiRoute, none } from '#http/route.ts';
import { healthCheckShown } from './health-check-shape.ts';

export const healthCheckNow = apiRoute({
  method: 'post',
  path: '/api/health-check',
  name: 'checkHealth',
  summary: 'Checks the health index against stored history now, and keeps the result.',
  takes: { params: none, query: none, body: none },
  answer: healthCheckShown,
  async handle({ customerHealth }, { caller }) {
    const { at, check } = await customerHealth.checkNow(caller.tenant);
    return { ...check, at };
  },
});
