// Who has a lead score, and what is known of a lead of Salesforce: the same whether it was won or lost.
import { describe, expect, it } from 'vitest';
import { leadFacts } from '#analyze/lead-facts.ts';
import { leadSources } from '#analyze/lead-sources.ts';
import { homeOf, isScoredAsLead, toOrigins } from '#analyze/places.ts';
import { dealStanding, personStanding } from '#analyze/standing.ts';
import { aCircle, aTwin } from '#kit/a-twin.ts';
import type { PropertyDefinition } from '#sense/record.ts';
import { tenantSettings } from '#sense/tenant.ts';
import type { Twin } from '#twin/twin.ts';

const { outcomes: rules } = tenantSettings.parse({});
const origins = toOrigins([
  { id: 'h', platform: 'hubspot' },
  { id: 's', platform: 'salesforce' },
]);
const stamp = { value: false, at: '2026-11-01T00:00:00.000Z', by: 'k' };
const living = (kind: Twin['kind'], properties: Record<string, string>, ...records: string[]): Twin => ({
  ...aTwin(kind, { properties, createdAt: '2026-10-01T00:00:00.000Z' }),
  records: Object.fromEntries(records.map((name) => [name, stamp])),
});

describe('a lead score', () => {
  it.each([
    ['a lead', living('lead', {}, 's:lead:1'), true],
    ['a contact of HubSpot', living('contact', {}, 'h:contact:1'), true],
    ['a contact that was a lead', living('contact', {}, 's:contact:1', 's:lead:1'), true],
    ['a contact of Salesforce that never was a lead', living('contact', {}, 's:contact:1'), false],
    ['one that HubSpot knows too', living('contact', {}, 's:contact:1', 'h:contact:1'), true],
    ['a company', living('company', {}, 's:company:1'), false],
  ])('of %s: %s', (_, twin, is) => {
    expect(isScoredAsLead(twin, origins)).toBe(is);
  });

  it('is said to rest on the CRM that knows most', () => {
    expect(homeOf(living('lead', {}, 's:lead:1'), origins)).toBe('salesforce');
    expect(homeOf(living('contact', {}, 's:lead:1', 'h:contact:1'), origins)).toBe('hubspot');
  });
});

describe('a lead of Salesforce', () => {
  const define = (name: string, builtIn = false): PropertyDefinition => ({
    ...{ name, label: name, type: 'string', calculated: false, builtIn },
  });
  const built = ['Title', 'LeadSource', 'Status', 'IsConverted', 'ConvertedAccountId', 'OwnerId', 'Email'];
  const lead = [...built.map((name) => define(name, true)), define('Budget__c')];
  const sources = leadSources({ contact: [define('plan')], company: [define('segment')], lead }, rules, []);
  const at = Date.parse('2026-11-20T00:00:00Z');
  const said = { Title: 'CEO', LeadSource: 'Web', Budget__c: '7', Status: 'Working' };
  const asLead = living('lead', said, 's:lead:1');
  const renamed = Object.fromEntries(Object.entries(said).map(([name, value]) => [`lead.${name}`, value]));
  const asContact = living('contact', { ...renamed, Title: 'Chair' }, 's:contact:1', 's:lead:1');
  const valuesOf = (twin: Twin) =>
    [
      ...leadFacts(
        aCircle(twin, { company: [aTwin('company', { properties: { segment: 'big' } })] }),
        at,
        sources,
        origins,
      ),
    ].map(([name, { value }]) => [name, value]);

  it('is seen with the same facts before and after it became a contact, and none that only then exist', () => {
    expect(valuesOf(asContact)).toEqual(valuesOf(asLead));
    expect(Object.fromEntries(valuesOf(asLead))).toMatchObject({
      'lead.Title': 'CEO',
      'lead.LeadSource': 'Web',
      'lead.Budget__c': '7',
    });
    for (const name of sources.map((one) => one.name))
      expect(name).not.toMatch(/Convert|Status|Owner|Email|company.*lead/);
  });

  it('lacks nothing where only HubSpot has a property, and a contact of HubSpot nothing of Salesforce', () => {
    expect(valuesOf(asLead).map(([name]) => name)).not.toContain('plan');
    const contact = living('contact', { plan: 'gold' }, 'h:contact:1');
    const names = valuesOf(contact).map(([name]) => name);
    expect(names).toEqual(expect.arrayContaining(['plan', 'company.segment']));
    expect(names.filter((name) => String(name).startsWith('lead.'))).toEqual([]);
  });

  it.each([
    [{ IsConverted: 'true' }, 'won'],
    [{ IsConverted: 'false', Status: 'Closed - Not Converted' }, 'lost'],
    [{ IsConverted: 'false', Status: 'Working - Contacted' }, 'open'],
  ] as const)('with %j is %s, as a contact too', (properties, is) => {
    expect(personStanding(aCircle(aTwin('lead', { properties })), rules).is).toBe(is);
    const kept = Object.fromEntries(
      Object.entries(properties).map(([name, value]) => [`lead.${name}`, value]),
    );
    expect(personStanding(aCircle(aTwin('contact', { properties: kept })), rules).is).toBe(is);
  });

  it.each([
    [{ IsClosed: 'true', IsWon: 'true' }, 'won'],
    [{ IsClosed: 'true', IsWon: 'false' }, 'lost'],
    [{ IsClosed: 'false', IsWon: 'false' }, 'open'],
  ] as const)('has an opportunity that with %j is %s', (properties, is) => {
    expect(dealStanding(aTwin('deal', { properties }), rules).is).toBe(is);
  });
});
