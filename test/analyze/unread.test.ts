// What the CRM does not show of mails, calls and meetings, or whose they were, is not known: in scores, health, fields, advice.
import { describe, expect, it } from 'vitest';
import { toCircles } from '#analyze/circle.ts';
import { dealFacts } from '#analyze/deal-facts.ts';
import { drawTimeline } from '#analyze/field/draw-timeline.ts';
import { factReader } from '#analyze/field/read-facts.ts';
import { healthFacts } from '#analyze/health-facts.ts';
import { leadFacts } from '#analyze/lead-facts.ts';
import { toOrigins } from '#analyze/places.ts';
import type { Unread } from '#analyze/unread.ts';
import { aTwin } from '#kit/a-twin.ts';
import { conductAt } from '#learn/segments/behaviour-of.ts';
import { tenantSettings } from '#sense/tenant.ts';
import type { Twin } from '#twin/twin.ts';

const { outcomes } = tenantSettings.parse({});
const at = Date.parse('2026-11-20T12:00:00Z');
const [hub, org] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'];
const origins = toOrigins([
  { id: hub, platform: 'hubspot' },
  { id: org, platform: 'salesforce' },
]);

/** One that was called and met, and perhaps written to: nobody can say. */
function known(kind: Twin['kind'], origin: string): Twin {
  const twin = aTwin(kind, {
    createdAt: '2026-11-01T00:00:00.000Z',
    engagements: { call: { '2026-11-10': 2 }, meeting: { '2026-11-12': 1 } },
  });
  return {
    ...twin,
    records: { [`${origin}:${kind}:1`]: { value: false, at: '2026-11-01T00:00:00.000Z', by: 'k' } },
  };
}
function circleOf(twin: Twin, unread: Unread) {
  const [circle] = toCircles(['1'], [], new Map([['1', twin]]), unread);
  if (circle === undefined) throw new Error('there is no circle');
  return circle;
}
const read = factReader(
  [
    ...['mails_in@28', 'mails_out@28', 'calls@28', 'meetings@28', 'mails_unanswered'],
    ...['days_since.talk', 'days_since.meeting'],
  ],
  'UTC',
);
const fieldsOf = (twin: Twin, unread: Unread) => {
  const { now: _, ...facts } = read(drawTimeline({ circle: circleOf(twin, unread), outcomes }), at);
  return facts;
};
const source = (name: string) => ({ name, type: 'number' as const });
const leadNames = [
  'early_mails_in',
  'early_calls',
  'early_meetings',
  'mails_in_28',
  'meetings_28',
  'quiet_days',
];
const leadOf = (twin: Twin, unread: Unread) =>
  Object.fromEntries(
    [...leadFacts(circleOf(twin, unread), at, leadNames.map(source), origins)].map(([name, { value }]) => [
      name,
      value,
    ]),
  );
const dealNames = ['deal_mails_in', 'deal_mails_out', 'deal_meetings', 'deal_silence'];
const dealOf = (twin: Twin, unread: Unread) => {
  const scene = { circle: circleOf(twin, unread), course: { properties: new Map() }, company: null };
  const facts = dealFacts(scene, at, dealNames.map(source), { rules: outcomes, origins });
  return Object.fromEntries([...facts].map(([name, { value }]) => [name, value]));
};

describe('mails of which the CRM does not say who sent them', () => {
  const all: Unread = new Map();
  const written = (kind: Twin['kind'], engagements: Record<string, Record<string, number>>) =>
    aTwin(kind, { createdAt: '2026-11-01T00:00:00.000Z', engagements });
  const talked = { call: { '2026-11-10': 1 }, 'email.in': { '2026-11-09': 1 } };
  const before = { ...talked, email: { '2026-11-05': 3 } };
  const after = { ...talked, email: { '2026-11-15': 3 } };

  it('leave the counts of both sides unknown, only where they lie', () => {
    expect(fieldsOf(written('company', after), all)).toEqual({
      ...{ 'mails_in@28': null, 'mails_out@28': null, 'calls@28': 1, 'meetings@28': 0 },
      ...{ mails_unanswered: null, 'days_since.talk': null, 'days_since.meeting': null },
    });
    expect(fieldsOf(written('company', before), all)).toMatchObject({
      ...{ 'mails_in@28': null, mails_unanswered: 0, 'days_since.talk': 10 },
    });
    expect(fieldsOf(written('company', { ...talked, email: { '2026-10-05': 3 } }), all)).toMatchObject({
      ...{ 'mails_in@28': 1, 'mails_out@28': 0 },
    });
  });

  it('are no proof that a lead is silent', () => {
    expect(leadOf(written('lead', after), all)).toMatchObject({
      ...{ early_mails_in: null, mails_in_28: null, quiet_days: null, early_calls: 1 },
    });
    expect(leadOf(written('lead', before), all)).toMatchObject({ quiet_days: 11 });
  });

  it('are no proof that a customer never talks back', () => {
    const relationship = (engagements: Record<string, Record<string, number>>) =>
      healthFacts(circleOf(written('company', engagements), all), outcomes, at).relationship;
    expect(relationship({ email: { '2026-11-15': 3 } })).toMatchObject({ daysSilent: 5, twoWay: null });
    expect(relationship(after)).toMatchObject({ twoWay: 2 });
    expect(relationship({ 'email.out': { '2026-11-15': 3 } })).toMatchObject({ twoWay: 0 });
  });

  it('leave unknown how many mails about a deal came in and how many went out', () => {
    expect(dealOf(written('deal', after), all)).toMatchObject({
      ...{ deal_mails_in: null, deal_mails_out: null, deal_silence: 6 },
    });
    const known = { 'email.in': { '2026-11-10': 2 }, 'email.out': { '2026-11-11': 1 } };
    expect(dealOf(written('deal', known), all)).toMatchObject({ deal_mails_in: 2, deal_mails_out: 1 });
  });
});

