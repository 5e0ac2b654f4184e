// The rules: news interrupts, old news and guesses do not, and a score that wobbles does not flap.
import { expect, test } from 'vitest';
import { type Advice, type AdviceState, type NewAdvice, newAdvice } from '#advise/advice.ts';
import type { Look } from '#advise/look.ts';
import { advise } from '#advise/rules.ts';
import type { Finding } from '#analyze/finding.ts';
import { aHealthFinding, aTwin } from '#kit/slack-story.ts';
import { tenantSettings } from '#sense/tenant.ts';

const now = new Date('2026-11-20T12:00:00.000Z');
const day = 86_400_000;
const settings = tenantSettings.parse({});
const reachable = { email: 'a@b.test', phone: '1', company: 'Acme', jobtitle: 'CTO' };

function aLead(score: number, band: Finding['band'], fields: Partial<Finding> = {}): Finding {
  return {
    ...{
      kind: 'lead_score',
      score,
      band,
      probability: score / 100,
      interval: null,
      confidence: 0.6,
      doubts: [],
    },
    ...{ reasons: [], parts: [], basis: 'model', history: null, dataAsOf: null, weightsVersion: 1 },
    ...fields,
  };
}

function look(finding: Finding, kept: Finding | null, fields: Partial<Look> = {}): Look {
  const lead = finding.kind === 'lead_score';
  const twin = {
    ...aTwin(lead ? 'contact' : 'company', lead ? reachable : {}),
    createdAt: '2026-01-01T00:00:00.000Z',
  };
  return {
    subject: '1',
    twin,
    finding,
    kept: kept && { finding: kept },
    live: [],
    closed: [],
    settings,
    now,
    ...fields,
  };
}

function told(advice: NewAdvice | undefined, state: AdviceState = 'open', at = now): Advice {
  if (!advice) throw new Error('nothing was told');
  const dates = { createdAt: at, updatedAt: at, snoozedUntil: null, answeredBy: null };
  return { ...newAdvice.parse(advice), id: `id of ${advice.situation}`, state, ...dates };
}
const one = (seen: Look, situation: string) =>
  advise(seen).tell.find((advice) => advice.situation === situation);
const hot = (seen: Look) => one(seen, 'lead_score:hot');
const risk = (seen: Look) => one(seen, 'health:risk');

test('a lead that newly reaches grade A is to be called now: alert and task', () => {
  expect(hot(look(aLead(83, 'A'), aLead(61, 'B')))).toMatchObject({
    ...{ code: 'call_now', alert: true, task: true },
    change: { from: 'B', to: 'A', scoreFrom: 61, scoreTo: 83 },
  });
});

test('the grades that are worth an alert are the choice of the tenant', () => {
  const wider = tenantSettings.parse({ alerts: { leadGrades: ['A', 'B'] } });
  expect(hot(look(aLead(62, 'B'), aLead(45, 'C'), { settings: wider }))).toMatchObject({ alert: true });
  expect(hot(look(aLead(62, 'B'), aLead(45, 'C')))).toBeUndefined();
});

test('a big rise to a good grade is news too', () => {
  expect(hot(look(aLead(66, 'B'), aLead(40, 'C')))).toMatchObject({ code: 'call_now', alert: true });
});

test('somebody who was A all along is shown in the card and interrupts nobody', () => {
  expect(hot(look(aLead(90, 'A'), aLead(88, 'A')))).toMatchObject({ alert: false, task: false });
});

test('new weights are no news: whoever they lift to A interrupts nobody, unless the lead itself is new', () => {
  const before = { ...aLead(50, 'B'), weightsVersion: 0 };
  expect(hot(look(aLead(90, 'A'), before))).toMatchObject({ alert: false });
  const made = { ...aTwin('contact', reachable), createdAt: '2026-11-20T09:00:00.000Z' };
  expect(hot(look(aLead(90, 'A'), before, { twin: made }))).toMatchObject({ alert: true });
});

test('at first sight only a lead that is new, or just did something, is news', () => {
  expect(hot(look(aLead(90, 'A'), null))).toMatchObject({ alert: false });
  const made = { ...aTwin('contact', reachable), createdAt: '2026-11-20T09:00:00.000Z' };
  expect(hot(look(aLead(90, 'A'), null, { twin: made }))).toMatchObject({ alert: true });
  const times = { first: '2026-11-19T20:00:00.000Z', last: '2026-11-19T20:00:00.000Z', days: '' };
  const active = { ...made, createdAt: '2026-01-01T00:00:00.000Z', engagements: { 'email.in': times } };
  expect(hot(look(aLead(90, 'A'), null, { twin: active }))).toMatchObject({ alert: true });
});

test('a guess never interrupts a person: with low confidence the advice is only in the card', () => {
  const unsure = hot(look(aLead(83, 'A', { confidence: 0.39 }), aLead(61, 'B')));
  expect(unsure).toMatchObject({ code: 'call_now', alert: false, task: false });
});

test('a score that wobbles around the border neither ends the story nor tells it anew', () => {
  const live = [told(hot(look(aLead(80, 'A'), aLead(70, 'B'))))];
  const wobble = advise(look(aLead(78, 'B'), aLead(80, 'A'), { live }));
  expect(wobble.expire).toEqual([]);
  expect(wobble.tell.filter(({ situation }) => situation === 'lead_score:hot')).toEqual([]);
  expect(hot(look(aLead(81, 'A'), aLead(78, 'B'), { live }))).toBeUndefined();
  expect(advise(look(aLead(74, 'B'), aLead(78, 'B'), { live })).expire).toEqual(['id of lead_score:hot']);
});

