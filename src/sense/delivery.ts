// A delivery: one inbound request exactly as it came, kept before it is answered.
import type { ConnectionId } from './connection.ts';

export const deliverySources = ['hubspot', 'salesforce', 'slack', 'segment'] as const;
export type DeliverySource = (typeof deliverySources)[number];

export type NewDelivery = {
  readonly source: DeliverySource;
  /** The connection, or the event source, that it came through. */
  readonly origin: ConnectionId;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

export type Delivery = NewDelivery & {
  readonly id: string;
  readonly receivedAt: Date;
  readonly attempts: number;
};
