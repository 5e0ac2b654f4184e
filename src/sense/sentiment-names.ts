// Where customers say how content they are: properties of the CRM with an answer to a survey, and from worst to best.
import { z } from 'zod';

const answer = z.strictObject({
  of: z.enum(['company', 'contact', 'ticket']),
  property: z.string().trim().min(1).max(200),
  worst: z.number(),
  best: z.number(),
  /** The property that says when it was answered; where there is none, since when the answer is known. */
  on: z.string().trim().min(1).max(200).nullable().default(null),
});

/** Answers older than a year count no more. The first ones are HubSpot's own; others are names that orgs like to give. */
export const sentimentSettings = z
  .array(answer)
  .max(40)
  .default([
    {
      ...{ of: 'contact', property: 'hs_feedback_last_nps_rating', worst: 0, best: 10 },
      on: 'hs_feedback_last_survey_date',
    },
    {
      ...{ of: 'ticket', property: 'hs_feedback_last_ces_rating', worst: 1, best: 7 },
      on: 'hs_feedback_last_survey_date',
    },
    { of: 'company', property: 'nps_score', worst: 0, best: 10, on: null },
    { of: 'contact', property: 'nps_score', worst: 0, best: 10, on: null },
    { of: 'company', property: 'NPS_Score__c', worst: 0, best: 10, on: null },
    { of: 'contact', property: 'NPS_Score__c', worst: 0, best: 10, on: null },
    { of: 'ticket', property: 'CSAT__c', worst: 1, best: 5, on: null },
  ]);
export type SentimentNames = z.infer<typeof sentimentSettings>;
