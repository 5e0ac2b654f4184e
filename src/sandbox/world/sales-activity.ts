// What reps and leads said to each other: mails out and in, calls, meetings, notes.
import type { SeedObject } from '#sandbox/hubspot/seed.ts';
import { day, type Lead } from './lead.ts';
import * as phrases from './phrases.ts';
import type { Random } from './random.ts';

type Draft = Omit<SeedObject, 'id'>;

export function activity(
  lead: Lead,
  type: string,
  at: Date,
  properties: Record<string, string>,
  companyId?: string,
): Draft {
  return {
    type,
    createdAt: at,
    updatedAt: at,
    properties: { ...properties, hs_timestamp: at.toISOString(), hubspot_owner_id: lead.owner },
    associations: [
      { toType: 'contacts', toId: lead.id },
      ...(companyId ? [{ toType: 'companies', toId: companyId }] : []),
    ],
  };
}

export function mailOut(random: Random): Record<string, string> {
  const subject = random.pick<string>(phrases.salesMails);
  return {
    hs_email_direction: 'EMAIL',
    hs_email_status: 'SENT',
    hs_email_subject: subject,
    hs_email_text: subject,
  };
}

export function mailIn(random: Random, warm: boolean): Record<string, string> {
  const text = random.pick<string>(warm ? phrases.warmReplies : phrases.coolReplies);
  const subject = `Re: ${random.pick<string>(phrases.salesMails)}`;
  return { hs_email_direction: 'INCOMING_EMAIL', hs_email_subject: subject, hs_email_text: text };
}

export function aCall(random: Random): Record<string, string> {
  const reached = random.chance(0.6);
  return {
    ...{
      hs_call_title: 'Call',
      hs_call_direction: 'OUTBOUND',
      hs_call_status: reached ? 'COMPLETED' : 'NO_ANSWER',
    },
    hs_call_duration: String(reached ? Math.round(random.skewed(420_000, 0.7)) : 0),
    hs_call_body: random.pick<string>(phrases.callNotes),
  };
}

export function aMeeting(random: Random, at: Date): Record<string, string> {
  return {
    hs_meeting_title: random.pick<string>(phrases.meetingTitles),
    hs_meeting_start_time: at.toISOString(),
    hs_meeting_end_time: new Date(at.getTime() + 45 * 60_000).toISOString(),
    hs_meeting_outcome: random.weighted({ COMPLETED: 8, NO_SHOW: 1, CANCELED: 1 }),
  };
}

/** Interest shows: the more likely a lead is to convert, the more it answers and meets. */
function ofLead(random: Random, lead: Lead, now: Date, companyId: string | undefined): Draft[] {
  const until = Math.min(now.getTime(), lead.closed?.getTime() ?? now.getTime());
  const span = until - lead.created.getTime();
  const when = () => new Date(lead.created.getTime() + random.between(0.02, 0.9) * span);
  const some = (mean: number, make: (at: Date) => Draft) =>
    Array.from({ length: random.poisson(mean) }, () => make(when()));
  const warm = lead.probability;
  return [
    ...some(1.2, (at) => activity(lead, 'emails', at, mailOut(random), companyId)),
    ...some(0.15 + 0.9 * warm, (at) =>
      activity(lead, 'emails', at, mailIn(random, random.chance(warm)), companyId),
    ),
    ...some(0.5, (at) => activity(lead, 'calls', at, aCall(random), companyId)),
    ...some(0.05 + 0.5 * warm, (at) => activity(lead, 'meetings', at, aMeeting(random, at), companyId)),
    ...some(0.15, (at) =>
      activity(lead, 'notes', at, { hs_note_body: random.pick<string>(phrases.callNotes) }, companyId),
    ),
  ];
}

/** Everything said with leads that were alive in the last `days` days. */
export function salesActivity(
  random: Random,
  leads: readonly Lead[],
  now: Date,
  homes: ReadonlyMap<string, string>,
  days = 200,
): SeedObject[] {
  const since = now.getTime() - days * day;
  return leads
    .filter((lead) => (lead.closed ?? now).getTime() > since)
    .flatMap((lead) => ofLead(random.stream(`activity/${lead.id}`), lead, now, homes.get(lead.id)))
    .sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime())
    .map((item, index) => ({ ...item, id: String(80_001 + index) }));
}
