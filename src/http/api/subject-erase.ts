// DELETE /api/subjects/:id: erases everything that is kept about a person.
import { z } from 'zod';
import { fail } from '#errors.ts';
import { apiRoute, none } from '#http/route.ts';
import { subjectId } from './story.ts';

export const subjectErase = apiRoute({
  method: 'delete',
  path: '/api/subjects/:id',
  name: 'eraseSubject',
  summary: 'Erases everything that is kept about one subject. The CRM record itself is not touched.',
  takes: { params: subjectId, query: none, body: none },
  answer: z.object({ erased: z.literal(true) }),
  async handle({ store, reports, log }, { caller, params }) {
    if ((await reports.story(caller.tenant, params.id)) === null) {
      return fail('NOT_FOUND', { what: 'such subject' });
    }
    await store.asTenant(caller.tenant, (rows) => rows.subjects.erase(params.id, { who: caller.who }));
    log.info({ tenant: caller.tenant, subject: params.id, by: caller.who }, 'a subject was erased');
    return { erased: true as const };
  },
});
