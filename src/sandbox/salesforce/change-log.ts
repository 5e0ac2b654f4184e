// The change log of the simulated orgs: every committed change, kept for 72 hours, read after any place in it.
import { randomInt, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Database, numberOf, type Row, textOf } from '#sandbox/sqlite.ts';
import {
  type Change,
  type ChangeEvent,
  type Commit,
  changeTypes,
  distorted,
  toldAs,
} from './change-event.ts';

const RETENTION_MS = 72 * 60 * 60_000;
/** Positions within one millisecond. */
const PER_MS = 1_000;
const BEYOND_DOUBLES = 2n ** 53n;

const statements = [
  `create table if not exists changes (
     org text not null, position integer not null, entity text not null, change_type text not null, body text not null,
     change_origin text not null, commit_user text not null, transaction_key text not null,
     sequence_number integer not null, commit_timestamp integer not null, commit_number text not null,
     primary key (org, position)) without rowid`,
  'create index if not exists changes_in on changes (transaction_key, org, sequence_number)',
  'create index if not exists changes_age on changes (position)',
  'create table if not exists change_tips (org text primary key, position integer not null) without rowid',
];

const body = z.object({
  recordIds: z.array(z.string()),
  changed: z.array(z.string()),
  nulled: z.array(z.string()),
  diff: z.array(z.string()),
  values: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});

export type Distortion = 'gap' | 'overflow' | 'wildcard';

export type ChangeLog = {
  /** Keeps what was committed; may be called within a transaction of the same database. */
  append(commit: Commit): ChangeEvent[];
  /** Events after a position, oldest first, of all objects or of some. */
  after(org: string, position: number, limit: number, entities?: readonly string[]): ChangeEvent[];
  /** A place now, after everything that was committed: what a keepalive tells. */
  tip(org: string): number;
  /** Everything kept is after this one; a replay from before it is too old. */
  floor(): number;
  /** Called after something was appended and its transaction ended. Returns what ends it. */
  onAppend(listener: (org: string) => void): () => void;
  /** The next commit of the org is told as Salesforce does when it cannot send the change itself. */
  distortNext(org: string, how: Distortion): void;
};

type Needs = { readonly database: Database; readonly clock?: () => Date };

export function openChangeLog({ database, clock = () => new Date() }: Needs): ChangeLog {
  for (const statement of statements) database.run(statement);
  const listeners = new Set<(org: string) => void>();
  const distortions = new Map<string, Distortion>();
  const told = new Set<string>();
  const now = () => clock().getTime();
  const floor = () => (now() - RETENTION_MS) * PER_MS;

  /** After the last one of the org, with a gap of any width. */
  const next = (org: string): number => {
    const last = numberOf(
      database.get('select position from change_tips where org = ?', org) ?? {},
      'position',
    );
    const position = Math.max(now() * PER_MS, last) + randomInt(1, 40);
    database.run(
      `insert into change_tips (org, position) values (?, ?)
       on conflict (org) do update set position = excluded.position`,
      ...[org, position],
    );
    return position;
  };

  const tell = (org: string) => {
    if (told.has(org)) return;
    told.add(org);
    setImmediate(() => {
      told.delete(org);
      for (const listener of listeners) listener(org);
    });
  };

  return {
    append(commit) {
      const { org, changes } = commit;
      const how = distortions.get(org);
      distortions.delete(org);
      const list = toldAs(how === undefined ? changes : toldAs(changes).map((one) => distorted(one, how)));
      if (list.length === 0) return [];
      const events = database.transaction(() => {
        database.run('delete from changes where position < ?', floor());
        return write(database, commit, list, () => next(org), now());
      });
      tell(org);
      return events;
    },
    after(org, position, limit, entities) {
      const from = Math.max(position, floor());
      return database
        .all(
          `select * from changes where org = ? and position > ?
           and (? is null or entity in (select value from json_each(?))) order by position limit ?`,
          ...[org, from, entities === undefined ? null : 1, JSON.stringify(entities ?? []), limit],
        )
        .map(eventOf);
    },
    tip: (org) => database.transaction(() => next(org)),
    floor,
    onAppend(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    distortNext: (org, how) => void distortions.set(org, how),
  };
}

function write(
  database: Database,
  { org, commitUser, changeOrigin, transactionKey = randomUUID() }: Commit,
  list: readonly Required<Change>[],
  next: () => number,
  commitTimestamp: number,
): ChangeEvent[] {
  const before = database.get(
    // Named, because SQLite would rather look through all changes of the org.
    `select max(sequence_number) as last from changes indexed by changes_in
     where org = ? and transaction_key = ?`,
    ...[org, transactionKey],
  );
  const begun = numberOf(before ?? {}, 'last');
  const positions = list.map(() => next());
  const commitNumber = BEYOND_DOUBLES + BigInt(positions[0] ?? 0);
  return list.map((change, place) => {
    const position = positions[place] ?? 0;
    const common = { changeOrigin, commitUser, transactionKey, commitTimestamp, commitNumber };
    const event: ChangeEvent = { ...change, ...common, position, sequenceNumber: begun + place + 1 };
    const { entity, changeType, recordIds, changed, nulled, diff, values } = event;
    database.run(
      `insert into changes (org, position, entity, change_type, body, change_origin, commit_user, transaction_key,
         sequence_number, commit_timestamp, commit_number) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[org, position, entity, changeType, JSON.stringify({ recordIds, changed, nulled, diff, values })],
      ...[
        changeOrigin,
        commitUser,
        transactionKey,
        event.sequenceNumber,
        commitTimestamp,
        String(commitNumber),
      ],
    );
    return event;
  });
}

function eventOf(row: Row): ChangeEvent {
  return {
    ...body.parse(JSON.parse(textOf(row, 'body'))),
    entity: textOf(row, 'entity'),
    changeType: z.enum(changeTypes).parse(row['change_type']),
    position: numberOf(row, 'position'),
    changeOrigin: textOf(row, 'change_origin'),
    commitUser: textOf(row, 'commit_user'),
    transactionKey: textOf(row, 'transaction_key'),
    sequenceNumber: numberOf(row, 'sequence_number'),
    commitTimestamp: numberOf(row, 'commit_timestamp'),
    commitNumber: BigInt(textOf(row, 'commit_number')),
  };
}
