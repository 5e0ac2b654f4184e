// The org of the demo company goes on living too: leads come, are worked, converted or closed; deals and cases move.
import type { Clock, Log } from '#ports.ts';
import type { Org } from '#sandbox/salesforce/org.ts';
import type { Values } from '#sandbox/salesforce/record.ts';
import { type Database, textOf } from '#sandbox/sqlite.ts';
import { conversion } from './causes.ts';
import { aLead } from './lead.ts';
import type { LivingWorld } from './living-world.ts';
import { aCompany } from './names.ts';
import { toActivity } from './org-activity.ts';
import { openStageNames } from './org-deals.ts';
import { traitsOf } from './org-fields.ts';
import { orgLead } from './org-leads.ts';
import { pulse } from './pulse.ts';
import type { Random } from './random.ts';
import { aCall, aMeeting, mailIn, mailOut } from './sales-activity.ts';
import { ticketText } from './support.ts';
import { emailOf } from './usage.ts';

type LivingOrg = { readonly org: Org; readonly random: Random; readonly clock: Clock };
type Found = { readonly id: string; readonly values: Values };

const open = {
  leads: "type = 'Lead' and data ->> 'IsConverted' = 0 and data ->> 'Status' not like 'Closed%'",
  deals: "type = 'Opportunity' and data ->> 'IsClosed' = 0",
  cases: "type = 'Case' and data ->> 'IsClosed' = 0",
  customers: "type = 'Contact' and data ->> 'AccountId' is not null",
} as const;

/** How often each thing happens, relative to the others. */
const weights = { visit: 20, talk: 14, arrive: 6, moveDeal: 5, work: 8, decide: 4, ask: 3, help: 5 } as const;

/** `seconds` is the mean time between happenings. Changes go through `org`, so that change events flow. */
export function livingOrg(
  needs: LivingOrg & { readonly log?: Pick<Log, 'debug' | 'warn'>; readonly seconds?: number },
): LivingWorld {
  const { random, log, seconds = 4 } = needs;
  const step = async () => {
    const name = random.weighted(weights);
    try {
      const said = happenings[name](needs);
      if (said !== undefined) log?.debug({ happening: name }, said);
      return said;
    } catch (error) {
      log?.warn({ happening: name, error }, 'the demo company could not do this in its org');
      return undefined;
    }
  };
  return { step, ...pulse({ step, random, seconds }) };
}

const happenings: Readonly<Record<keyof typeof weights, (living: LivingOrg) => string | undefined>> = {
  visit(living) {
    const lead = one(living, open.leads);
    if (lead === undefined) return undefined;
    const pages = Number(lead.values['Page_Views__c'] ?? 0) + living.random.whole(1, 4);
    living.org.update('Lead', lead.id, { Page_Views__c: pages });
    return 'a lead of the org read our pages';
  },
  arrive({ org, random, clock }) {
    const draft = aLead(random, String(clock.now().getTime() % 100_000), {
      created: clock.now(),
      closesAfterDays: undefined,
    });
    const home = aCompany(random, draft.culture, draft.traits.industry);
    const { values } = orgLead(random, draft, home, emailOf(draft, home.domain));
    const owner = random.pick(org.context.users.list().filter((user) => user.active)).id;
    org.create('Lead', { ...values, OwnerId: owner });
    return 'a new lead came to the org';
  },
  work(living) {
    const lead = one(living, `${open.leads} and data ->> 'Status' like 'Open%'`);
    if (lead === undefined) return undefined;
    living.org.update('Lead', lead.id, { Status: 'Working - Contacted' });
    talk(living, lead);
    return 'a rep took up a lead of the org';
  },
  talk(living) {
    const lead = one(living, open.leads);
    return lead === undefined ? undefined : talk(living, lead);
  },
  decide(living) {
    const { org, random } = living;
    const lead = one(living, `${open.leads} and data ->> 'Status' like 'Working%'`);
    if (lead === undefined) return undefined;
    if (random.chance(conversion(traitsOf(lead.values)).probability)) {
      org.convert({ leadId: lead.id });
      return 'a lead of the org was converted';
    }
    org.update('Lead', lead.id, { Status: 'Closed - Not Converted' });
    return 'a lead of the org was closed';
  },
  moveDeal(living) {
    const { org, random } = living;
    const deal = one(living, open.deals);
    if (deal === undefined) return undefined;
    const next = openStageNames[openStageNames.map(String).indexOf(String(deal.values['StageName'])) + 1];
    const stage =
      next !== undefined && random.chance(0.7)
        ? next
        : random.weighted({ 'Closed Won': 3, 'Closed Lost': 2 });
    org.update('Opportunity', deal.id, { StageName: stage });
    return `a deal of the org is now ${stage}`;
  },
  ask(living) {
    const { org, random } = living;
    const contact = one(living, open.customers);
    if (contact === undefined) return undefined;
    const { subject, content } = ticketText(random);
    const about = { ContactId: contact.id, AccountId: contact.values['AccountId'] ?? null };
    org.create('Case', { ...about, Subject: subject, Description: content, Origin: 'Email' });
    return 'a customer opened a case';
  },
  help(living) {
    const found = one(living, open.cases);
    if (found === undefined) return undefined;
    const status = found.values['Status'] === 'New' ? 'Working' : 'Closed';
    living.org.update('Case', found.id, { Status: status });
    return `a case is now ${status}`;
  },
};

function one({ org, random }: LivingOrg, where: string): Found | undefined {
  const { database, orgId } = org.context;
  const count = database.all(`select id from records where org = ? and deleted = 0 and ${where}`, orgId);
  if (count.length === 0) return undefined;
  return read(database, orgId, textOf(random.pick(count), 'id'));
}

function read(database: Database, orgId: string, id: string): Found {
  const row = database.get('select id, data from records where org = ? and id = ?', orgId, id);
  return { id, values: JSON.parse(textOf(row ?? {}, 'data')) };
}

/** Whoever is likely to convert answers more often. */
function talk(living: LivingOrg, lead: Found): string {
  const { org, random, clock } = living;
  const warm = conversion(traitsOf(lead.values)).probability;
  const answers = random.chance(0.4 * warm);
  const kind = random.weighted({ emails: 5, calls: 3, meetings: 1 });
  const now = clock.now();
  const properties = answers
    ? mailIn(random, random.chance(warm))
    : kind === 'emails'
      ? mailOut(random)
      : kind === 'calls'
        ? aCall(random)
        : aMeeting(random, now);
  const owner = String(lead.values['OwnerId'] ?? org.context.users.first().id);
  const said = { type: answers ? 'emails' : kind, properties, createdAt: now };
  const { type, values } = toActivity(said, { who: lead.id, what: null, owner });
  org.create(type, values);
  return answers ? 'a lead of the org answered a mail' : 'a rep reached out to a lead of the org';
}
