// The shapes of drills, as the API shows them.
import { z } from 'zod';
import { instant } from '#http/instant.ts';
import { drill, drillFact } from '#learn/drill.ts';

export const drillId = z.object({ id: z.uuid() });

export const drillShown = drill.extend({ madeAt: instant, endsAt: instant });

export const drillLine = drillShown.extend({
  cases: z.number(),
  judged: z.number(),
  known: z.number(),
  judges: z.number(),
});

/** What a judge sees: never what the machine or another judge says. */
export const blindCase = z.object({
  place: z.number(),
  facts: z.array(drillFact),
  said: z.object({ probability: z.number(), reason: z.string().nullable() }).nullable(),
});
