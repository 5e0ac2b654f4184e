// GET /api/actions: what was written where and when, what waits, and what was refused and why.
import { z } from 'zod';
import { actionKinds, actionStates } from '#act/action.ts';
import { apiRoute, none } from '#http/route.ts';
import { actionLine } from './story.ts';

export const actions = apiRoute({
  method: 'get',
  path: '/api/actions',
  name: 'actions',
  summary: 'The log of actions, newest first.',
  takes: {
    params: none,
    query: z.object({
      state: z.enum(actionStates).optional(),
      kind: z.enum(actionKinds).optional(),
      subject: z
        .string()
        .regex(/^\d{1,19}$/)
        .optional(),
      before: z
        .string()
        .regex(/^\d{1,19}$/)
        .optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    body: none,
  },
  answer: z.object({ actions: z.array(actionLine), next: z.string().nullable() }),
  async handle({ reports }, { caller, query }) {
    const lines = await reports.actions(caller.tenant, {
      states: query.state === undefined ? actionStates : [query.state],
      kinds: query.kind === undefined ? actionKinds : [query.kind],
      subject: query.subject ?? null,
      before: query.before ?? null,
      limit: query.limit,
    });
    return { actions: lines, next: lines.length < query.limit ? null : (lines.at(-1)?.id ?? null) };
  },
});
