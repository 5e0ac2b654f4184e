// Finds records of an org that changed in a span of time, by the stamp that Salesforce itself keeps.
import type { Crm } from '#ports/crm.ts';
import type { Describes } from './describe.ts';
import { whereOf, withFields } from './fields.ts';
import { firstPage } from './query.ts';
import { columnsOf, idOf, toRecord } from './record.ts';
import type { Request } from './request.ts';
import { instant, quoted } from './soql.ts';

/** What is kept of a page is one transaction. */
const pageSize = 1_000;

/**
 * Walks by id inside the span, so any number of records with the same time of change gets by. Formula fields change
 * without a new stamp: those are read by the nightly comparison. `next` is the last id of a page that is not the last.
 */
export function changeFinder(request: Request, describes: Describes): Crm['changed'] {
  return (type, { since, until, afterId, properties }) =>
    withFields(describes, type, async (described) => {
      const { names } = columnsOf(type, described, properties);
      const where = whereOf(type, described, [
        `SystemModstamp >= ${instant(since)}`,
        `SystemModstamp <= ${instant(until)}`,
        ...(afterId === null ? [] : [`Id > ${quoted(afterId)}`]),
      ]);
      const soql = `SELECT ${names.join(', ')} FROM ${described.name}${where} ORDER BY Id LIMIT ${pageSize}`;
      const page = await firstPage(request, { soql, purpose: 'read', object: described.name });
      const { records: rows = [], done = true } = page ?? {};
      const last = rows.at(-1);
      const more = !done || rows.length === pageSize;
      return {
        records: rows.map((row) => toRecord(type, described, row, properties)),
        next: more && last !== undefined ? idOf(last) : null,
      };
    });
}
