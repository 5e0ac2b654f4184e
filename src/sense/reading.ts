// A reading: what one delivery says, in signals and in records to be read again.
import type { Delivery, DeliverySource } from './delivery.ts';
import type { NewSignal, ObjectType } from './signal.ts';

/** One thing that a delivery says. `value`: the changed property's new value, to tell our own echo. */
export type Heard = { readonly signal: NewSignal; readonly value?: string };

/** A record that is to be read again though no signal says so: an engagement is nobody's subject. */
export type Wanted = {
  readonly objectType: ObjectType;
  /** Where it is not told which of these it is: the one that we know it as. A record that we do not know is read in its turn. */
  readonly among?: readonly ObjectType[];
  readonly externalId: string;
  readonly links: boolean;
};

export type Reading = {
  readonly heard: readonly Heard[];
  readonly wanted: readonly Wanted[];
  /** Types of which records changed that are not named: all of them are compared now. */
  readonly whole?: readonly ObjectType[];
  /** Events that are our own writes coming back, and events of kinds that we know and do not follow. */
  readonly echoes: number;
  readonly unused: number;
  /** What could not be understood; the delivery is put aside with it after the rest took effect. */
  readonly problem: string | null;
};

/** Bytes in, a reading out. Throws only for a delivery of which nothing can be understood. */
type Adapter = (delivery: Delivery) => Reading;
export type Adapters = Readonly<Partial<Record<DeliverySource, Adapter>>>;

export const emptyReading: Reading = { heard: [], wanted: [], echoes: 0, unused: 0, problem: null };
