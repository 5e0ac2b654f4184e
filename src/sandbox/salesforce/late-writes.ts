// Changes that are committed later than the stamp they carry: a long transaction, seen by nobody until it ends.
import { z } from 'zod';
import { numberOf, textOf } from '#sandbox/sqlite.ts';
import type { OrgContext } from './org-context.ts';
import { recordValues } from './record.ts';
import { deleteRecord } from './record-deletion.ts';
import { changeRecord, createRecord } from './record-write.ts';
import { SalesforceError } from './salesforce-error.ts';
import { stampOf } from './stamp.ts';
import { byPerson, inTransaction } from './transaction.ts';

const lateWrite = z.object({
  kind: z.enum(['create', 'update', 'delete']),
  type: z.string(),
  id: z.string(),
  values: recordValues.default({}),
  user: z.string(),
});
export type LateWrite = z.input<typeof lateWrite>;

/** Stamped now, committed after `ms`. */
export function putOff(context: OrgContext, write: LateWrite, ms: number): void {
  context.database.run(
    'insert into late_writes (org, due, stamp, work) values (?, ?, ?, ?)',
    ...[context.orgId, context.wall().getTime() + ms, stampOf(context.now()), JSON.stringify(write)],
  );
  context.later(ms, () => commitDue(context));
}

/** How late a person's change is now, if at all. */
export function lateness({ chaos }: OrgContext): number {
  const { lateCommitRate, lateCommitMs } = chaos.read();
  return chaos.strikes(lateCommitRate) ? lateCommitMs : 0;
}

/** Commits what is due. */
export function commitDue(context: OrgContext): void {
  const { database, orgId, book, users } = context;
  const due = database.all(
    'select seq, stamp, work from late_writes where org = ? and due <= ? order by due, seq',
    ...[orgId, context.wall().getTime()],
  );
  for (const row of due) {
    database.run('delete from late_writes where seq = ?', numberOf(row, 'seq'));
    const write = lateWrite.parse(JSON.parse(textOf(row, 'work')));
    const type = book.object(write.type);
    if (type === undefined) continue;
    const writing = { ...byPerson(context, users.get(write.user)), stamp: textOf(row, 'stamp') };
    try {
      inTransaction(context, writing, (transaction) => {
        if (write.kind === 'create') createRecord({ ...transaction, id: write.id }, type, write.values);
        else if (write.kind === 'update') changeRecord(transaction, type, write.id, write.values);
        else deleteRecord(transaction, type, write.id);
      });
    } catch (error) {
      // What it was about is gone meanwhile: the long transaction rolls back.
      if (!(error instanceof SalesforceError)) throw error;
    }
  }
}
