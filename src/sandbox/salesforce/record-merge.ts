// Merges up to two leads, contacts or accounts into a third: losers go, the winner stays, what pointed at them follows.
import type { ObjectType } from './object-type.ts';
import type { OrgContext } from './org-context.ts';
import { findRecord, pointingAt, type Values } from './record.ts';
import { deleteRecord } from './record-deletion.ts';
import { changeRecord, liveRecord } from './record-write.ts';
import { refused } from './salesforce-error.ts';
import { inTransaction, type Writing } from './transaction.ts';

export type Merge = {
  readonly winner: string;
  readonly losers: readonly string[];
  /** What the winner has afterwards, as chosen on the page. */
  readonly values?: Values | undefined;
};

const MOST_LOSERS = 2;

export function mergeRecords(context: OrgContext, type: ObjectType, merge: Merge, writing: Writing): void {
  const { winner, losers } = merge;
  if (!type.mergeable) throw refused('INVALID_OPERATION', `${type.name} records cannot be merged`);
  if (losers.length === 0 || losers.length > MOST_LOSERS || losers.includes(winner)) {
    throw refused('INVALID_OPERATION', `One or two other records can be merged into a record.`);
  }
  inTransaction(context, { ...writing, system: true }, (transaction) => {
    liveRecord(transaction, type, winner);
    for (const loser of losers) {
      liveRecord(transaction, type, loser);
      deleteRecord(transaction, type, loser, { master: winner });
    }
    changeRecord(transaction, type, winner, merge.values ?? {});
    for (const loser of losers) {
      for (const child of pointingAt(context, loser)) {
        const childType = context.book.object(child.type);
        const found = childType && findRecord(context, childType.name, child.id);
        if (childType === undefined || found === undefined || found.deleted) continue;
        changeRecord(transaction, childType, child.id, { [child.field]: winner });
      }
    }
  });
}
