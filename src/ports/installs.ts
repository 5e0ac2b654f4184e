// What the OAuth routes need to know of installs under way.
import type { Platform } from '#sense/connection.ts';
import type { TenantId } from '#sense/tenant.ts';

type Install = {
  readonly platform: Platform;
  /** Null: the install makes a new tenant. */
  readonly tenant: TenantId | null;
  /** PKCE verifier, where the platform wants one. */
  readonly verifier: string | null;
  /** Where the person logs in, where the platform has several such places. */
  readonly loginUrl: string | null;
};

/** Installs that began here. State and browser secret are kept as SHA-256 only; an install lasts 15 minutes. */
export type Installs = {
  /** Returns the state for the consent page and the secret that the browser keeps in a cookie. */
  begin(install: Install, now: Date): Promise<{ state: string; browser: string }>;
  /** Uses the state up, whatever comes of it; null when it is unknown, used, too old or of another browser. */
  consume(input: { platform: Platform; state: string; browser: string }, now: Date): Promise<Install | null>;
  /** Forgets those whose time is over; tells how many. */
  sweep(now: Date): Promise<number>;
};
