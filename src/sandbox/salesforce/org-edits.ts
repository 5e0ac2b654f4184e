// What people do in an org, as the sandbox's controls take it over HTTP.
import { z } from 'zod';
import { countCalls } from './call-budget.ts';
import { fieldShape } from './field.ts';
import { oauthCounts } from './oauth-counts.ts';
import type { Org } from './org.ts';
import { orgShape } from './org-facts.ts';
import { installPackage, uninstallPackage } from './revloop-package.ts';
import { notFound } from './salesforce-error.ts';
import { endSessions, revokeAll } from './tokens.ts';
import { userShape } from './user.ts';

const values = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
/** Commits the change that much later than its stamp says. */
const lateMs = z.number().int().positive().optional();
const record = z.object({ type: z.string(), id: z.string() });
const seedRecord = z.object({
  type: z.string(),
  values,
  createdAt: z.coerce.date(),
  updatedAt: z.coerce.date(),
  history: z
    .array(
      z.object({
        field: z.string(),
        value: z.union([z.string(), z.number(), z.boolean(), z.null()]),
        at: z.coerce.date(),
      }),
    )
    .default([]),
});
const conversion = z.object({
  leadId: z.string(),
  accountId: z.string().optional(),
  contactId: z.string().optional(),
  opportunity: values.nullable().optional(),
  status: z.string().optional(),
});
const userPatch = userShape.omit({ id: true }).partial();

/** Each takes an org and the body of the call, and gives what is answered. */
export const orgEdits: Readonly<Record<string, (org: Org, body: unknown) => unknown>> = {
  create: (org, body) => {
    const given = z.object({ type: z.string(), values, lateMs }).parse(body);
    return { id: org.create(given.type, given.values, { lateMs: given.lateMs }) };
  },
  update: (org, body) => {
    const given = record.extend({ values, lateMs }).parse(body);
    return org.update(given.type, given.id, given.values, { lateMs: given.lateMs });
  },
  delete: (org, body) => {
    const given = record.extend({ lateMs }).parse(body);
    return org.remove(given.type, given.id, { lateMs: given.lateMs });
  },
  undelete: (org, body) => {
    const given = record.parse(body);
    return org.undelete(given.type, given.id);
  },
  seed: (org, body) => ({ ids: org.seed(z.object({ records: z.array(seedRecord) }).parse(body).records) }),
  fields: (org, body) => {
    const { type } = z.object({ type: z.string() }).parse(body);
    const found = org.context.book.object(type);
    if (found === undefined) throw notFound(`The org has no object ${type}`);
    return { fields: found.fields };
  },
  purge: (org, body) => org.purge(z.object({ id: z.string() }).parse(body).id),
  convert: (org, body) => org.convert(conversion.parse(body)),
  merge: (org, body) => {
    const { type, ...merge } = z
      .object({
        type: z.string(),
        winner: z.string(),
        losers: z.array(z.string()),
        values: values.optional(),
      })
      .parse(body);
    return org.merge(type, merge);
  },
  read: (org, body) => {
    const given = record.parse(body);
    return org.read(given.type, given.id);
  },
  user: (org, body) => {
    const { id, ...patch } = userPatch.extend({ id: z.string().optional() }).parse(body);
    if (id !== undefined) return org.changeUser(id, defined(patch));
    return org.addUser({ lastName: 'User', ...defined(patch) });
  },
  queue: (org, body) => {
    const given = z.object({ name: z.string(), objects: z.array(z.string()) }).parse(body);
    return { id: org.addQueue(given.name, given.objects) };
  },
  field: (org, body) => {
    const { type, field } = z
      .object({ type: z.string(), field: fieldShape.partial().required({ name: true, type: true }) })
      .parse(body);
    const { label, name, type: kind, ...rest } = defined(field);
    return org.defineField(type, { name, type: kind, ...rest, ...(label === undefined ? {} : { label }) });
  },
  'remove-field': (org, body) => {
    const given = z.object({ type: z.string(), name: z.string() }).parse(body);
    return org.context.book.removeField(given.type, given.name);
  },
  facts: (org, body) => {
    // What was not given stays: a default of the shape is for a new org only.
    const given = new Set(Object.keys(z.record(z.string(), z.unknown()).parse(body)));
    const checked = orgShape.partial().omit({ orgId: true, number: true }).parse(body);
    const named = Object.fromEntries(Object.entries(checked).filter(([name]) => given.has(name)));
    return org.context.setFacts(named);
  },
  install: (org, body) => {
    const given = z
      .object({ namespace: z.string().default(''), clients: z.array(z.string()).default([]) })
      .parse(body);
    return installPackage(org, given);
  },
  uninstall: (org) => uninstallPackage(org),
  revoke: (org, body) => {
    const given = z.object({ clientId: z.string().optional() }).parse(body);
    return { revoked: revokeAll(org.context, org.orgId, given.clientId) };
  },
  'end-sessions': (org) => ({ ended: endSessions(org.context, org.orgId) }),
  'use-calls': (org, body) =>
    countCalls(org.context, z.object({ calls: z.number().int() }).parse(body).calls),
  counts: (org) => oauthCounts(org.context, org.orgId),
};

/** Without what is undefined, so that it replaces nothing. */
function defined<T extends object>(given: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const kept: { [K in keyof T]?: Exclude<T[K], undefined> } = {};
  return Object.assign(
    kept,
    Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  );
}
