// GET /api/overview: how many people and companies have which band, and what came of the advice.
import { z } from 'zod';
import { actionKinds, actionStates } from '#act/action.ts';
import { findingKinds } from '#analyze/finding.ts';
import { apiRoute, none } from '#http/route.ts';
import { subjectKinds } from '#sense/signal.ts';

export const overview = apiRoute({
  method: 'get',
  path: '/api/overview',
  name: 'overview',
  summary: 'Subjects by kind and band, live advice, and outcomes and actions of the last 30 days.',
  takes: { params: none, query: none, body: none },
  answer: z.object({
    bands: z.array(
      z.object({ finding: z.enum(findingKinds), band: z.string().nullable(), subjects: z.number() }),
    ),
    subjects: z.array(z.object({ kind: z.enum(subjectKinds), subjects: z.number() })),
    liveAdvice: z.number(),
    outcomes30d: z.array(z.object({ kind: z.string(), count: z.number() })),
    actions30d: z.array(
      z.object({
        kind: z.enum(actionKinds),
        state: z.enum(actionStates),
        count: z.number(),
      }),
    ),
  }),
  async handle({ reports }, { caller, now }) {
    const { bands, subjects, liveAdvice, outcomes30d, actions30d } = await reports.overview(
      caller.tenant,
      now,
    );
    return {
      bands: [...bands],
      subjects: [...subjects],
      liveAdvice,
      outcomes30d: [...outcomes30d],
      actions30d: [...actions30d],
    };
  },
});
