// HubSpot's signature: what is accepted, and every way to be refused.
import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fc } from '#kit/fast-check.ts';
import { fixtureSecret, fixtureTime, fixtureUrl, hubspotFixture } from '#kit/hubspot-fixture.ts';
import { maxAgeMs, maxAheadMs, type SignedRequest, verify } from '#webhooks/hubspot/verify.ts';

const secret = 'autopilot-test-client-secret-0001';
const now = new Date(1_790_000_004_000);

function signed(url: string, over: Partial<SignedRequest> = {}, asSigned = url): SignedRequest {
  const request = { method: 'POST', url, body: Buffer.from('[]'), timestamp: String(now.getTime()), ...over };
  const signature = createHmac('sha256', secret)
    .update(`${request.method}${asSigned}`)
    .update(request.body)
    .update(String(request.timestamp))
    .digest('base64');
  return { signature, ...request };
}

describe('the known answers', () => {
  it('accepts the example of the documentation', () => {
    const request = {
      method: 'POST',
      url: 'https://www.example.com/webhook_uri',
      body: Buffer.from("{'example_field':'example_value'}"),
      timestamp: '1693657560000',
      signature: 'K36dawei4A+QBNolUOqo7s91KQDWQ5MXZ/QufNYuk/Y=',
    };
    const at = new Date(1_693_657_560_000);
    expect(verify(request, 'yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy', at)).toEqual({ valid: true });
  });

  it('accepts a query whose encoded signs were decoded before signing', () => {
    const request = {
      method: 'POST',
      url: 'https://example.com/api/hubspot/webhooks?src=hs%3Aapp%2Fv3&x=%28a%29',
      body: Buffer.from('[]'),
      timestamp: '1790000004000',
      signature: 'G8ddQlikFQ0ScZOZn+MHQ0E3WCV7vOJTzKlvrkvbvuk=',
    };
    expect(verify(request, secret, now)).toEqual({ valid: true });
  });

  it.each(['contact-created', 'import-burst', 'two-portals'])('accepts the recorded delivery %s', (name) => {
    const { method, path, headers, raw } = hubspotFixture(name);
    const request = {
      method,
      url: `${fixtureUrl}${path}`,
      body: raw,
      signature: headers['x-hubspot-signature-v3'],
      timestamp: headers['x-hubspot-request-timestamp'],
    };
    expect(verify(request, fixtureSecret, fixtureTime)).toEqual({ valid: true });
  });
});

describe('the forms of the address', () => {
  const url = 'https://example.com/hubspot/card?userEmail=ana%2Bx%40example.com&name=%E5%BC%A0&q=a%20b%26c';
  it.each([
    ['signed as it is sent', url],
    ['with the twelve signs decoded', url.replaceAll('%40', '@')],
    ['wholly decoded', decodeURIComponent(url)],
  ])('accepts one %s', (_, asSigned) => {
    expect(verify(signed(url, {}, asSigned), secret, now)).toEqual({ valid: true });
  });

  it('does not fail on a query that cannot be decoded', () => {
    expect(verify(signed('https://example.com/hook?x=100%'), secret, now)).toEqual({ valid: true });
  });

  it('refuses the same request at another address', () => {
    const request = { ...signed('https://example.com/a'), url: 'https://example.com/b' };
    expect(verify(request, secret, now)).toEqual({ valid: false, reason: 'mismatch' });
  });
});

describe('what is refused', () => {
  const url = 'https://example.com/webhooks/hubspot';
  const at = (ms: number) => signed(url, { timestamp: String(ms) });
  it.each([
    ['no signature', { ...signed(url), signature: undefined }, 'missing'],
    ['an empty signature', { ...signed(url), signature: '' }, 'missing'],
    ['no timestamp', { ...signed(url), timestamp: undefined }, 'missing'],
    ['a timestamp that is no number', signed(url, { timestamp: 'NaN' }), 'timestamp'],
    ['a timestamp with a sign', signed(url, { timestamp: '-1' }), 'timestamp'],
    ['a timestamp with an exponent', signed(url, { timestamp: '1e12' }), 'timestamp'],
    ['a request older than five minutes', at(now.getTime() - maxAgeMs - 1), 'old'],
    ['a request from the future', at(now.getTime() + maxAheadMs + 1), 'ahead'],
    ['a signature of another length', { ...signed(url), signature: 'AAAA' }, 'mismatch'],
    ['a changed body', { ...signed(url), body: Buffer.from('[{}]') }, 'mismatch'],
    ['another method', { ...signed(url), method: 'GET' }, 'mismatch'],
    ['another secret', signed(url), 'mismatch', 'another-secret'],
  ])('%s', (_, request, reason, with_ = secret) => {
    expect(verify(request, with_, now)).toEqual({ valid: false, reason });
  });

  it('accepts a request exactly five minutes old', () => {
    expect(verify(at(now.getTime() - maxAgeMs), secret, now)).toEqual({ valid: true });
  });

  it('accepts any body signed with the secret, and none with one bit changed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), fc.nat(), (bytes, place) => {
        const body = Buffer.from(bytes);
        const request = signed(url, { body });
        expect(verify(request, secret, now)).toEqual({ valid: true });
        const changed = Buffer.from(body);
        const at = place % changed.length;
        changed[at] = (changed[at] ?? 0) ^ 1;
        expect(verify({ ...request, body: changed }, secret, now).valid).toBe(false);
      }),
    );
  });
});
