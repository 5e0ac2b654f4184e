// POST /api/advice/:id/answer: a person answers advice in the console.
import { z } from 'zod';
import { adviceStates } from '#advise/advice.ts';
import { fail } from '#errors.ts';
import { answerAdvice, personAnswers } from '#http/answer.ts';
import { apiRoute, none } from '#http/route.ts';

export const adviceAnswer = apiRoute({
  method: 'post',
  path: '/api/advice/:id/answer',
  name: 'answerAdvice',
  summary: 'Answers advice: taken, done, dismissed, not useful, or snoozed for some days.',
  takes: {
    params: z.object({ id: z.uuid() }),
    query: none,
    body: z.strictObject({
      answer: z.enum(personAnswers),
      snoozeDays: z.number().int().min(1).max(90).default(3),
      note: z.string().trim().max(500).optional(),
    }),
  },
  answer: z.object({ state: z.enum(adviceStates) }),
  async handle(deps, { caller, params, body, now, request }) {
    const answered = await answerAdvice(deps, {
      tenant: caller.tenant,
      advice: params.id,
      subject: null,
      answer: body.answer,
      via: 'console',
      by: caller.who,
      note: body.note ?? null,
      snoozeDays: body.snoozeDays,
      key: `console:${params.id}:${body.answer}:${request.id}`,
      now,
    });
    return answered === null ? fail('NOT_FOUND', { what: 'such advice' }) : { state: answered.advice.state };
  },
});
