// What errors of the Pub/Sub API mean: Salesforce's own code first, the gRPC status where there is none.
import { Metadata, status } from '@grpc/grpc-js';
import { describe, expect, it } from 'vitest';
import { troubleOf } from '#clients/salesforce/feed-trouble.ts';

function fault(code: string, of: status = status.UNKNOWN): Error {
  const metadata = new Metadata();
  if (code !== '') metadata.set('error-code', `sfdc.platform.eventbus.grpc.${code}`);
  return Object.assign(new Error('said'), { code: of, details: 'said', metadata });
}
const meaning = (error: unknown, placed = false) => {
  const trouble = troubleOf(error, placed);
  return trouble.what === 'end' ? `end ${trouble.end.why}` : trouble.what;
};

describe('an error of the stream', () => {
  it.each([
    ['subscription.fetch.replayid.corrupted', 'end place'],
    ['subscription.fetch.replayid.validation.failed', 'end place'],
    ['subscription.limit.exceeded', 'end limit'],
    ['service.tenant.license', 'end refused'],
    ['subscription.topic.cannot.subscribe', 'end refused'],
    ['topic.not.found', 'no-topic'],
    ['service.auth.error', 'token'],
    ['service.unavailable', 'again'],
    ['concurrent.client.limit.exceeded', 'again'],
    ['something.new', 'again'],
  ])('%s means: %s', (code, means) => expect(meaning(fault(code))).toBe(means));

  it('without a code is judged by its status', () => {
    expect(meaning(fault('', status.UNAUTHENTICATED))).toBe('token');
    expect(meaning(fault('', status.NOT_FOUND))).toBe('no-topic');
    expect(meaning(fault('', status.PERMISSION_DENIED))).toBe('end refused');
    expect(meaning(fault('', status.UNAVAILABLE))).toBe('again');
    expect(meaning(fault('', status.RESOURCE_EXHAUSTED))).toBe('again');
  });

  it('about what was sent is about the place, where one was sent', () => {
    expect(meaning(fault('', status.INVALID_ARGUMENT), true)).toBe('end place');
    expect(meaning(fault('', status.INVALID_ARGUMENT), false)).toBe('again');
  });

  it('of another kind is tried again', () => expect(meaning(new TypeError('no answer'))).toBe('again'));
});
