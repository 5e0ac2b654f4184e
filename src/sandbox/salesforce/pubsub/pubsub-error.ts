// The errors of the Pub/Sub API: gRPC status, and a code of Salesforce's own in the trailers.
import { randomUUID } from 'node:crypto';
import { Metadata, type StatusObject, status } from '@grpc/grpc-js';

const errors = {
  'service.auth.headers.invalid': [
    status.UNAUTHENTICATED,
    'The authentication headers are missing or invalid.',
  ],
  'service.auth.error': [status.UNAUTHENTICATED, 'The authentication token is not valid or has expired.'],
  'service.unavailable': [status.UNAVAILABLE, 'The Pub/Sub API service is unavailable.'],
  'service.tenant.license': [status.PERMISSION_DENIED, 'The org is not licensed for the Pub/Sub API.'],
  'topic.not.found': [status.NOT_FOUND, 'The topic does not exist.'],
  'topic.validation.empty': [status.INVALID_ARGUMENT, 'The topic name is empty.'],
  'schema.validation.failed': [status.INVALID_ARGUMENT, 'There is no schema with this id.'],
  'subscription.topic.cannot.subscribe': [status.PERMISSION_DENIED, 'You may not subscribe to the topic.'],
  'subscription.fetch.topic.mismatch': [
    status.INVALID_ARGUMENT,
    'The topic differs from the one of the first request.',
  ],
  'subscription.fetch.requested.events.invalid': [
    status.INVALID_ARGUMENT,
    'The number of requested events must be greater than 0.',
  ],
  'subscription.fetch.overflow': [
    status.INVALID_ARGUMENT,
    'More than 100 events are requested and not yet delivered.',
  ],
  'subscription.fetch.replayid.validation.failed': [
    status.INVALID_ARGUMENT,
    'The Replay ID validation failed. Ensure that the Replay ID is valid.',
  ],
  'subscription.fetch.replayid.corrupted': [
    status.INVALID_ARGUMENT,
    'The Replay ID is corrupted or outside of the retention window.',
  ],
  'subscription.limit.exceeded': [
    status.RESOURCE_EXHAUSTED,
    'You have exceeded the event delivery limit for your org.',
  ],
} as const satisfies Readonly<Record<string, readonly [status, string]>>;

export type PubsubErrorCode = keyof typeof errors;

/** Thrown by a handler; the call ends with it. */
export class PubsubError extends Error implements Partial<StatusObject> {
  readonly code: status;
  readonly details: string;
  readonly metadata: Metadata;
  constructor(name: PubsubErrorCode) {
    const [code, sentence] = errors[name];
    const rpcId = randomUUID();
    super(sentence);
    this.code = code;
    this.details = `${sentence} rpcId: ${rpcId}`;
    this.metadata = new Metadata();
    this.metadata.set('error-code', `sfdc.platform.eventbus.grpc.${name}`);
    this.metadata.set('rpc-id', rpcId);
  }
}
