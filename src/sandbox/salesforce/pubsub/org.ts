// What the simulated Pub/Sub API needs to know of an org and of whoever calls.

/** A field in the order of the object's describe. */
export type EventField = {
  readonly name: string;
  readonly type: string;
  /** `Name` for `FirstName`, `BillingAddress` for `BillingCity`. */
  readonly compoundFieldName: string | null;
};

export type PubsubOrg = {
  /** 18 characters. */
  readonly id: string;
  /** The instance's address as the token answer told it. */
  readonly url: string;
  /** False for editions without change data capture and Pub/Sub API, such as Professional. */
  readonly hasChangeEvents: boolean;
  /** Events that may be delivered in 24 hours, to all subscribers together. */
  readonly deliveriesPerDay: number;
  /** All fields of an object, whoever may see them; null when there is no such object. */
  fields(entity: string): readonly EventField[] | null;
  /** Objects selected for the default channel. */
  selected(): readonly string[];
  /** Objects of a custom channel such as `Revloop__chn`; null when there is none of that name. */
  channel(name: string): readonly string[] | null;
  /** View All Records of the object: without it no event of it is delivered. */
  seesAll(user: string, entity: string): boolean;
  /** Field-level security: what is hidden comes as null and is named by no bitmap. */
  seesField(user: string, entity: string, field: string): boolean;
};

export type PubsubSession = { readonly org: PubsubOrg; readonly user: string };
/** Whose access token it is; null when it is none, or no longer. */
export type FindSession = (accessToken: string) => PubsubSession | null;
