// What was said with a lead or customer, as tasks and events of the org.
import type { SeedObject } from '#sandbox/hubspot/seed.ts';
import type { Values } from '#sandbox/salesforce/record.ts';
import type { SeedRecord } from '#sandbox/salesforce/seed.ts';
import { stampOf } from '#sandbox/salesforce/stamp.ts';

export type About = {
  readonly who: string;
  readonly what: string | null;
  readonly owner: string;
};

type Said = Pick<SeedObject, 'type' | 'properties' | 'createdAt'>;

/** A mail, call, meeting or note as the org keeps it. */
export function toActivity(said: Said, about: About): SeedRecord {
  const { createdAt } = said;
  const shared = { WhoId: about.who, WhatId: about.what, OwnerId: about.owner };
  const event = said.type === 'meetings';
  const values: Values = event ? meeting(said) : task(said);
  return {
    type: event ? 'Event' : 'Task',
    values: { ...values, ...shared },
    ...{ createdAt, updatedAt: createdAt },
  };
}

function task({ type, properties: p, createdAt }: Said): Values {
  const done = { Status: 'Completed', ActivityDate: createdAt.toISOString().slice(0, 10) };
  if (type === 'emails') {
    return {
      ...done,
      TaskSubtype: 'Email',
      Type: 'Email',
      Subject: `Email: ${p['hs_email_subject'] ?? ''}`,
      Description: p['hs_email_text'] ?? null,
    };
  }
  if (type === 'calls') {
    const seconds = Math.round(Number(p['hs_call_duration'] ?? 0) / 1_000);
    return {
      ...{
        ...done,
        TaskSubtype: 'Call',
        Type: 'Call',
        Subject: 'Call',
        CallType: 'Outbound',
        CallDurationInSeconds: seconds,
      },
      ...{ CallDisposition: p['hs_call_status'] ?? null, Description: p['hs_call_body'] ?? null },
    };
  }
  return {
    ...done,
    TaskSubtype: 'Task',
    Type: 'Other',
    Subject: 'Note',
    Description: p['hs_note_body'] ?? null,
  };
}

function meeting({ properties: p, createdAt }: Said): Values {
  const start = new Date(p['hs_meeting_start_time'] ?? createdAt);
  return {
    ...{ Subject: p['hs_meeting_title'] ?? 'Meeting', Type: 'Meeting', DurationInMinutes: 45 },
    ...{ StartDateTime: stampOf(start), EndDateTime: stampOf(new Date(start.getTime() + 45 * 60_000)) },
  };
}
