// What the same thing is called in each CRM: the properties that the loop itself looks at, beyond what it learns from.
import type { Platform } from './connection.ts';

type Crm = Exclude<Platform, 'slack'>;
export const concepts = [
  ...[
    'owner',
    'firstName',
    'lastName',
    'name',
    'email',
    'domain',
    'phone',
    'company',
    'companyId',
    'jobTitle',
  ],
  ...['amount', 'stage', 'closeDate', 'openedAt', 'firstAnswerAt', 'ticketClosedAt'],
] as const;
export type Concept = (typeof concepts)[number];

const names: Readonly<Record<Crm, Readonly<Record<Concept, readonly string[]>>>> = {
  hubspot: {
    owner: ['hubspot_owner_id'],
    firstName: ['firstname'],
    lastName: ['lastname'],
    name: ['name', 'dealname', 'subject'],
    email: ['email'],
    domain: ['domain'],
    phone: ['phone', 'mobilephone'],
    company: ['company'],
    companyId: ['associatedcompanyid'],
    jobTitle: ['jobtitle'],
    amount: ['amount'],
    stage: ['dealstage'],
    closeDate: ['closedate'],
    openedAt: ['createdate'],
    firstAnswerAt: ['first_agent_reply_date'],
    ticketClosedAt: ['closed_date'],
  },
  salesforce: {
    owner: ['OwnerId'],
    firstName: ['FirstName'],
    lastName: ['LastName'],
    name: ['Name', 'Subject', 'CaseNumber'],
    email: ['Email', 'PersonEmail'],
    domain: ['Website'],
    phone: ['Phone', 'MobilePhone'],
    company: ['Company'],
    companyId: ['AccountId'],
    jobTitle: ['Title'],
    amount: ['Amount'],
    stage: ['StageName'],
    closeDate: ['CloseDate'],
    openedAt: ['CreatedDate'],
    // A case has none of its own; where milestones are not kept, orgs add such a field.
    firstAnswerAt: ['First_Response_Date__c', 'FirstResponseDate__c'],
    ticketClosedAt: ['ClosedDate'],
  },
};

type Properties = Readonly<Record<string, { readonly value: string | null } | undefined>>;

/** Names of the properties that say it, best first; those of a lead that became, or is joined with, a contact come last. */
export function namesOf(concept: Concept, platform?: Platform): readonly string[] {
  const { hubspot, salesforce } = names;
  const inSalesforce = [...salesforce[concept], ...salesforce[concept].map((name) => `lead.${name}`)];
  if (platform === 'salesforce') return inSalesforce;
  return platform === 'hubspot' ? hubspot[concept] : [...hubspot[concept], ...inSalesforce];
}

/** What a twin's properties say of it, whichever CRM says so unless one is named; null where none does. */
export function said(properties: Properties, concept: Concept, platform?: Platform): string | null {
  for (const name of namesOf(concept, platform)) {
    const value = properties[name]?.value?.trim();
    if (value) return value;
  }
  return null;
}

/** Ids of Salesforce's queues begin so: records can be theirs, but a queue is nobody whom one could write to. */
const queue = /^00G/;

/** The person whom a record belongs to in that CRM; null where nobody does, or only a queue. */
export function ownerOf(properties: Properties, platform: Platform): string | null {
  const owner = said(properties, 'owner', platform);
  return owner === null || queue.test(owner) ? null : owner;
}

/** True where a CRM itself says that a company is a customer. */
export function isCalledCustomer(properties: Properties): boolean {
  const stage = properties['lifecyclestage']?.value ?? '';
  return (
    stage === 'customer' || stage === 'evangelist' || /^customer\b/i.test(properties['Type']?.value ?? '')
  );
}

const renewing =
  /(^|[^\p{L}])(renew(al|als|ed|ing)?|verl[äa]ngerung|vertragsverl[äa]ngerung|renouvellement|renovaci[óo]n|rinnovo|renova[çc][ãa]o|verlenging)($|[^\p{L}])|续约|续费|续签|更新契約|契約更新/iu;

/** True of a deal that says by its name or its type that what is running is to go on. */
export function isRenewal(properties: Properties): boolean {
  const told = [said(properties, 'name'), properties['dealtype']?.value, properties['Type']?.value];
  return told.some((text) => renewing.test(text ?? ''));
}

const leaving =
  /churn|cancel|terminat|former|inactive|expired|\blost\b|\bended\b|\bclosed\b|gek[üu]ndigt|ehemalig|r[ée]sili|cancelad|disdett|opgezegd|流失|取消|终止|已退订|到期未续/iu;

/** True where a state of a customer, in a field that was named for it, says that it left. */
export function saysLeft(state: string): boolean {
  return leaving.test(state) && !/\b(not|never|no|nicht|pending|at risk|risk of)\b|未/iu.test(state);
}

/** Our own output, with or without the namespace of the package that brought it. */
export function isOurs(property: string): boolean {
  return /^(revloop_|(\w+__)?revloop_\w+__c$)/i.test(property);
}

/** What a person is called by its names: Chinese ones with the family's before it and nothing between; null without any. */
export function personName(properties: Properties): string | null {
  const [first, last] = [said(properties, 'firstName'), said(properties, 'lastName')];
  const han = /\p{Script=Han}/u.test(`${first ?? ''}${last ?? ''}`);
  const parts = (han ? [last, first] : [first, last]).filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(han ? '' : ' ');
}
