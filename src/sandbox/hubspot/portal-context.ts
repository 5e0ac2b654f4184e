// What the workings of one portal share: its file, clocks, definitions and the way changes go out.

import type { Database } from '#sandbox/sqlite.ts';
import type { Change } from './change.ts';
import type { Owners } from './owners.ts';
import type { Pipelines } from './pipelines.ts';
import type { PropertyBook } from './property-book.ts';

export type PortalContext = {
  readonly database: Database;
  readonly portalId: number;
  /** The time records are stamped with. */
  readonly now: () => Date;
  /** The real time, for what happens later: index lag, deliveries, tokens. */
  readonly wall: () => Date;
  readonly book: PropertyBook;
  readonly pipelines: Pipelines;
  readonly owners: Owners;
  readonly emit: (changes: readonly Change[]) => void;
  readonly nextId: () => number;
};
