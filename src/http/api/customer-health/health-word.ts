// POST /api/subjects/:id/health: a person says how a customer stands, why and until when; DELETE takes it back.
import { z } from 'zod';
import { healthBands } from '#analyze/finding.ts';
import { fail } from '#errors.ts';
import { subjectId } from '#http/api/story.ts';
import { apiRoute, none } from '#http/route.ts';

const wordId = z.string().regex(/^\d{1,19}$/);
const dayMs = 86_400_000;

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
  async handle({ store, queue }, { caller, params, body, now }) {
    const { tenant, who } = caller;
    const { band, reason, days, replaces } = body;
    const made = await store.asTenant(tenant, async (rows) => {
      const kinds = await rows.subjects.kinds([params.id]);
      if (kinds.get(params.id) !== 'company') return fail('NOT_FOUND', { what: 'such company' });
      const until = new Date(now.getTime() + days * dayMs);
      const word = { subject: params.id, band, reason, who, at: now, until };
      const said = await rows.health.override(word, replaces);
      if (said === null) return fail('HEALTH_WORD_OTHER');
      const from = said.ended === null ? 'computed' : said.ended.band;
      const change = { health: { from, to: band }, until: until.toISOString() };
      const about = `subject ${params.id}`;
      await rows.decisions.note([{ who, kind: 'override', about, why: reason, body: change }], now);
      await rows.subjects.markDirty([params.id], 'health');
      return said.made;
    });
    await queue.wake({ kind: 'turn', tenant });
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
  async handle({ store, queue }, { caller, params, now }) {
    const { tenant, who } = caller;
    await store.asTenant(tenant, async (rows) => {
      const ended = await rows.health.withdraw(params.id, params.word, who, now);
      if (ended === null) return fail('HEALTH_WORD_OTHER');
      const change = { health: { from: ended.band, to: 'computed' }, ended: 'withdrawn' };
      const about = `subject ${params.id}`;
      await rows.decisions.note([{ who, kind: 'override', about, why: null, body: change }], now);
      await rows.subjects.markDirty([params.id], 'health');
    });
    await queue.wake({ kind: 'turn', tenant });
    return { ended: params.word };
  },
});
