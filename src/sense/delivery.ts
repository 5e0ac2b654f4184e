// A delivery: one inbound request exactly as it came, kept before it is answered.
import type { ConnectionId } from './connection.ts';

export const deliverySources = ['hubspot', 'salesforce', 'slack', 'segment'] as const;
export type DeliverySource = (typeof deliverySources)[number];

/** kept: not taken in yet. done: it had its effect. parked: put aside with the reason. */
export const deliveryStates = ['kept', 'done', 'parked'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

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
