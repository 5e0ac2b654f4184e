// POST /api/rules/backtest: what a condition would have said on stored history, and whom it would have caught.
import { z } from 'zod';
import { ruleId } from '#advise/rule/rule.ts';
import { apiRoute, none } from '#http/route.ts';
import { backtestReport } from '#learn/backtest/report.ts';
import { condition, treeIn } from './rule-shape.ts';

export const ruleBacktest = apiRoute({
  method: 'post',
  path: '/api/rules/backtest',
  name: 'backtestRule',
  summary:
    'A condition asked for every day of stored history: alerts, who was caught, how early, in vain, overlap.',
  takes: {
    params: none,
    query: none,
    body: z.strictObject({
      ...condition,
      /** The rule that it is a version of, so that it is not compared with itself. */
      id: ruleId.optional(),
      days: z.number().int().min(1).max(365).default(90),
      horizonDays: z.number().int().min(1).max(365).default(60),
      /** Left away: churned for companies, won for people, lost for deals. */
      outcome: backtestReport.shape.outcome.optional(),
      /** A name of the caller's own, under which `GET /api/rules/backtests/{id}` tells how far it is. */
      run: z.uuid().optional(),
    }),
  },
  answer: backtestReport,
  async handle({ rules: desk }, { caller, body }) {
    const rule = { id: body.id ?? null, kind: body.kind, when: treeIn(body) };
    const { days, horizonDays, outcome, run } = body;
    return desk.backtest(caller.tenant, rule, { days, horizonDays, outcome: outcome ?? null, run });
  },
});
