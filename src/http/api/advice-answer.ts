// POST /api/advice/:id/answer: a person answers advice in the console.
import { z } from 'zod';
import { adviceStates } from '#advise/advice.ts';
import { fail } from '#errors.ts';
import { apiRoute, none } from '#http/route.ts';
import { answerKinds } from '#sense/signal.ts';

export const adviceAnswer = apiRoute({
  method: 'post',
  path: '/api/advice/:id/answer',
  name: 'answerAdvice',
  summary: 'Answers advice: taken, done, dismissed, not useful, or snoozed for some days.',
  takes: {
    params: z.object({ id: z.uuid() }),
    query: none,
    body: z.strictObject({
      answer: z.enum(answerKinds),
      snoozeDays: z.number().int().min(1).max(90).default(3),
      note: z.string().trim().max(500).optional(),
    }),
  },
  answer: z.object({
    state: z.enum(adviceStates),
    /** `closed` and `held`: it did not count, because somebody was quicker; `repeated`: it counted before. */
    result: z.enum(['recorded', 'repeated', 'closed', 'held']),
  }),
  async handle(deps, { caller, params, body, request }) {
    const answered = await deps.answer({
      tenant: caller.tenant,
      advice: params.id,
      subject: null,
      kind: body.answer,
      via: 'console',
      by: caller.who,
      note: body.note ?? null,
      snoozeDays: body.snoozeDays,
      key: `console:${params.id}:${body.answer}:${request.id}`,
    });
    if (answered.result === 'unknown') return fail('NOT_FOUND', { what: 'such advice' });
    return { state: answered.advice.state, result: answered.result };
  },
});
