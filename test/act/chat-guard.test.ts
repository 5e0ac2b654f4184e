// The guard: what waits comes back together, and the strongest goes first.
import { expect, test } from 'vitest';
import { ruleOnAlert, ruleOnPlace, strengthOf } from '#act/guard.ts';
import type { Advice } from '#advise/advice.ts';
import { someAdvice } from '#kit/slack-story.ts';
import type { Notice } from '#ports/store.ts';
import { tenantSettings } from '#sense/tenant.ts';

const at = new Date('2026-11-20T09:07:30.000Z');
const settings = tenantSettings.parse({ alerts: { perDay: 2 } });
const advice: Advice = {
  ...{ ...someAdvice('1'), id: 'a', state: 'open', createdAt: at, updatedAt: at },
  ...{ snoozedUntil: null, answeredBy: null },
};
const notice: Notice = {
  ...{ advice: 'a', connection: 'c', channel: 'C1', ts: '1.2', hash: 'h' },
  told: { state: 'open', score: 34, band: 'at_risk' },
};
const rule = (fields: Partial<Parameters<typeof ruleOnAlert>[0]>) =>
  ruleOnAlert({ settings, advice, notice: null, ...fields }).say;

test('one message a story: the first is posted, what follows updates it', () => {
  expect(rule({})).toBe('post');
  expect(rule({ notice })).toBe('update');
  // Nobody knows yet whether it arrived.
  expect(rule({ notice: { ...notice, ts: '' } })).toBe('post');
});

test('a dry run sends nothing at all', () => {
  expect(rule({ settings: tenantSettings.parse({ dryRun: true }), notice })).toBe('dry');
});

test('what was answered elsewhere, or is no alert, is not posted; a message that is there is still updated', () => {
  expect(rule({ advice: { ...advice, state: 'done' } })).toBe('nothing');
  expect(rule({ advice: { ...advice, alert: false } })).toBe('nothing');
  expect(rule({ advice: { ...advice, state: 'done' }, notice })).toBe('update');
});

test('over the cap all wait for the same quarter of an hour', () => {
  expect(ruleOnPlace(settings, 1, at)).toEqual({ say: 'post' });
  expect(ruleOnPlace(settings, 2, at)).toEqual({ say: 'wait', waitMs: 7.5 * 60_000 });
});

test('the surer and the worse goes first', () => {
  const health = (scoreTo: number, confidence = 0.8) =>
    strengthOf({ ...advice, confidence, change: { ...advice.change, scoreTo } });
  expect(health(10)).toBeGreaterThan(health(30));
  expect(health(10, 0.9)).toBeGreaterThan(health(10, 0.5));
  const lead = { ...advice, finding: 'lead_score' as const };
  expect(strengthOf({ ...lead, change: { ...lead.change, scoreTo: 90 } })).toBeGreaterThan(strengthOf(lead));
});
