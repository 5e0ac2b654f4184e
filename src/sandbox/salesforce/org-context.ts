// What the workings of one org share: its file, clocks, definitions, people and the way changes go out.
import type { Database } from '#sandbox/sqlite.ts';
import type { ChangeLog } from './change-log.ts';
import type { Chaos } from './chaos.ts';
import type { OrgFacts } from './org-facts.ts';
import type { SchemaBook } from './schema-book.ts';
import type { Users } from './users.ts';

export type OrgContext = {
  readonly database: Database;
  readonly orgId: string;
  readonly facts: () => OrgFacts;
  readonly setFacts: (patch: Partial<OrgFacts>) => OrgFacts;
  /** The time records are stamped with. */
  readonly now: () => Date;
  /** The real time, for tokens, jobs and limits. */
  readonly wall: () => Date;
  readonly book: SchemaBook;
  readonly users: Users;
  readonly chaos: Chaos;
  readonly changeLog: ChangeLog;
  /** Does it after `ms`, unless everything was closed meanwhile. */
  readonly later: (ms: number, work: () => void) => void;
  /** The next id with this key prefix. */
  readonly nextId: (prefix: string) => string;
  /** The next number of a sequence of the org's own, from 1. */
  readonly nextNumber: (name: string) => number;
};
