// POST /api/journeys/backtest: who would have come into a journey on stored history, how early, and what it would have asked.
import { z } from 'zod';
import { journeyGraph } from '#advise/journey/journey-graph.ts';
import { apiRoute, none } from '#http/route.ts';
import { backtestReport, journeyBacktest as report } from '#learn/backtest/report.ts';

export const journeyBacktest = apiRoute({
  method: 'post',
  path: '/api/journeys/backtest',
  name: 'backtestJourney',
  summary:
    'A graph lived through for every day of stored history: who comes in, who was caught, how early, in vain, overlap, and the load a week.',
  takes: {
    params: none,
    query: none,
    body: z.strictObject({
      graph: journeyGraph,
      /** The journey that it is a version of: it is not compared with itself, and its holdout falls as it will. */
      id: z.uuid().optional(),
      days: z.number().int().min(1).max(365).default(90),
      horizonDays: z.number().int().min(1).max(365).default(60),
      /** Left away: churned for companies, won for people, lost for deals. */
      outcome: backtestReport.shape.outcome.optional(),
      /** A name of the caller's own, under which `GET /api/rules/backtests/{id}` tells how far it is. */
      run: z.uuid().optional(),
    }),
  },
  answer: report,
  handle: ({ journeys }, { caller, body }) => {
    const { id = null, graph, days, horizonDays, outcome = null, run } = body;
    return journeys.backtest(caller.tenant, { id, graph }, { days, horizonDays, outcome, run });
  },
});
