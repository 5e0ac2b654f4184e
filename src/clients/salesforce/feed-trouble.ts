// What an error of the Pub/Sub API means for following: over, a new token, or once more after a while.
import { status } from '@grpc/grpc-js';
import type { FeedEnd } from '#ports/feed.ts';
import { faultOf } from './pubsub-api.ts';

export type Trouble =
  | { readonly what: 'end'; readonly end: FeedEnd }
  | { readonly what: 'token' | 'again' | 'no-topic'; readonly problem: string };

const lost = /subscription\.fetch\.replayid\.(corrupted|validation\.failed)$/;
const forbidden = [
  'subscription.topic.cannot.subscribe',
  'topic.meta.permission',
  'service.auth.headers.invalid',
];

/** Salesforce's own code decides; the gRPC status only where there is none. `placed`: a place was asked for. */
export function troubleOf(error: unknown, placed: boolean): Trouble {
  const fault = faultOf(error);
  if (fault === null)
    return { what: 'again', problem: error instanceof Error ? error.message : String(error) };
  const { code, sentence } = fault;
  const problem = code === '' ? sentence : `${code}: ${sentence}`;
  if (code === '') return ofStatus(fault.status, placed, problem);
  if (lost.test(code)) return { what: 'end', end: { why: 'place', problem } };
  if (code === 'subscription.limit.exceeded') return { what: 'end', end: { why: 'limit', problem } };
  if (code === 'topic.not.found') return { what: 'no-topic', problem };
  if (code === 'service.tenant.license') return refused('FEED_NOT_OFFERED', problem);
  if (forbidden.includes(code)) return refused('FEED_FORBIDDEN', problem);
  return { what: code === 'service.auth.error' ? 'token' : 'again', problem };
}

function ofStatus(given: status, placed: boolean, problem: string): Trouble {
  switch (given) {
    case status.UNAUTHENTICATED:
      return { what: 'token', problem };
    case status.NOT_FOUND:
      return { what: 'no-topic', problem };
    case status.PERMISSION_DENIED:
      return refused('FEED_FORBIDDEN', problem);
    case status.INVALID_ARGUMENT:
      // All that we send is the topic, a number that is always good, and the place.
      return placed ? { what: 'end', end: { why: 'place', problem } } : { what: 'again', problem };
    default:
      return { what: 'again', problem };
  }
}

function refused(code: 'FEED_NOT_OFFERED' | 'FEED_FORBIDDEN', problem: string): Trouble {
  return { what: 'end', end: { why: 'refused', code, problem } };
}
