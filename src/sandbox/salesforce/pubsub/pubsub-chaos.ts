// How unkind the simulated Pub/Sub API is: streams that break, events that come twice or late.

/** Shares are between 0 and 1, for each answer or event. */
export type PubsubChaos = {
  /** The stream breaks in place of an answer, or right after it. */
  readonly cutRate: number;
  readonly duplicateRate: number;
  readonly delayMs: { readonly min: number; readonly max: number };
  /** The most events in one answer: Salesforce sends several answers for one request. */
  readonly together: number;
};

export const calm: PubsubChaos = {
  cutRate: 0,
  duplicateRate: 0,
  delayMs: { min: 0, max: 0 },
  together: 100,
};
