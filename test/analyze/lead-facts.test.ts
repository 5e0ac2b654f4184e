// The facts of a lead: every custom property without configuration, nothing that tells the outcome or the future.
import { describe, expect, it } from 'vitest';
import { leadFacts } from '#analyze/lead-facts.ts';
import { leadSources } from '#analyze/lead-sources.ts';
import { aCircle, aTwin, daily } from '#kit/a-twin.ts';
import type { PropertyDefinition } from '#sense/record.ts';
import { tenantSettings } from '#sense/tenant.ts';

const { outcomes: rules } = tenantSettings.parse({});
const define = (name: string, more: Partial<PropertyDefinition> = {}): PropertyDefinition => ({
  ...{ name, label: name, type: 'string', calculated: false, builtIn: false },
  ...more,
});
const names = (contact: readonly PropertyDefinition[], leftOut: readonly string[] = []) =>
  leadSources({ contact, company: [define('segment')], lead: [] }, rules, leftOut).map(({ name }) => name);

describe('the sources of features', () => {
  it('know what the CRM shows for a value of a list', () => {
    const options = [
      { value: 'whole_company', label: 'The whole company' },
      { value: 'Web', label: 'Web' },
    ];
    const contact = [define('reach', { type: 'enumeration', options }), define('colour')];
    const [reach, colour] = leadSources({ contact, company: [], lead: [] }, rules, []);
    expect(reach?.labels).toEqual({ whole_company: 'The whole company' });
    expect(colour).not.toHaveProperty('labels');
  });

  it('take any custom property, of the contact and of its company, without configuration', () => {
    expect(names([define('favourite_colour')])).toEqual(
      expect.arrayContaining(['favourite_colour', 'company.segment']),
    );
  });

  it.each([
    ['what we wrote ourselves', define('revloop_lead_score')],
    ['what decides won and lost', define('lifecyclestage', { builtIn: true })],
    [
      'what the CRM fills when the outcome comes',
      define('hs_lifecyclestage_customer_date', { builtIn: true }),
    ],
    ['what the CRM calculates', define('num_associated_deals', { builtIn: true, calculated: true })],
  ])('leave out %s', (_, property) => {
    expect(names([property])).not.toContain(property.name);
  });

  it('leave out what the tenant bars, and a custom property that the tenant’s rules look at', () => {
    expect(names([define('favourite_colour')], ['favourite_colour'])).not.toContain('favourite_colour');
    const own = tenantSettings.parse({
      outcomes: { contact: { won: [{ property: 'paid', in: ['yes'] }], lost: [] } },
    });
    const sources = leadSources({ contact: [define('paid')], company: [], lead: [] }, own.outcomes, []);
    expect(sources.map(({ name }) => name)).not.toContain('paid');
  });
});

describe('the facts of a lead', () => {
  const sources = leadSources(
    { contact: [define('colour')], company: [define('segment')], lead: [] },
    rules,
    [],
  );
  const at = Date.parse('2026-06-30T00:00:00Z');

  it('hold value, source and date', () => {
    const circle = aCircle(
      aTwin('contact', { properties: { colour: 'red' }, at: '2026-06-01T08:00:00.000Z' }),
      {
        company: [aTwin('company', { properties: { segment: 'SMB' } })],
      },
    );
    const facts = leadFacts(circle, at, sources, new Map());
    expect(facts.get('colour')).toEqual({
      value: 'red',
      label: 'colour',
      source: 'hubspot',
      asOf: '2026-06-01T08:00:00.000Z',
    });
    expect(facts.get('company.segment')?.value).toBe('SMB');
  });

  it('count only what happened in the first two weeks and before that moment', () => {
    const contact = aTwin('contact', {
      createdAt: '2026-06-10T00:00:00.000Z',
      engagements: { 'email.in': { '2026-06-10': 2, '2026-06-20': 1, '2026-06-28': 5 } },
    });
    const mails = (moment: string) =>
      leadFacts(aCircle(contact), Date.parse(moment), sources, new Map()).get('early_mails_in')?.value;
    expect(mails('2026-06-12T00:00:00Z')).toBe(2);
    expect(mails('2026-06-30T00:00:00Z')).toBe(3);
  });

  it('do not know of a product that was used only later', () => {
    const contact = aTwin('contact', {
      createdAt: '2026-06-01T00:00:00.000Z',
      events: { login: daily('2026-09-01', 30) },
    });
    expect(leadFacts(aCircle(contact), at, sources, new Map()).get('early_events')).toMatchObject({
      value: null,
      asOf: null,
    });
  });

  it.each([
    ['someone@gmail.com', 'free'],
    ['someone@example.com', 'company'],
    [null, null],
  ])('call the mail address %s %s', (email, kind) => {
    const circle = aCircle(aTwin('contact', { properties: { email } }));
    expect(leadFacts(circle, at, sources, new Map()).get('mail_kind')?.value).toBe(kind);
  });
});

describe('the company of a lead', () => {
  const [crm, product] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'];
  const origins = new Map([[crm, 'hubspot' as const]]);
  const at = '2026-06-01T00:00:00.000Z';
  const company = {
    ...aTwin('company', { properties: { segment: 'Large' } }),
    records: { [`${crm}:company:9`]: { value: false, at, by: 'k' } },
  };
  const segmentOf = (links: Readonly<Record<string, readonly string[]>>) => {
    const twin = {
      ...aTwin('contact'),
      links: Object.fromEntries(
        Object.entries(links).map(([to, ids]) => [to, { ids: [...ids], at, by: 'k' }]),
      ),
    };
    const sources = [{ name: 'company.segment', type: 'string' as const }];
    return leadFacts(aCircle(twin, { company: [company] }), Date.parse(at), sources, origins).get(
      'company.segment',
    )?.value;
  };

  it('is the one that the CRM links it with', () => {
    expect(segmentOf({ [`${crm}:company`]: ['9'] })).toBe('Large');
    expect(segmentOf({ [`${crm}:company`]: ['9'], [`${product}:company`]: ['group:g1'] })).toBe('Large');
  });

  it('is none where only the product says so: who uses it has become a customer, and the facts would tell', () => {
    expect(segmentOf({ [`${product}:company`]: ['group:g1'] })).toBeNull();
  });
});
