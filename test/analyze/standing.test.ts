// Whether somebody counts as won, lost or open: by the defaults that fit HubSpot, and by the tenant's own rules.
import { describe, expect, it } from 'vitest';
import { dealClosedAt, personStanding } from '#analyze/standing.ts';
import { aCircle, aTwin } from '#kit/a-twin.ts';
import { tenantSettings } from '#sense/tenant.ts';

const { outcomes: rules } = tenantSettings.parse({});
const won = aTwin('deal', { properties: { hs_is_closed_won: 'true', closedate: '2026-03-01T00:00:00Z' } });
const lost = aTwin('deal', { properties: { hs_is_closed_lost: 'true', closedate: '2026-04-01T00:00:00Z' } });
const running = aTwin('deal', { properties: { hs_is_closed_won: 'false', hs_is_closed_lost: 'false' } });

describe('the standing of a contact', () => {
  it.each([
    ['open when nothing is known', {}, [], 'open'],
    ['won at lifecycle stage customer', { lifecyclestage: 'customer' }, [], 'won'],
    ['open at any other stage', { lifecyclestage: 'opportunity' }, [], 'open'],
    ['lost at lead status UNQUALIFIED', { hs_lead_status: 'UNQUALIFIED' }, [], 'lost'],
    ['won with one won deal among others', {}, [lost, won, running], 'won'],
    ['lost with only lost deals', {}, [lost, lost], 'lost'],
    ['open while a deal is open', {}, [lost, running], 'open'],
    [
      'won when it is unqualified and a customer',
      { lifecyclestage: 'customer', hs_lead_status: 'UNQUALIFIED' },
      [],
      'won',
    ],
  ] as const)('is %s', (_, properties, deal, is) => {
    expect(personStanding(aCircle(aTwin('contact', { properties }), { deal }), rules).is).toBe(is);
  });

  it('dates a won deal by its close date, and many lost ones by the last', () => {
    const contact = aTwin('contact');
    expect(personStanding(aCircle(contact, { deal: [lost, won] }), rules).since).toBe(
      '2026-03-01T00:00:00.000Z',
    );
    const earlier = aTwin('deal', {
      properties: { hs_is_closed_lost: 'true', closedate: '2026-01-01T00:00:00Z' },
    });
    expect(personStanding(aCircle(contact, { deal: [lost, earlier] }), rules).since).toBe(
      '2026-04-01T00:00:00.000Z',
    );
  });

  it('dates a deal that was lost before the day once hoped for by when it was lost', () => {
    const heard = '2026-02-10T09:00:00.000Z';
    const given = { hs_is_closed_lost: 'true', closedate: '2026-06-30T00:00:00Z' };
    const early = aTwin('deal', { properties: given, at: heard });
    expect(dealClosedAt(early, heard)).toBe(Date.parse(heard));
    expect(personStanding(aCircle(aTwin('contact'), { deal: [early] }), rules).since).toBe(heard);
  });

  it('follows the tenant’s own choice', () => {
    const own = tenantSettings.parse({
      outcomes: { contact: { won: [{ property: 'paid', in: ['yes'] }], lost: [] } },
    }).outcomes;
    const contact = aTwin('contact', { properties: { paid: 'yes', hs_lead_status: 'UNQUALIFIED' } });
    expect(personStanding(aCircle(contact), own).is).toBe('won');
    expect(
      personStanding(aCircle(aTwin('contact', { properties: { lifecyclestage: 'customer' } })), own).is,
    ).toBe('open');
  });
});
