// POST /api/subjects/:id/unlink: a person says that a user of the product does not belong to that company.
import { z } from 'zod';
import { fail } from '#errors.ts';
import { apiRoute, none } from '#http/route.ts';
import { subjectId } from './story.ts';

export const subjectUnlink = apiRoute({
  method: 'post',
  path: '/api/subjects/:id/unlink',
  name: 'unlinkSubject',
  summary:
    'Undoes a link that an event source made between a user and a company, for good. Links of a CRM are undone there.',
  takes: {
    params: subjectId,
    query: none,
    body: z.strictObject({
      other: subjectId.shape.id,
      /** The event source that says so. */
      connection: z.uuid(),
    }),
  },
  answer: z.object({ unlinked: z.string() }),
  async handle(
    { store, queue },
    { caller: { tenant, who }, params: { id }, body: { other, connection }, now },
  ) {
    await store.asTenant(tenant, async (rows) => {
      const holders = await rows.subjects.unlink({ one: id, other, origin: connection, by: who });
      if (holders.length === 0) return fail('NOT_FOUND', { what: 'such link that an event source made' });
      await rows.twins.saveLinks(holders);
      const about = { about: `subject ${id}`, body: { unlinked: other, source: connection } };
      await rows.decisions.note([{ who, kind: 'override', why: null, ...about }], now);
      await rows.subjects.markDirty([id, other], 'unlinked');
    });
    await queue.wake({ kind: 'turn', tenant });
    return { unlinked: other };
  },
});
