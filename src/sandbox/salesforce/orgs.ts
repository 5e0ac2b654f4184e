// The orgs of a simulated Salesforce.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, numberOf, openSqlite, textOf } from '#sandbox/sqlite.ts';
import { type ChangeLog, openChangeLog } from './change-log.ts';
import type { Chaos } from './chaos.ts';
import { type Org, toOrg } from './org.ts';
import type { OrgContext } from './org-context.ts';
import { type OrgFacts, type OrgInput, orgShape } from './org-facts.ts';
import { notFound, refused } from './salesforce-error.ts';
import { idOf, makeId } from './salesforce-id.ts';
import { openSchemaBook } from './schema-book.ts';
import { foundOrg } from './setup-records.ts';
import { tables } from './tables.ts';
import type { UserInput } from './user.ts';
import { openUsers } from './users.ts';

export type Orgs = {
  readonly database: Database;
  readonly changeLog: ChangeLog;
  readonly chaos: Chaos;
  readonly wall: () => Date;
  /** The admin is the first user. */
  create(input: OrgInput, admin?: UserInput): Org;
  /** Throws 404 where there is no such org. */
  get(orgId: string): Org;
  find(orgId: string): Org | undefined;
  list(): Org[];
  close(): void;
};

export type OrgsOptions = {
  /** Where to keep everything; a temporary file, gone on close, where left out. */
  readonly file?: string | undefined;
  /** The time records are stamped with; the demo company may live at its own pace. */
  readonly clock?: (() => Date) | undefined;
  /** The real time, for tokens, limits and jobs. */
  readonly wall?: (() => Date) | undefined;
  readonly chaos: Chaos;
};

/** Opens or creates the file of the simulated Salesforce. */
export function openOrgs(options: OrgsOptions): Orgs {
  const { chaos } = options;
  const wall = options.wall ?? (() => new Date());
  const clock = options.clock ?? wall;
  const folder = options.file === undefined ? mkdtempSync(join(tmpdir(), 'revloop-salesforce-')) : undefined;
  const database = openSqlite(options.file ?? join(folder ?? '', 'salesforce.sqlite'), tables);
  const changeLog = openChangeLog({ database, clock: wall });
  const open = new Map<string, Org>();
  const timers = new Set<NodeJS.Timeout>();
  const later = (ms: number, work: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      work();
    }, ms);
    timer.unref();
    timers.add(timer);
  };

  function find(given: string): Org | undefined {
    const orgId = idOf(given) ?? given;
    const known = open.get(orgId);
    if (known !== undefined) return known;
    const row = database.get('select definition from orgs where id = ?', orgId);
    if (row === undefined) return undefined;
    const org = toOrg(contextOf(orgShape.parse(JSON.parse(textOf(row, 'definition')))));
    open.set(orgId, org);
    return org;
  }

  function contextOf(initial: OrgFacts): OrgContext {
    const { orgId, number } = initial;
    let facts = initial;
    const next = (name: string): number => {
      const row = database.get(
        `insert into counters (org, name, value) values (?, ?, 1)
         on conflict (org, name) do update set value = value + 1 returning value`,
        ...[orgId, name],
      );
      return numberOf(row ?? {}, 'value');
    };
    return {
      ...{ database, orgId, chaos, changeLog, wall, now: clock, later },
      facts: () => facts,
      setFacts(patch) {
        facts = orgShape.parse({ ...facts, ...patch });
        database.run('update orgs set definition = ? where id = ?', JSON.stringify(facts), orgId);
        return facts;
      },
      book: openSchemaBook(database, orgId, () => facts),
      users: openUsers(database, orgId),
      nextId: (prefix) => makeId(prefix, number, next(`id:${prefix}`) + 9),
      nextNumber: (name) => next(name),
    };
  }

  function create(input: OrgInput, admin: UserInput = { firstName: 'Ada', lastName: 'Admin' }): Org {
    const number = numberOf(database.get('select max(number) as last from orgs') ?? {}, 'last') + 1;
    const orgId = input.orgId ?? makeId('00D', number, 1);
    if (find(orgId) !== undefined) throw refused('DUPLICATE_VALUE', `The org ${orgId} already exists.`);
    const domain = input.domain ?? input.name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
    const facts = orgShape.parse({ ...input, orgId, number, domain });
    return database.transaction(() => {
      database.run(
        'insert into orgs (id, number, definition) values (?, ?, ?)',
        ...[orgId, number, JSON.stringify(facts)],
      );
      const org = get(orgId);
      org.addUser(admin);
      foundOrg(org.context);
      return org;
    });
  }

  function get(orgId: string): Org {
    const found = find(orgId);
    if (found === undefined) throw notFound(`There is no org ${orgId}`);
    return found;
  }

  return {
    ...{ database, changeLog, chaos, wall, create, get, find },
    list: () => database.all('select id from orgs order by number').map((row) => get(textOf(row, 'id'))),
    close: () => {
      for (const timer of timers) clearTimeout(timer);
      database.close();
      if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}
