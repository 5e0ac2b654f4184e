// A simulated CRM with a Revloop beside it, whose requests a benchmark counts.
import type { Row } from './bench.ts';
import type { EngineName } from './engine.ts';
import type { Calls } from './sandbox.ts';
import type { Server } from './server.ts';

export type Called = {
  /** What its records of people are called. */
  readonly people: string;
  /** Makes `people` of them, `closed` of them closed; the ids of open ones. */
  furnish(people: number, closed: number): Promise<string[]>;
  /** Starts Revloop; called once. */
  open(): Promise<Server>;
  connect(server: Server): Promise<void>;
  /** Changes each so that its score changes. */
  edit(ids: readonly string[]): Promise<void>;
  /** Requests since the last time. */
  calls(): Promise<Calls>;
  /** Requests by what they were for. */
  sorted(calls: Calls): Row;
  /** The smallest possible numbers of requests. */
  fewest(
    people: number,
    changed: number,
  ): { readonly reading: number; readonly writing: number; readonly changing: number };
  readonly notes: readonly string[];
  close(): Promise<void>;
};

export type OpenCalled = (engine: EngineName) => Promise<Called>;

/** How many requests fit a test of their path. */
export function countOf({ calls }: Calls, test: (path: string, method: string) => boolean): number {
  return calls.filter(({ path, method }) => test(path, method)).reduce((sum, one) => sum + one.count, 0);
}
