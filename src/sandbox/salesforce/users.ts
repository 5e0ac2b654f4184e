// The people and queues of one org.
import { type Database, textOf } from '#sandbox/sqlite.ts';
import { type User, type UserInput, userShape } from './user.ts';

export type Users = {
  list(): User[];
  get(id: string): User | undefined;
  byName(username: string): User | undefined;
  /** The first admin: who does what nobody else is named for. */
  first(): User;
  keep(user: User): User;
};

export function openUsers(database: Database, orgId: string): Users {
  let known: ReadonlyMap<string, User> | undefined;
  const all = () => {
    known ??= new Map(
      database
        .all('select id, definition from users where org = ? order by id', orgId)
        .map((row) => [textOf(row, 'id'), userShape.parse(JSON.parse(textOf(row, 'definition')))]),
    );
    return known;
  };
  return {
    list: () => [...all().values()],
    get: (id) => all().get(id),
    byName: (username) => [...all().values()].find((user) => user.username === username),
    first() {
      const [user] = all().values();
      if (user === undefined) throw new Error(`The org ${orgId} has no users`);
      return user;
    },
    keep(user) {
      database.run(
        `insert into users (org, id, definition) values (?, ?, ?)
         on conflict (org, id) do update set definition = excluded.definition`,
        ...[orgId, user.id, JSON.stringify(user)],
      );
      known = undefined;
      return user;
    },
  };
}

/** A user with everything that was left out. */
export function toUser(id: string, input: UserInput): User {
  const slug = `${input.firstName ?? ''}.${input.lastName}`
    .toLowerCase()
    .replace(/[^a-z.]/g, '')
    .replace(/^\./, '');
  const email = input.email ?? `${slug}@example.com`;
  return userShape.parse({ firstName: '', username: email, email, ...input, id });
}
