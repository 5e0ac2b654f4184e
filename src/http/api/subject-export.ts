// GET /api/subjects/:id/export: every row about a person, to hand over to them.
import { z } from 'zod';
import { fail } from '#errors.ts';
import { instant } from '#http/instant.ts';
import { apiRoute, none } from '#http/route.ts';
import { subjectId } from './story.ts';

export const subjectExport = apiRoute({
  method: 'get',
  path: '/api/subjects/:id/export',
  name: 'exportSubject',
  summary: 'Everything that is kept about one subject, table by table.',
  takes: { params: subjectId, query: none, body: none },
  answer: z.object({
    subject: z.string(),
    exportedAt: instant,
    tables: z.record(z.string(), z.array(z.unknown())),
  }),
  async handle({ reports, log }, { caller, params, now }) {
    const tables = await reports.everything(caller.tenant, params.id);
    if (tables === null) return fail('NOT_FOUND', { what: 'such subject' });
    log.info({ tenant: caller.tenant, subject: params.id }, 'a subject was exported');
    return { subject: params.id, exportedAt: now, tables };
  },
});
