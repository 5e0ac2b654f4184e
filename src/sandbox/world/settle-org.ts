// Moves Lumenworks into its Salesforce org: people, fields, customers, leads, deals, cases, and what was said; silently.
import type { Org } from '#sandbox/salesforce/org.ts';
import { dayIn } from '#sandbox/salesforce/stamp.ts';
import { type About, toActivity } from './org-activity.ts';
import {
  accountPast,
  accountValues,
  casesOf,
  peopleOf,
  sharedCompanies,
  trackedOfAccounts,
} from './org-customers.ts';
import { buys, dealRecord } from './org-deals.ts';
import { industryOf, leadSources, orgFields } from './org-fields.ts';
import { type OrgLead, orgLeads, statusOf, touchedAt } from './org-leads.ts';
import { keysOf, type Random, seededRandom } from './random.ts';
import { salesActivity } from './sales-activity.ts';
import { staff } from './staff.ts';
import type { World } from './world.ts';

const [chief] = staff;
/** Who sets the org up. */
export const orgAdmin = {
  firstName: chief?.firstName ?? '',
  lastName: chief?.lastName ?? '',
  email: chief?.email ?? '',
  username: chief?.email ?? '',
};

type Settling = {
  readonly org: Org;
  readonly world: World;
  readonly random: Random;
  /** The org's user of a colleague. */
  readonly userOf: (ownerId: string) => string;
};

export function settleOrg(world: World, org: Org): void {
  const random = seededRandom(`${world.seed}/salesforce`);
  const users = new Map<string, string>();
  for (const person of staff) {
    const known = org.context.users.byName(person.email);
    const { firstName, lastName, email } = person;
    const user =
      known ??
      org.addUser({
        firstName,
        lastName,
        email,
        username: email,
        admin: false,
        permissionSets: ['Revloop_User'],
      });
    users.set(person.ownerId, user.id);
  }
  org.addQueue('New leads', ['Lead']);
  org.defineOptions(
    'Lead',
    'LeadSource',
    keysOf(leadSources).map((key) => leadSources[key]),
  );
  for (const { type, field } of orgFields) org.defineField(type, field);
  org.context.setFacts({ trackedFields: { Account: trackedOfAccounts } });
  const settling = {
    org,
    world,
    random,
    userOf: (ownerId: string) => users.get(ownerId) ?? org.context.users.first().id,
  };
  settleCustomers(settling);
  settleLeads(settling);
}

function settleCustomers({ org, world, random, userOf }: Settling): void {
  for (const company of sharedCompanies(world)) {
    const stream = random.stream(`company/${company.id}`);
    const owner = userOf(company.owner);
    const since = company.customerSince ?? company.created;
    const values = accountValues(company, owner, world.now);
    const history = accountPast(company);
    const updatedAt = new Date(Math.max(since.getTime(), ...history.map(({ at }) => at.getTime())));
    const [account = ''] = org.seed([
      { type: 'Account', values, createdAt: company.created, updatedAt, history },
    ]);
    const contacts = org.seed(peopleOf(company, account, owner));
    const [contact] = contacts;
    if (contact === undefined) continue;
    org.seed(casesOf(stream, company, { account, contacts, owner }, world.now));
    if (!stream.chance(0.5)) continue;
    const opened = new Date(
      Math.max(since.getTime(), world.now.getTime() - stream.between(5, 200) * 86_400_000),
    );
    const name = `${company.name} – more seats`;
    org.seed([
      dealRecord(
        stream,
        { account, contact, owner, name, opened, chance: company.slowSupport ? 0.3 : 0.7 },
        world.now,
      ),
    ]);
  }
}

function settleLeads(settling: Settling): void {
  const { org, world, random, userOf } = settling;
  const leads = orgLeads(random, world);
  const about = new Map<string, About>();
  for (const one of leads) {
    const { lead, values } = one;
    const stream = random.stream(`settled/${lead.id}`);
    const owner = userOf(lead.owner);
    const updatedAt = touchedAt(stream, lead, world.now);
    const converted = lead.outcome === 'won' ? convertedInto(settling, one, stream) : undefined;
    const status = converted === undefined ? { Status: statusOf(stream, lead) } : converted.fields;
    const [id = ''] = org.seed([
      { type: 'Lead', values: { ...values, OwnerId: owner, ...status }, createdAt: lead.created, updatedAt },
    ]);
    about.set(lead.id, { who: converted?.contact ?? id, what: converted?.deal ?? null, owner });
  }
  const said = salesActivity(
    random.stream('activity'),
    leads.map(({ lead }) => lead),
    world.now,
    new Map(),
  );
  org.seed(
    said.flatMap((one) => {
      const known = about.get(one.associations?.[0]?.toId ?? '');
      return known === undefined ? [] : [toActivity(one, known)];
    }),
  );
}

/** What a lead that was won became: an account, a contact and a deal. */
function convertedInto(
  { org, world, userOf }: Settling,
  { lead, values, company, domain }: OrgLead,
  random: Random,
) {
  const owner = { OwnerId: userOf(lead.owner) };
  const at = lead.closed ?? world.now;
  const when = { createdAt: at, updatedAt: at };
  const [account = ''] = org.seed([
    {
      type: 'Account',
      values: {
        ...{ ...owner, Name: company, Website: `https://www.${domain}`, Industry: industryOf(lead.traits) },
        ...{
          NumberOfEmployees: values['NumberOfEmployees'] ?? null,
          BillingCity: lead.city,
          BillingCountry: lead.country,
        },
        Type: 'Prospect',
      },
      ...when,
    },
  ]);
  const [contact = ''] = org.seed([
    {
      type: 'Contact',
      values: {
        ...{
          ...owner,
          AccountId: account,
          FirstName: lead.name.first,
          LastName: lead.name.last,
          Title: lead.jobTitle,
        },
        ...{
          Email: values['Email'] ?? null,
          Phone: values['Phone'] ?? null,
          LeadSource: values['LeadSource'] ?? null,
        },
      },
      ...when,
    },
  ]);
  const bought = {
    account,
    contact,
    owner: owner.OwnerId,
    name: `${company} – first contract`,
    opened: at,
    chance: buys(lead),
  };
  const [deal = ''] = org.seed([dealRecord(random, bought, world.now)]);
  org.seed([
    {
      type: 'OpportunityContactRole',
      values: { OpportunityId: deal, ContactId: contact, IsPrimary: true },
      ...when,
    },
  ]);
  return {
    ...{ account, contact, deal },
    fields: {
      ...{ Status: 'Closed - Converted', IsConverted: true, ConvertedDate: dayIn('Europe/Berlin', at) },
      ...{ ConvertedAccountId: account, ConvertedContactId: contact, ConvertedOpportunityId: deal },
    },
  };
}
