// Tickets of customers: quick support for most, slow support for some, which costs renewals later.
import type { SeedObject } from '#sandbox/hubspot/seed.ts';
import { customerLife as life } from './causes.ts';
import { type Company, standingOf } from './company.ts';
import { day, type Lead } from './lead.ts';
import { ticketBodies, ticketSubjects } from './phrases.ts';
import type { Random } from './random.ts';

const hour = 3_600_000;

function patience(random: Random, slow: boolean): { readonly answer: number; readonly solution: number } {
  const pace = slow ? 'slow' : 'fast';
  const answer = random.skewed(life.firstAnswerHours[pace], 0.6) * hour;
  return { answer, solution: answer + random.skewed(life.solutionHours[pace], 0.7) * hour };
}

export function ticketText(random: Random) {
  return {
    subject: random.pick<string>(ticketSubjects),
    content: random.pick<string>(ticketBodies),
    hs_ticket_priority: random.weighted({ LOW: 3, MEDIUM: 5, HIGH: 2, URGENT: 0.6 }),
    hs_ticket_category: random.weighted({
      PRODUCT_ISSUE: 6,
      BILLING_ISSUE: 1.5,
      FEATURE_REQUEST: 2,
      GENERAL_INQUIRY: 2,
    }),
    source_type: random.weighted({ EMAIL: 6, FORM: 3, CHAT: 2, PHONE: 1 }),
  };
}

function aTicket(
  random: Random,
  company: Company,
  lead: Lead,
  at: { opened: number; now: Date },
): Omit<SeedObject, 'id'> {
  const { answer, solution } = patience(random, company.slowSupport);
  const answered = at.opened + answer <= at.now.getTime();
  const solved = at.opened + solution <= at.now.getTime();
  const stage = solved ? '4' : answered ? '2' : '1';
  const iso = (time: number) => new Date(time).toISOString();
  return {
    type: 'tickets',
    createdAt: new Date(at.opened),
    updatedAt: new Date(solved ? at.opened + solution : answered ? at.opened + answer : at.opened),
    properties: {
      ...{
        ...ticketText(random),
        hs_pipeline: '0',
        hs_pipeline_stage: stage,
        hubspot_owner_id: company.owner,
      },
      ...(answered
        ? {
            first_agent_reply_date: iso(at.opened + answer),
            time_to_first_agent_reply: String(Math.round(answer)),
          }
        : {}),
      ...(solved
        ? {
            closed_date: iso(at.opened + solution),
            time_to_close: String(Math.round(solution)),
            hs_resolution: 'ISSUE_FIXED',
          }
        : {}),
    },
    associations: [
      { toType: 'contacts', toId: lead.id },
      { toType: 'companies', toId: company.id },
    ],
  };
}

/** All tickets of customers and former customers, about one a month each. */
export function tickets(random: Random, companies: readonly Company[], now: Date): SeedObject[] {
  const made: Omit<SeedObject, 'id'>[] = [];
  for (const company of companies) {
    if (standingOf(company) === 'prospect' || !company.customerSince) continue;
    const until = company.churned?.getTime() ?? now.getTime();
    const days = (until - company.customerSince.getTime()) / day;
    for (let left = random.poisson(days / 30); left > 0; left -= 1) {
      const opened = company.customerSince.getTime() + random.next() * days * day;
      made.push(aTicket(random, company, random.pick(company.users), { opened, now }));
    }
  }
  return made
    .sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime())
    .map((ticket, index) => ({ ...ticket, id: String(60_001 + index) }));
}
