// Who is told of each call to a platform: for the operator's metrics, so without a word about whose call it was.
import type { Platform } from '#sense/connection.ts';

/** `status` is the answer's HTTP status, 0 when none came. */
export type OnCall = (platform: Platform, status: number, seconds: number) => void;

export function secondsSince(began: number): number {
  return (performance.now() - began) / 1000;
}
