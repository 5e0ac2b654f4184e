// What acting needs to tell other systems: a signed request to an address that the tenant has given.

export type HookRequest = {
  /** The same for every attempt, so that the receiver can tell a repetition. */
  readonly id: string;
  readonly url: string;
  readonly body: string;
  readonly secret: string;
  readonly at: Date;
};

export type Hooks = {
  /** Resolves with the HTTP status. Errors: HOOK_ADDRESS, HOOK_REFUSED, HOOK_BUSY (waitMs). */
  send(request: HookRequest): Promise<number>;
};
