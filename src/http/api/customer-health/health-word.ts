// POST /api/subjects/:id/health: a person says how a customer stands, why and until when; DELETE takes it back.
import { z } from 'zod';
import { healthBands } from '#analyze/finding.ts';
import { subjectId } from '#http/api/story.ts';
import { apiRoute, none } from '#http/route.ts';

const wordId = z.string().regex(/^\d{1,19}$/);

export const healthWord = apiRoute({
  method: 'post',
  path: '/api/subjects/:id/health',
  name: 'sayHealth',
  summary:
    'A person says how a customer stands, why and until when; the index goes on being computed and is shown beside it.',
  takes: {
    params: subjectId,
    query: none,
    body: z.strictObject({
      band: z.enum(healthBands),
      reason: z.string().trim().min(3).max(500),
      days: z.number().int().min(1).max(180),
      /** The word that the person saw and replaces; null where there was none. */
      replaces: wordId.nullable(),
    }),
  },
  answer: z.object({ id: wordId, until: z.iso.datetime() }),
  async handle({ healthWords }, { caller: { tenant, who }, params, body }) {
    const made = await healthWords.say({ tenant, who, subject: params.id, ...body });
    return { id: made.id, until: made.until.toISOString() };
  },
});

export const healthWordBack = apiRoute({
  method: 'delete',
  path: '/api/subjects/:id/health/:word',
  name: 'takeHealthBack',
  summary: 'Takes back what a person said of how a customer stands: the index counts again.',
  takes: { params: subjectId.extend({ word: wordId }), query: none, body: none },
  answer: z.object({ ended: wordId }),
  async handle({ healthWords }, { caller: { tenant, who }, params }) {
    await healthWords.takeBack(tenant, params.id, params.word, who);
    return { ended: params.word };
  },
});
