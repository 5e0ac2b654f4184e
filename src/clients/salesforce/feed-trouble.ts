// What an error of the Pub/Sub API means for following: over, a new token, or once more after a while.
import { status } from '@grpc/grpc-js';
import type { FeedEnd } from '#ports/feed.ts';
import { faultOf } from './pubsub-api.ts';

export type Trouble =
  | { readonly what: 'end'; readonly end: FeedEnd }
  | { readonly what: 'token' | 'again' | 'no-topic'; readonly problem: string };

const lost = ['subscription.fetch.replayid.corrupted', 'subscription.fetch.replayid.validation.failed'];
const forbidden = [
  'subscription.topic.cannot.subscribe',
  'topic.meta.permission',
  'service.auth.headers.invalid',
];

/** Salesforce's own code decides, the gRPC status only where there is none. */
export function troubleOf(error: unknown): Trouble {
  const fault = faultOf(error);
  if (fault === null)
    return { what: 'again', problem: error instanceof Error ? error.message : String(error) };
  const { code, sentence } = fault;
  const problem = code === '' ? sentence : `${code}: ${sentence}`;
  if (lost.includes(code)) return { what: 'end', end: { why: 'place', problem } };
  if (code === 'subscription.limit.exceeded') return { what: 'end', end: { why: 'limit', problem } };
  if (code === 'topic.not.found') return { what: 'no-topic', problem };
  if (code === 'service.tenant.license')
    return { what: 'end', end: { why: 'refused', code: 'FEED_NOT_OFFERED', problem } };
  if (forbidden.includes(code))
    return { what: 'end', end: { why: 'refused', code: 'FEED_FORBIDDEN', problem } };
  if (code === 'service.auth.error' || (code === '' && fault.status === status.UNAUTHENTICATED))
    return { what: 'token', problem };
  return { what: 'again', problem };
}