describe.each([
  ['hubspot', hub],
  ['salesforce', org],
])('on %s', (_platform, origin) => {
  const mails: Unread = new Map([[origin, new Set(['email'] as const)]]);
  const meetings: Unread = new Map([[origin, new Set(['meeting'] as const)]]);
  const all: Unread = new Map();

  it('a company whose mails may not be read has no count of mails, and one of calls and meetings', () => {
    const company = known('company', origin);
    expect(fieldsOf(company, all)).toEqual({
      ...{ 'mails_in@28': 0, 'mails_out@28': 0, 'calls@28': 2, 'meetings@28': 1, mails_unanswered: 0 },
      ...{ 'days_since.talk': 8, 'days_since.meeting': 8 },
    });
    expect(fieldsOf(company, mails)).toEqual({
      ...{
        'mails_in@28': null,
        'mails_out@28': null,
        'calls@28': 2,
        'meetings@28': 1,
        mails_unanswered: null,
      },
      ...{ 'days_since.talk': null, 'days_since.meeting': 8 },
    });
    expect(fieldsOf(company, meetings)).toMatchObject({
      ...{ 'mails_in@28': 0, 'calls@28': 2, 'meetings@28': null, 'days_since.meeting': null },
    });
  });

  it('its relationship is not known either: who is silent where we listen may talk where we may not', () => {
    const company = known('company', origin);
    const relationship = (unread: Unread) =>
      healthFacts(circleOf(company, unread), outcomes, at).relationship;
    expect(relationship(all)).toMatchObject({ daysSilent: 8, twoWay: 3 });
    expect(relationship(mails)).toBeNull();
    expect(relationship(meetings)).toBeNull();
  });

  it('a lead is not taken for one that never wrote, or that was never met', () => {
    const lead = known(origin === hub ? 'contact' : 'lead', origin);
    expect(leadOf(lead, all)).toEqual({
      ...{ early_mails_in: 0, early_calls: 2, early_meetings: 1 },
      ...{ mails_in_28: 0, meetings_28: 1, quiet_days: 8 },
    });
    expect(leadOf(lead, mails)).toEqual({
      ...{ early_mails_in: null, early_calls: 2, early_meetings: 1 },
      ...{ mails_in_28: null, meetings_28: 1, quiet_days: null },
    });
    expect(leadOf(lead, meetings)).toMatchObject({
      early_mails_in: 0,
      early_meetings: null,
      meetings_28: null,
    });
  });

  it('a deal is not taken for one that nobody speaks about', () => {
    const deal = known('deal', origin);
    expect(dealOf(deal, all)).toEqual({
      ...{ deal_mails_in: 0, deal_mails_out: 0, deal_meetings: 3, deal_silence: 9 },
    });
    expect(dealOf(deal, mails)).toEqual({
      ...{ deal_mails_in: null, deal_mails_out: null, deal_meetings: 3, deal_silence: null },
    });
    expect(dealOf(deal, meetings)).toMatchObject({
      deal_mails_in: 0,
      deal_meetings: null,
      deal_silence: null,
    });
  });

  it('segments do not take it for one that nobody speaks with', () => {
    const company = known('company', origin);
    const contact = (unread: Unread) =>
      conductAt('UTC')(drawTimeline({ circle: circleOf(company, unread), outcomes }), at).contact;
    expect(contact(all)).toBe(3);
    expect(contact(mails)).toBeNull();
  });

  it('what another CRM does not show says nothing of who is not known there', () => {
    const other: Unread = new Map([[origin === hub ? org : hub, new Set(['email', 'meeting'] as const)]]);
    expect(fieldsOf(known('company', origin), other)).toMatchObject({ 'mails_in@28': 0, 'meetings@28': 1 });
  });
});
