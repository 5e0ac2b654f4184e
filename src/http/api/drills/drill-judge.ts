// POST /api/drills/:id/judgements: what a person thinks of one case; the last word counts.
import { z } from 'zod';
import { apiRoute, none } from '#http/route.ts';
import { drillId } from './drill-shape.ts';

export const drillJudge = apiRoute({
  method: 'post',
  path: '/api/drills/:id/judgements',
  name: 'judgeCase',
  summary: "The caller's probability for one case, and why.",
  takes: {
    params: drillId,
    query: none,
    body: z.strictObject({
      place: z.number().int().min(0),
      probability: z.number().min(0).max(1),
      reason: z.string().trim().max(500).nullable().default(null),
    }),
  },
  answer: z.object({ place: z.number() }),
  async handle({ drills }, { caller, params, body }) {
    const reason = body.reason === '' ? null : body.reason;
    await drills.judge(caller.tenant, caller.who, { id: params.id, ...body, reason });
    return { place: body.place };
  },
});
