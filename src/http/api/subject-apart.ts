// POST /api/subjects/:id/apart: a person says that a record was joined with this subject by mistake.
import { z } from 'zod';
import { fail } from '#errors.ts';
import { apiRoute, none } from '#http/route.ts';
import { subjectKinds } from '#sense/signal.ts';
import { subjectId } from './story.ts';

export const subjectApart = apiRoute({
  method: 'post',
  path: '/api/subjects/:id/apart',
  name: 'takeSubjectApart',
  summary:
    'Makes what one connection, or one name of the product, says of a subject a subject of its own; never joined again.',
  takes: {
    params: subjectId,
    query: none,
    body: z.strictObject({
      /** The connection; for a name of the product, its event source. */
      connection: z.uuid(),
      /** One name of an event source: a user, a visitor, a group or a domain. All names of a connection when left away. */
      name: z.strictObject({ objectType: z.enum(subjectKinds), externalId: z.string() }).optional(),
    }),
  },
  /** The subject that it is from now on. */
  answer: z.object({ subject: z.string() }),
  async handle({ store, queue, log }, { caller, params, body, now }) {
    const made = await store.asTenant(caller.tenant, async (rows) => {
      const what = { origin: body.connection, name: body.name };
      const apart = await rows.subjects.split(params.id, what, { by: caller.who });
      // Which name it was stands at the subject that was made: it may be an address.
      const about = { about: `subject ${params.id}`, body: { made: apart, connection: body.connection } };
      if (apart !== null)
        await rows.decisions.note([{ who: caller.who, kind: 'override', why: null, ...about }], now);
      return apart;
    });
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
