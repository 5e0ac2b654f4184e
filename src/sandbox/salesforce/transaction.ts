// One transaction of a simulated org: who writes, from where, and what it changed; committed to the log at its end.
import { randomUUID } from 'node:crypto';
import type { Change } from './change-event.ts';
import type { OrgContext } from './org-context.ts';
import { stampOf } from './stamp.ts';
import type { User } from './user.ts';

/** How a write is done. */
export type Writing = {
  readonly user: User;
  /** What change events name as their origin; '' for what no API did. */
  readonly origin: string;
  /** Through the API: what the user may not write is refused, and what is read-only too. */
  readonly checked: boolean;
  /** Whether assignment rules run. */
  readonly autoAssign: boolean;
  /** Whether records that duplicate rules know are saved all the same. */
  readonly allowDuplicates: boolean;
  /** The stamp the records get; now where left out. A late commit carries an older one. */
  readonly stamp?: string;
  /** The id a new record was promised when its commit was put off. */
  readonly id?: string;
  /** The other half of a person account: it is not mirrored back. */
  readonly mirror?: boolean;
  /** Merging, converting and cascades do what nobody could do by hand. */
  readonly system?: boolean;
};

export type Transaction = Writing & {
  readonly context: OrgContext;
  readonly stamp: string;
  readonly key: string;
  readonly changes: Change[];
};

/** As a person does it on a page of the org. */
export function byPerson(context: OrgContext, user?: User): Writing {
  return {
    user: user ?? context.users.first(),
    origin: 'com/salesforce/api/rest/67.0;client=SfdcInternalAPI/',
    checked: false,
    autoAssign: false,
    allowDuplicates: true,
  };
}

/** All of it or nothing; the change log gets it in one commit. */
export function inTransaction<T>(
  context: OrgContext,
  writing: Writing,
  work: (transaction: Transaction) => T,
): T {
  return context.database.transaction(() => {
    const transaction: Transaction = {
      ...writing,
      context,
      stamp: writing.stamp ?? stampOf(context.now()),
      key: randomUUID(),
      changes: [],
    };
    const result = work(transaction);
    commit(transaction);
    return result;
  });
}

/** A part that may fail alone: what it changed is forgotten then. */
export function inStep<T>(transaction: Transaction, work: () => T): T {
  const kept = transaction.changes.length;
  try {
    return transaction.context.database.transaction(work);
  } catch (error) {
    transaction.changes.length = kept;
    throw error;
  }
}

function commit({ context, user, origin, key, changes }: Transaction): void {
  if (changes.length === 0) return;
  context.changeLog.append({
    org: context.orgId,
    commitUser: user.id,
    changeOrigin: origin,
    transactionKey: key,
    changes,
  });
}
