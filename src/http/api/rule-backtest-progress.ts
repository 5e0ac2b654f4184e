// GET /api/rules/backtests/:id: how far a backtest of a rule or a journey is, for whoever waits for it.
import { z } from 'zod';
import { apiRoute, none } from '#http/route.ts';

export const ruleBacktestProgress = apiRoute({
  method: 'get',
  path: '/api/rules/backtests/:id',
  name: 'backtestProgress',
  summary:
    'How many subjects a running backtest of a rule or a journey has asked, in whichever process; null when it is over.',
  takes: { params: z.object({ id: z.uuid() }), query: none, body: none },
  answer: z.object({ running: z.object({ done: z.number().int(), total: z.number().int() }).nullable() }),
  handle: async ({ rules: desk }, { caller, params }) => ({
    running: await desk.progress(caller.tenant, params.id),
  }),
});
