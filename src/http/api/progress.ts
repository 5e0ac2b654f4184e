// GET /api/progress: how reading of the connected accounts goes on: records seen, pace and time left.
import { z } from 'zod';
import { instant } from '#http/instant.ts';
import { apiRoute, none } from '#http/route.ts';
import type { Progress } from '#ports/reports.ts';
import { syncPhases } from '#ports/store-sense.ts';
import { objectTypes } from '#sense/signal.ts';

export const progress = apiRoute({
  method: 'get',
  path: '/api/progress',
  name: 'progress',
  summary: 'How far reading has come, by account and object type.',
  takes: { params: none, query: none, body: none },
  answer: z.object({
    reading: z.array(
      z.object({
        connection: z.string(),
        objectType: z.enum(objectTypes),
        phase: z.enum(syncPhases),
        state: z.enum(['waiting', 'running', 'done', 'off']),
        seen: z.number(),
        total: z.number().nullable(),
        /** Records a second since it began; null while nothing was read. */
        perSecond: z.number().nullable(),
        secondsLeft: z.number().nullable(),
        startedAt: instant.nullable(),
        movedAt: instant.nullable(),
        problem: z.string().nullable(),
      }),
    ),
  }),
  async handle({ reports }, { caller }) {
    const all = await reports.progress(caller.tenant);
    return { reading: all.map((one) => ({ ...one, ...paceOf(one) })) };
  },
});

/** From the time between the start and the last step, so that a pause does not look like a slow read. */
export function paceOf({
  state,
  seen,
  total,
  startedAt,
  movedAt,
}: Pick<Progress, 'state' | 'seen' | 'total' | 'startedAt' | 'movedAt'>): {
  perSecond: number | null;
  secondsLeft: number | null;
} {
  const seconds =
    startedAt === null || movedAt === null ? 0 : (movedAt.getTime() - startedAt.getTime()) / 1000;
  if (seconds <= 0 || seen === 0) return { perSecond: null, secondsLeft: null };
  const perSecond = seen / seconds;
  const left = total === null || state === 'done' ? null : Math.max(0, total - seen) / perSecond;
  return { perSecond, secondsLeft: left };
}
