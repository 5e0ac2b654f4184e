// What is fixed about an org: its edition, its addresses, what is installed in it and which rules its admin made.
import { z } from 'zod';

const editions = ['Enterprise', 'Professional', 'Unlimited', 'Performance', 'Developer'] as const;

const validationRule = z.strictObject({
  type: z.string(),
  field: z.string(),
  /** Where given, only records with this value in `whenField` are looked at. */
  whenField: z.string().optional(),
  whenValue: z.string().optional(),
  /** Fails where the field is empty, or where it has this value. */
  fails: z.union([z.literal('empty'), z.strictObject({ value: z.string() })]).default('empty'),
  message: z.string(),
});

export const orgShape = z.strictObject({
  orgId: z.string(),
  number: z.number().int(),
  name: z.string(),
  edition: z.enum(editions).default('Enterprise'),
  sandbox: z.boolean().default(false),
  /** What stands before .my.salesforce.com, or before --name.sandbox.my.salesforce.com. */
  domain: z.string(),
  timeZone: z.string().default('America/Los_Angeles'),
  currency: z.string().default('USD'),
  multiCurrency: z.boolean().default(false),
  personAccounts: z.boolean().default(false),
  /** Professional has no API unless it is bought. */
  api: z.boolean().default(true),
  /** Calls in 24 hours; what the edition gives where left out. */
  dailyCalls: z.number().int().positive().optional(),
  /** Objects the admin selected for change data capture, without those of an installed package. */
  changeEvents: z.array(z.string()).max(5).default([]),
  /** Change events delivered in 24 hours; what the edition gives where left out. */
  dailyDeliveries: z.number().int().positive().optional(),
  /** By object, the fields whose history the admin has kept; of new orgs none. Salesforce takes 20 of each object. */
  trackedFields: z.record(z.string(), z.array(z.string()).max(20)).default({}),
  /** Objects where people see only what they own unless they may view all. */
  privateObjects: z.array(z.string()).default([]),
  /** Clients whose package is installed: only they can be let in. */
  installedClients: z.array(z.string()).default([]),
  /** Our package: undefined where it is not installed, '' where it has no namespace. */
  packageNamespace: z.string().optional(),
  validationRules: z.array(validationRule).default([]),
  /** Active assignment rules: whom a record goes to whenever they run. */
  assignmentRules: z
    .array(z.strictObject({ type: z.enum(['Lead', 'Case', 'Account']), ownerId: z.string() }))
    .default([]),
  /** Objects where an e-mail address that is there already is refused. */
  duplicateRules: z.array(z.string()).default([]),
  /** Objects whose trigger refuses every change, with its sentence. */
  failingTriggers: z.record(z.string(), z.string()).default({}),
  /** What the org answers everybody who wants to let an app in: blocked, not found, restricted. */
  appRefusal: z.strictObject({ error: z.string(), description: z.string() }).optional(),
  /** The host name the org answers at after it was moved; that of the request where left out. */
  host: z.string().optional(),
  /** Addresses a token may be asked for from; anywhere where empty. */
  allowedIps: z.array(z.string()).default([]),
});

export type OrgFacts = Readonly<z.infer<typeof orgShape>>;
export type OrgInput = Partial<Omit<z.input<typeof orgShape>, 'number'>> & { readonly name: string };

export function hasChangeEvents(facts: Pick<OrgFacts, 'edition'>): boolean {
  return facts.edition !== 'Professional';
}

/** Calls a rolling 24 hours allow. */
export function dailyCalls(facts: OrgFacts, users: number): number {
  if (facts.dailyCalls !== undefined) return facts.dailyCalls;
  if (facts.edition === 'Developer') return 15_000;
  return 100_000 + users * (facts.edition === 'Unlimited' || facts.edition === 'Performance' ? 5_000 : 1_000);
}

export function myDomain(facts: Pick<OrgFacts, 'domain' | 'sandbox'>): string {
  return facts.sandbox
    ? `${facts.domain}--dev.sandbox.my.salesforce.com`
    : `${facts.domain}.my.salesforce.com`;
}
