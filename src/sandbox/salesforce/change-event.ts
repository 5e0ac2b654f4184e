// One event of change data capture as the change log keeps it, before it is encoded for a subscriber.

export const changeTypes = [
  'CREATE',
  'UPDATE',
  'DELETE',
  'UNDELETE',
  'GAP_CREATE',
  'GAP_UPDATE',
  'GAP_DELETE',
  'GAP_UNDELETE',
  'GAP_OVERFLOW',
] as const;
export type ChangeType = (typeof changeTypes)[number];

export type FieldValue = string | number | boolean | null;

/** What was done to records of one object: to one, or the same to several. */
export type Change = {
  /** API name of the object, such as `Lead`. */
  readonly entity: string;
  readonly changeType: ChangeType;
  /** Ids of 18 characters; a wildcard such as `001*` for all of an object; `000000000000000AAA` in an overflow. */
  readonly recordIds: readonly string[];
  /** API names of the fields that changed, parts of compound fields by their own name (`FirstName`). */
  readonly changed?: readonly string[];
  /** Those of them that are empty now. */
  readonly nulled?: readonly string[];
  /** Those of them whose long text is sent as a difference only. */
  readonly diff?: readonly string[];
  /** Values after the change as the REST API gives them: of all fields for a new record, else of the changed ones. */
  readonly values?: Readonly<Record<string, FieldValue>>;
};

/** Changes committed together, in their order. */
export type Commit = {
  /** Id of the org, 18 characters. */
  readonly org: string;
  /** Id of the user. */
  readonly commitUser: string;
  /** Such as `com/salesforce/api/rest/67.0;client=Revloop`; empty where Salesforce names none. */
  readonly changeOrigin: string;
  /** Of a transaction that is committed in several calls; made where it is absent. */
  readonly transactionKey?: string;
  readonly changes: readonly Change[];
};

export type ChangeEvent = Required<Change> & {
  /** Place in the org's log: grows, is not contiguous, and is never shown to a subscriber as it is. */
  readonly position: number;
  readonly changeOrigin: string;
  readonly commitUser: string;
  readonly transactionKey: string;
  readonly sequenceNumber: number;
  readonly commitTimestamp: number;
  /** Greater than 2^53, as at Salesforce. */
  readonly commitNumber: bigint;
};

const overflowId = '000000000000000AAA';

/**
 * What a commit is told as: several changes of one record are one of the first kind with the last values, and the same
 * change of several records is one with all their ids.
 */
export function toldAs(changes: readonly Change[]): Required<Change>[] {
  const byRecord = new Map<string, Required<Change>>();
  for (const change of changes.map(whole)) {
    const key = `${change.entity} ${change.recordIds.join(' ')}`;
    const first = byRecord.get(key);
    const folds = change.changeType === 'UPDATE' && (first?.changeType ?? 'DELETE').endsWith('ATE');
    if (first === undefined) byRecord.set(key, change);
    else if (folds) byRecord.set(key, folded(first, change));
    else byRecord.set(`${key} ${byRecord.size}`, change);
  }
  const same = Map.groupBy(byRecord.values(), ({ recordIds: _, ...rest }) => JSON.stringify(rest));
  return [...same.values()].flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : [{ ...first, recordIds: [first, ...others].flatMap(({ recordIds }) => recordIds) }],
  );
}

/** As it is told when Salesforce cannot send the change itself. */
export function distorted(change: Required<Change>, how: 'gap' | 'overflow' | 'wildcard'): Required<Change> {
  const nothing = { changed: [], nulled: [], diff: [], values: {} };
  if (how === 'overflow')
    return { ...change, ...nothing, changeType: 'GAP_OVERFLOW', recordIds: [overflowId] };
  if (how === 'wildcard') {
    const prefixes = new Set(change.recordIds.map((id) => `${id.slice(0, 3)}*`));
    return { ...change, ...nothing, changeType: 'GAP_UPDATE', recordIds: [...prefixes] };
  }
  const gapOf = { CREATE: 'GAP_CREATE', UPDATE: 'GAP_UPDATE', DELETE: 'GAP_DELETE' } as const;
  const { changeType } = change;
  const isPlain = changeType === 'CREATE' || changeType === 'UPDATE' || changeType === 'DELETE';
  return { ...change, ...nothing, changeType: isPlain ? gapOf[changeType] : 'GAP_UNDELETE' };
}

function whole(change: Change): Required<Change> {
  return { changed: [], nulled: [], diff: [], values: {}, ...change };
}

function folded(first: Required<Change>, then: Required<Change>): Required<Change> {
  const values = { ...first.values, ...then.values };
  const changed = [...new Set([...first.changed, ...then.changed])];
  const refilled = (name: string) => then.changed.includes(name) && !then.nulled.includes(name);
  const nulled = [...new Set([...first.nulled.filter((name) => !refilled(name)), ...then.nulled])];
  return { ...first, values, changed, nulled, diff: [...new Set([...first.diff, ...then.diff])] };
}
