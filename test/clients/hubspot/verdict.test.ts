// Every status HubSpot documents, and what it means for the request and for everybody else's.
import { describe, expect, it } from 'vitest';
import { toVerdict } from '#clients/hubspot/verdict.ts';

const about = { bucket: 'main', timeZone: 'Asia/Tokyo', now: new Date('2026-11-22T12:00:00Z') } as const;
const answer = (status: number, body: object = {}, headers: Record<string, string> = {}) => ({
  status,
  headers: new Headers(headers),
  body,
  arrived: true,
});
const limited = (policyName: string, headers = {}) => answer(429, { policyName, message: '' }, headers);

describe('verdict on an answer of HubSpot', () => {
  it.each([200, 201, 204, 207])('takes %i as done', (status) => {
    expect(toVerdict(answer(status), about)).toEqual({ end: 'fine' });
  });

  it.each([400, 403, 404, 409, 414, 415])('takes %i as refused, not to be sent again', (status) => {
    expect(toVerdict(answer(status), about)).toEqual({ end: 'refused' });
  });

  it.each([0, 408, 500, 502, 503, 504, 521, 522, 523, 524, 525, 526])('tries again after %i', (status) => {
    expect(toVerdict(answer(status), about)).toMatchObject({ end: 'busy' });
  });

  it('takes 401 as a token that ended', () => {
    expect(toVerdict(answer(401, { category: 'EXPIRED_AUTHENTICATION' }), about)).toEqual({ end: 'expired' });
  });

  it('waits two seconds for a lock, longer where HubSpot says so', () => {
    expect(toVerdict(answer(423), about)).toMatchObject({ end: 'busy', waitMs: 2_000 });
    expect(toVerdict(answer(423, {}, { 'retry-after': '1' }), about)).toMatchObject({ waitMs: 2_000 });
    expect(toVerdict(answer(423, {}, { 'retry-after': '9' }), about)).toMatchObject({ waitMs: 9_000 });
  });

  it('stays away for the hours that 477 names, an hour where it names none', () => {
    expect(toVerdict(answer(477, {}, { 'retry-after': '86400' }), about)).toMatchObject({
      end: 'away',
      waitMs: 86_400_000,
    });
    expect(toVerdict(answer(477), about)).toMatchObject({ waitMs: 3_600_000 });
  });

  it.each([
    ['TEN_SECONDLY_ROLLING', 10_000, ['main']],
    ['SECONDLY', 1_000, ['main']],
    // 12:00 in UTC is 21:00 in Tokyo.
    ['DAILY', 3 * 3_600_000, ['main', 'search']],
    ['SOMETHING_NEW', 10_000, ['main']],
  ])('holds back by policy %s', (policy, waitMs, buckets) => {
    expect(toVerdict(limited(policy), about)).toEqual({ end: 'limited', waitMs, buckets });
    expect(toVerdict(limited(policy, { 'retry-after': '4' }), about)).toMatchObject({ waitMs: 4_000 });
  });

  it('holds back both buckets when a search used up the ten seconds', () => {
    const search = { ...about, bucket: 'search' } as const;
    expect(toVerdict(limited('TEN_SECONDLY_ROLLING'), search)).toMatchObject({ buckets: ['main', 'search'] });
    expect(toVerdict(limited('SECONDLY'), search)).toMatchObject({ buckets: ['search'] });
  });

  it('reads the policy from the words where it is not named', () => {
    const said = (message: string) => toVerdict(answer(429, { message }), about);
    expect(said('You have reached your secondly limit.')).toMatchObject({ waitMs: 1_000 });
    expect(said('You have reached your ten_secondly_rolling limit.')).toMatchObject({ waitMs: 10_000 });
    expect(said('You have reached your daily limit.')).toMatchObject({ waitMs: 10_800_000 });
  });

  it('reads a date as the time to come back', () => {
    const date = { 'retry-after': 'Sun, 22 Nov 2026 12:00:30 GMT' };
    expect(toVerdict(limited('TEN_SECONDLY_ROLLING', date), about)).toMatchObject({ waitMs: 30_000 });
  });

  it.each([undefined, 'Not/AZone'])('counts the day in UTC where the zone is %s', (timeZone) => {
    expect(toVerdict(limited('DAILY'), { ...about, timeZone })).toMatchObject({ waitMs: 12 * 3_600_000 });
  });
});
