// How runs and the steps that they took look in the API, with what their rules found in words.
import { z } from 'zod';
import { goalOutcomes, runStatuses, waitKinds } from '#advise/journey/journey-run.ts';
import { words } from '#advise/journey/words.ts';
import type { GroupTrace, LeafTrace } from '#advise/rule/explain.ts';
import { reasonOf } from '#advise/rule/trace-reasons.ts';
import { type SegmentNames, sayTree } from '#http/api/segment-names.ts';
import type { RunTrace } from '#ports/journey-desk.ts';
import type { InWords } from '#texts/in-words.ts';
import { reasonText } from '#texts/reason-text.ts';
import type { Locale } from '#texts/texts.ts';
import { maybeMoment, moment } from './journey-shape.ts';

export const runLine = z.object({
  id: z.string(),
  journey: z.string(),
  version: z.number().int(),
  subject: z.string(),
  /** What a person would call the customer. */
  who: z.string(),
  status: z.enum(runStatuses),
  held: z.boolean(),
  dry: z.boolean(),
  node: z.string(),
  waits: z.object({ for: z.enum(waitKinds), since: moment, event: z.string().nullable() }).nullable(),
  wakeAt: maybeMoment,
  enteredAt: moment,
  endedAt: maybeMoment,
  measureAt: maybeMoment,
  outcome: z.enum(goalOutcomes).nullable(),
  outcomeAt: maybeMoment,
  problem: z.string().nullable(),
});

export const runTrace = runLine.extend({
  name: words,
  steps: z.array(
    z.object({
      seq: z.number().int(),
      node: z.string(),
      kind: z.string(),
      at: moment,
      how: z.enum(['done', 'dry', 'undone']).nullable(),
      /** What was decided, and what each condition of its rules found. */
      decision: z.looseObject({
        say: z.enum(['go', 'wait', 'end']),
        next: z.string().optional(),
        until: z.string().nullable().optional(),
        status: z.enum(runStatuses).optional(),
        because: z.looseObject({ code: z.string(), detail: z.string().optional() }),
      }),
      effect: z
        .looseObject({
          kind: z.string(),
          title: words.optional(),
          subject: words.optional(),
          why: words.optional(),
          body: words.optional(),
          text: words.optional(),
          set: z.record(z.string(), z.string()).optional(),
          url: z.string().optional(),
        })
        .nullable(),
      /** What the conditions of its rules found, each in words. */
      found: z.array(
        z.object({
          sentence: words,
          value: words.nullable(),
          result: z.boolean().nullable(),
          source: z.string(),
          asOf: z.string().nullable(),
        }),
      ),
    }),
  ),
});

export function showTrace({ steps, ...rest }: RunTrace, names: SegmentNames): z.input<typeof runTrace> {
  return {
    ...rest,
    steps: steps.map((step) => ({
      ...step,
      found: (step.decision.because.traces ?? []).flatMap(leavesOf).map((trace) => ({
        sentence: sayTree({ combinator: 'and', not: false, rules: [trace.leaf] }, names),
        value: foundValue(trace, names),
        ...{ result: trace.result, source: trace.source, asOf: trace.asOf },
      })),
    })),
  };
}

/** What a condition found, as a reason says it; a segment by the name that it has now. */
function foundValue(trace: LeafTrace, names: SegmentNames): InWords | null {
  if (trace.value === null) return null;
  const say = (locale: Locale) => {
    const segment = (id: string) => names.get(id)?.[locale] ?? id;
    return reasonText(locale, reasonOf(trace, { platform: 'hubspot', segment })).value;
  };
  return { en: say('en'), 'zh-CN': say('zh-CN') };
}

function leavesOf({ rules }: GroupTrace): LeafTrace[] {
  return rules.flatMap((one) => ('rules' in one ? leavesOf(one) : [one]));
}
