// Into the recycle bin and out of it again, with what hangs on a record.
import { childrenOf } from './deletion-cascade.ts';
import type { ObjectType } from './object-type.ts';
import { findRecord, releaseUnique, saveRecord } from './record.ts';
import { changeRecord, claim, liveRecord, noAccess, told, touched } from './record-write.ts';
import { refused } from './salesforce-error.ts';
import type { Transaction } from './transaction.ts';
import { rightsOn } from './user.ts';
import { checkLocks } from './write-rules.ts';

type Deletion = {
  /** The record this one was merged into. */
  readonly master?: string;
  /** The record it was deleted with, and comes back with. */
  readonly from?: string;
};

/** Into the recycle bin, with what hangs on it. */
export function deleteRecord(
  transaction: Transaction,
  type: ObjectType,
  id: string,
  why: Deletion = {},
): void {
  const { context } = transaction;
  const before = liveRecord(transaction, type, id);
  if (transaction.checked && !rightsOn(transaction.user, type).delete) throw noAccess(id);
  checkLocks(transaction, type, before);
  const values = {
    ...before.values,
    ...(why.master === undefined ? {} : { MasterRecordId: why.master }),
    ...(why.from === undefined ? {} : { DeletedWith: why.from }),
    ...touched(transaction),
    IsDeleted: true,
  };
  releaseUnique(context, id);
  saveRecord(context, type, { ...before, values, deleted: true });
  told(transaction, type, 'DELETE', id, [], values);
  if (why.master !== undefined) return;
  const { deleted, emptied } = childrenOf(context, type.name, id);
  for (const child of deleted) {
    const childType = context.book.object(child.type);
    const found = childType && findRecord(context, childType.name, child.id);
    if (childType === undefined || found === undefined || found.deleted) continue;
    deleteRecord({ ...transaction, checked: false }, childType, child.id, { from: id });
  }
  for (const child of emptied) {
    const childType = context.book.object(child.type);
    const found = childType && findRecord(context, childType.name, child.id);
    if (childType === undefined || found === undefined || found.deleted) continue;
    changeRecord({ ...transaction, checked: false, system: true, autoAssign: false }, childType, child.id, {
      [child.field]: null,
    });
  }
}

/** Out of the recycle bin again. */
export function restoreRecord(transaction: Transaction, type: ObjectType, id: string): void {
  const found = findRecord(transaction.context, type.name, id);
  if (found === undefined) throw refused('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
  if (!found.deleted) throw refused('UNDELETE_FAILED', 'entity is not in the recycle bin');
  const { DeletedWith: _, MasterRecordId: __, ...kept } = found.values;
  const values = { ...kept, ...touched(transaction), IsDeleted: false };
  claim(transaction, type, { ...found, values });
  saveRecord(transaction.context, type, { ...found, values, deleted: false });
  told(transaction, type, 'UNDELETE', id, Object.keys(kept), values);
  for (const child of childrenOf(transaction.context, type.name, id).deleted) {
    const childType = transaction.context.book.object(child.type);
    const other = childType && findRecord(transaction.context, childType.name, child.id);
    if (childType === undefined || other?.deleted !== true || other.values['DeletedWith'] !== id) continue;
    restoreRecord(transaction, childType, child.id);
  }
}
