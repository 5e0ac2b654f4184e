// The shapes of everything that is known of one subject, as the API shows it.
import { z } from 'zod';
import { actionKinds, actionStates } from '#act/action.ts';
import { adviceStates, newAdvice } from '#advise/advice.ts';
import { finding, findingKinds } from '#analyze/finding.ts';
import { instant } from '#http/instant.ts';
import { newOutcome } from '#learn/outcome.ts';
import { joinedBy } from '#ports/store-subjects.ts';
import { platforms } from '#sense/connection.ts';
import { objectTypes, subjectKinds } from '#sense/signal.ts';

export const subjectId = z.object({ id: z.string().regex(/^\d{1,19}$/) });

const subjectName = z.object({
  id: z.string(),
  kind: z.enum(subjectKinds),
  name: z.string(),
  email: z.string().nullable(),
});

export const actionLine = z.object({
  id: z.string(),
  kind: z.enum(actionKinds),
  connection: z.string(),
  subject: subjectName,
  objectType: z.string().nullable(),
  externalId: z.string().nullable(),
  /** What is to be done, or was: the fields and values, the task, the advice of the message. */
  payload: z.unknown(),
  state: z.enum(actionStates),
  attempts: z.number(),
  createdAt: instant,
  doneAt: instant.nullable(),
  /** Why it was parked: a code of ours and the platform's own words. */
  code: z.string().nullable(),
  problem: z.string().nullable(),
});

const adviceLine = newAdvice.extend({
  id: z.string(),
  state: z.enum(adviceStates),
  createdAt: instant,
  updatedAt: instant,
  snoozedUntil: instant.nullable(),
  answeredBy: z.string().nullable(),
});

export const story = z.object({
  who: subjectName,
  /** Where it lives in the CRM. */
  /** The segment that it is in; null where it is in none. */
  segment: z
    .object({ id: z.string(), name: z.object({ en: z.string(), 'zh-CN': z.string() }), since: instant })
    .nullable(),
  /** The stage of its way, by the tenant's own rules; null where it is in none. */
  stage: z
    .object({ id: z.string(), name: z.object({ en: z.string(), 'zh-CN': z.string() }), since: instant })
    .nullable(),
  places: z.array(
    z.object({
      connection: z.string(),
      platform: z.enum(platforms).nullable(),
      /** The name of the event source where it is known from the product. */
      source: z.string().nullable(),
      objectType: z.enum(objectTypes),
      externalId: z.string(),
      url: z.string().nullable(),
      /** What told us that it is the same customer, where no CRM said so. */
      joined: z.object({ by: z.enum(joinedBy), value: z.string(), at: instant }).nullable(),
    }),
  ),
  /** Records that the CRM itself made part of it: only the CRM could take them apart. */
  merged: z.array(
    z.object({
      connection: z.string(),
      platform: z.enum(platforms).nullable(),
      objectType: z.enum(objectTypes),
      externalId: z.string(),
    }),
  ),
  properties: z.array(z.object({ name: z.string(), value: z.string(), at: z.string() })),
  dataAsOf: z.object({ crm: z.string().nullable(), product: z.string().nullable() }),
  findings: z.array(
    finding.extend({
      foundAt: instant,
      before: z.object({ score: z.number().nullable(), band: z.string().nullable(), at: instant }).nullable(),
    }),
  ),
  trend: z.array(
    z.object({
      kind: z.enum(findingKinds),
      at: instant,
      score: z.number().nullable(),
      band: z.string().nullable(),
    }),
  ),
  advice: z.array(adviceLine),
  actions: z.array(actionLine),
  outcomes: z.array(newOutcome.extend({ id: z.string(), at: instant })),
  signals: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      origin: z.string(),
      occurredAt: instant,
      data: z.unknown(),
    }),
  ),
  linked: z.array(
    subjectName.extend({
      /** Who says so. A link of a CRM is undone at `url`, the record that holds it; one of the product is undone here. */
      ties: z.array(
        z.object({
          connection: z.string(),
          platform: z.enum(platforms).nullable(),
          source: z.string().nullable(),
          by: z.string(),
          names: z.string(),
          at: z.string(),
          url: z.string().nullable(),
        }),
      ),
    }),
  ),
});
