// POST /api/subjects/:id/apart: a person says that a record was joined with this subject by mistake.
import { z } from 'zod';
import { fail } from '#errors.ts';
import { apiRoute, none } from '#http/route.ts';
import { subjectId } from './story.ts';

export const subjectApart = apiRoute({
  method: 'post',
  path: '/api/subjects/:id/apart',
  name: 'takeSubjectApart',
  summary:
    'Makes what one connection says of a subject a subject of its own; the two are never joined again.',
  takes: { params: subjectId, query: none, body: z.strictObject({ connection: z.uuid() }) },
  /** The subject that the connection's records are from now on. */
  answer: z.object({ subject: z.string() }),
  async handle({ store, queue, log }, { caller, params, body }) {
    const made = await store.asTenant(caller.tenant, (rows) =>
      rows.subjects.split(params.id, body.connection, { by: caller.who }),
    );
    if (made === null) return fail('NOT_FOUND', { what: 'such record that was joined with the subject' });
    const { tenant, who } = caller;
    log.info(
      { tenant, subject: params.id, made, connection: body.connection, by: who },
      'a subject was taken apart',
    );
    await queue.wake({ kind: 'turn', tenant });
    return { subject: made };
  },
});
