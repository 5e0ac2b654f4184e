// Promises of the demo company's Salesforce org: caused like the portal, sharing customers with it, and alive.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openChaos } from '#sandbox/salesforce/chaos.ts';
import type { Org } from '#sandbox/salesforce/org.ts';
import { type Orgs, openOrgs } from '#sandbox/salesforce/orgs.ts';
import { dateOfStamp } from '#sandbox/salesforce/stamp.ts';
import { type Row, textOf } from '#sandbox/sqlite.ts';
import { conversion } from '#sandbox/world/causes.ts';
import { livingOrg } from '#sandbox/world/living-org.ts';
import { sharedCompanies } from '#sandbox/world/org-customers.ts';
import { traitsOf } from '#sandbox/world/org-fields.ts';
import { seededRandom } from '#sandbox/world/random.ts';
import { orgAdmin, settleOrg } from '#sandbox/world/settle-org.ts';
import { generateWorld, type World } from '#sandbox/world/world.ts';

const now = new Date('2026-11-22T12:00:00Z');
let world: World;
let orgs: Orgs;
let org: Org;

beforeAll(() => {
  world = generateWorld({ seed: 7, now });
  orgs = openOrgs({ chaos: openChaos(), clock: () => now });
  org = orgs.create({ name: 'Lumenworks' }, orgAdmin);
  settleOrg(world, org);
});
afterAll(() => orgs.close());

const rows = (where: string): Row[] =>
  orgs.database.all(`select id, data from records where org = ? and ${where}`, org.orgId);
const values = (row: Row) => JSON.parse(textOf(row, 'data'));

test('leads with a high true probability were converted more often, by the causes of the portal', () => {
  const closed = rows("type = 'Lead' and data ->> 'Status' like 'Closed%'").map(values);
  expect(closed.length).toBeGreaterThan(700);
  const likely = (one: (typeof closed)[number]) => conversion(traitsOf(one)).probability;
  const share = (some: typeof closed) => some.filter((one) => one.IsConverted).length / some.length;
  const expected = closed.reduce((sum, one) => sum + likely(one), 0) / closed.length;
  expect(Math.abs(share(closed) - expected)).toBeLessThan(0.04);
  expect(share(closed.filter((one) => likely(one) > 0.7))).toBeGreaterThan(0.65);
  expect(share(closed.filter((one) => likely(one) < 0.1))).toBeLessThan(0.15);
});

test('some people and companies are in both CRMs under the same address', () => {
  const portal = new Set(
    world.objects.filter(({ type }) => type === 'contacts').map((one) => one.properties['email']),
  );
  const inBoth = (where: string) => rows(where).filter((row) => portal.has(values(row).Email)).length;
  expect(inBoth("type = 'Lead'")).toBe(60);
  expect(inBoth("type = 'Contact'")).toBeGreaterThan(200);
});

test('accounts tell who left and when, and which renewal date stood when, as the portal does', () => {
  // Leads of a customer that were converted made accounts of the same name.
  const customers = rows("type = 'Account'")
    .map(values)
    .filter((one) => one.Customer_Since__c);
  const accounts = new Map(customers.map((one) => [one.Name, one]));
  const changes = Map.groupBy(rows("type = 'AccountHistory'").map(values), ({ AccountId }) => AccountId);
  const shared = sharedCompanies(world);
  expect(shared.filter(({ churned }) => churned !== undefined).length).toBeGreaterThan(10);
  for (const { name, terms, churned } of shared) {
    const account = accounts.get(name);
    const told = (field: string) =>
      (changes.get(account?.Id) ?? []).flatMap(({ Field, NewValue, CreatedDate }) =>
        Field === field ? [{ is: NewValue ?? null, at: dateOfStamp(CreatedDate).getTime() }] : [],
      );
    const ends = told('Type').filter(({ is }) => is === 'Other');
    expect(
      ends.map(({ at }) => at),
      name,
    ).toEqual(churned === undefined ? [] : [churned.getTime()]);
    const dates = told('Renewal_Date__c').filter(({ is }) => is !== null);
    expect(
      dates.map(({ is, at }) => [is, at]),
      name,
    ).toEqual(terms.map(({ start, end }) => [end.toISOString().slice(0, 10), start.getTime()]));
    expect(account?.Type === 'Other', name).toBe(churned !== undefined);
    if (churned !== undefined) expect(account?.Renewal_Date__c ?? null, name).toBeNull();
  }
});

test('the company lives on in its org: every happening is a change of it that is told', async () => {
  const before = orgs.changeLog.after(org.orgId, 0, 10_000).length;
  const failed: string[] = [];
  const log = { debug: () => undefined, warn: (fields: object) => void failed.push(JSON.stringify(fields)) };
  const living = livingOrg({ org, clock: { now: () => now }, random: seededRandom('alive'), log });
  const said = new Set<string>();
  for (let n = 0; n < 150; n += 1) said.add((await living.step()) ?? '');
  expect(failed).toEqual([]);
  expect([...said]).toEqual(
    expect.arrayContaining(['a new lead came to the org', 'a lead of the org was converted']),
  );
  expect(orgs.changeLog.after(org.orgId, 0, 10_000).length - before).toBeGreaterThan(150);
});
