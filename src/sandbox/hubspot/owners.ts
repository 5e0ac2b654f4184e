// The owners of one portal: the people records can be assigned to.
import { type Database, maybeNumber, numberOf, type Row, textOf } from '#sandbox/sqlite.ts';
import { notFound } from './hubspot-error.ts';

type Owner = {
  readonly id: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  /** Null once the person was removed from the portal. */
  readonly userId: number | null;
  readonly userIdIncludingInactive: number;
  readonly type: 'PERSON';
  readonly teams: readonly { readonly id: string; readonly name: string; readonly primary: boolean }[];
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly archived: boolean;
};

type OwnerInput = {
  readonly id?: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly userId?: number;
  readonly teams?: Owner['teams'];
};

export type Owners = {
  list(archived?: boolean): Owner[];
  ids(): ReadonlySet<string>;
  add(owner: OwnerInput): Owner;
  archive(id: string): Owner;
};

const FIRST_OWNER = 70_000_001;

export function openOwners(database: Database, portalId: number, now: () => Date): Owners {
  let known: ReadonlySet<string> | undefined;
  const one = (id: number): Owner => {
    const row = database.get('select * from owners where portal_id = ? and id = ?', portalId, id);
    if (row === undefined) throw notFound(`Owner ${id} does not exist`);
    return toOwner(row);
  };
  return {
    list: (archived = false) =>
      database
        .all(
          'select * from owners where portal_id = ? and archived = ? order by id',
          portalId,
          archived ? 1 : 0,
        )
        .map(toOwner),
    ids() {
      known ??= new Set(
        database
          .all('select id from owners where portal_id = ?', portalId)
          .map((row) => String(numberOf(row, 'id'))),
      );
      return known;
    },
    add(owner) {
      const row = database.get('select max(id) as last from owners where portal_id = ?', portalId);
      const id = owner.id ? Number(owner.id) : Math.max(FIRST_OWNER, numberOf(row ?? {}, 'last') + 1);
      const at = now().getTime();
      database.run(
        `insert into owners (portal_id, id, email, first_name, last_name, user_id, teams, created, updated)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        ...[portalId, id, owner.email, owner.firstName, owner.lastName, owner.userId ?? id - FIRST_OWNER + 1],
        ...[JSON.stringify(owner.teams ?? []), at, at],
      );
      known = undefined;
      return one(id);
    },
    archive(id) {
      database.run(
        'update owners set archived = 1, updated = ? where portal_id = ? and id = ?',
        ...[now().getTime(), portalId, Number(id)],
      );
      return one(Number(id));
    },
  };
}

function toOwner(row: Row): Owner {
  const archived = numberOf(row, 'archived') === 1;
  const userId = maybeNumber(row, 'user_id') ?? 0;
  return {
    id: String(numberOf(row, 'id')),
    email: textOf(row, 'email'),
    firstName: textOf(row, 'first_name'),
    lastName: textOf(row, 'last_name'),
    userId: archived ? null : userId,
    userIdIncludingInactive: userId,
    type: 'PERSON',
    teams: JSON.parse(textOf(row, 'teams')),
    createdAt: new Date(numberOf(row, 'created')).toISOString(),
    updatedAt: new Date(numberOf(row, 'updated')).toISOString(),
    archived,
  };
}