test('after a story ended by itself it begins silently for three days, then aloud', () => {
  const ended = told(hot(look(aLead(80, 'A'), aLead(70, 'B'))), 'expired', new Date(now.getTime() - day));
  const again = look(aLead(82, 'A'), aLead(70, 'B'), { closed: [ended] });
  expect(hot(again)).toMatchObject({ alert: false });
  expect(hot({ ...again, now: new Date(now.getTime() + 3 * day) })).toMatchObject({ alert: true });
});

test('what a person found not useful is not told again for 30 days', () => {
  const closed = [told(hot(look(aLead(80, 'A'), aLead(70, 'B'))), 'not_useful')];
  const later = (days: number) =>
    hot(look(aLead(82, 'A'), aLead(70, 'B'), { closed, now: new Date(now.getTime() + days * day) }));
  expect(later(29)).toBeUndefined();
  expect(later(31)).toMatchObject({ alert: true });
});

test('the live story keeps where it began while it is told anew', () => {
  const live = [told(hot(look(aLead(80, 'A'), aLead(61, 'B'))))];
  expect(hot(look(aLead(91, 'A'), aLead(80, 'A'), { live }))?.change).toEqual({
    ...{ from: 'B', to: 'A', scoreFrom: 61, scoreTo: 91 },
  });
});

test('a lead whose outcome is decided needs no advice: what is open ends', () => {
  const live = [told(hot(look(aLead(80, 'A'), aLead(61, 'B'))))];
  const twin = aTwin('contact', { ...reachable, lifecyclestage: 'customer' });
  expect(advise(look(aLead(90, 'A'), aLead(80, 'A'), { live, twin }))).toEqual({
    ...{ tell: [], expire: ['id of lead_score:hot'] },
  });
});

test('a good lead that nobody can reach is to be asked for what is missing', () => {
  const twin = aTwin('contact', { email: 'a@b.test', company: 'Acme' });
  const asked = one(look(aLead(60, 'B'), aLead(58, 'B'), { twin }), 'lead_score:incomplete');
  expect(asked).toMatchObject({ code: 'ask_missing', alert: false });
  expect(asked?.reasons.map(({ feature }) => feature)).toEqual(['phone', 'jobtitle']);
});

test('a once good lead that lost much is nurtured, without an alert', () => {
  expect(one(look(aLead(30, 'C'), aLead(62, 'B')), 'lead_score:cooling')).toMatchObject({
    ...{ code: 'nurture', alert: false },
  });
  expect(one(look(aLead(48, 'C'), aLead(57, 'B')), 'lead_score:cooling')).toBeUndefined();
});

const health = (score: number, fields: Partial<Finding> = {}) =>
  aHealthFinding({ score, band: score < 40 ? 'at_risk' : score < 65 ? 'watch' : 'healthy', ...fields });

test('a customer newly at risk is an alert that begins with the worst part', () => {
  expect(risk(look(health(35), health(60)))).toMatchObject({ code: 'fix_support', alert: true, task: true });
  const even = health(35, { parts: [] });
  expect(risk(look(even, health(60)))).toMatchObject({ code: 'review_health' });
});

test('a customer to be watched is an alert only where the tenant wants it', () => {
  const wants = tenantSettings.parse({ alerts: { healthBands: ['watch', 'at_risk'] } });
  expect(risk(look(health(60), health(70)))).toMatchObject({ alert: false });
  expect(risk(look(health(60), health(70), { settings: wants }))).toMatchObject({ alert: true });
});

test('a customer that falls far is an alert in any band', () => {
  expect(risk(look(health(70), health(95)))).toMatchObject({ alert: true });
});

test('a customer to be watched that gets worse turns the same story into an alert', () => {
  const live = [told(risk(look(health(55), health(66))))];
  expect(live[0]?.alert).toBe(false);
  expect(risk(look(health(38), health(55), { live }))).toMatchObject({
    ...{ alert: true, change: { from: 'healthy', to: 'at_risk', scoreFrom: 66, scoreTo: 38 } },
  });
});

test('a customer clearly recovered ends the story; one just over the border does not', () => {
  const live = [told(risk(look(health(62), health(90))))];
  expect(advise(look(health(66), health(62), { live }))).toEqual({ tell: [], expire: [] });
  expect(advise(look(health(67), health(66), { live })).expire).toEqual(['id of health:risk']);
});

test('at first sight a customer at risk is news only if its health is falling', () => {
  expect(risk(look(health(30), null))).toMatchObject({ alert: true });
  const steady = health(30, { parts: [{ code: 'support', value: 18, weight: 1, trend: -3 }] });
  expect(risk(look(steady, null))).toMatchObject({ alert: false });
});

test('a story that nobody answered for a month is over, unless it was told anew', () => {
  const live = [told(risk(look(health(30), health(60))), 'open', new Date(now.getTime() - 31 * day))];
  expect(advise(look(health(30), health(30), { live })).expire).toEqual(['id of health:risk']);
  const taken = live.map((advice) => ({ ...advice, state: 'taken' as const }));
  expect(advise(look(health(30), health(30), { live: taken })).expire).toEqual([]);
});
