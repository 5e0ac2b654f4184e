// The store's reports: pictures over many rows of one tenant, read under the tenant's own role.
import type { Kysely, Transaction } from 'kysely';
import type { Reports } from '#ports/reports.ts';
import type { TenantId } from '#sense/tenant.ts';
import { enter } from './open.ts';
import { actionLines } from './report-actions.ts';
import { deliveryLines } from './report-deliveries.ts';
import { eventNames } from './report-events.ts';
import { propertyValues } from './report-properties.ts';
import { gaugesOf, overviewOf, progressOf, statusOf } from './report-status.ts';
import { everythingAbout, subjectStory } from './report-story.ts';
import { subjectLines } from './report-subjects.ts';
import type { Database } from './tables.ts';

/** `db` connects as the owner of the tables; each report steps down to the tenant's role before it reads. */
export function openReports(db: Kysely<Database>): Reports {
  const as = <T>(tenant: TenantId, read: (trx: Transaction<Database>) => Promise<T>): Promise<T> =>
    db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute(async (trx) => {
        await enter(trx, tenant);
        return read(trx);
      });
  return {
    subjects: (tenant, filter) => as(tenant, (trx) => subjectLines(trx, tenant, filter)),
    story: (tenant, subject) => as(tenant, (trx) => subjectStory(trx, tenant, subject)),
    actions: (tenant, filter) => as(tenant, (trx) => actionLines(trx, tenant, filter)),
    deliveries: (tenant, filter) => as(tenant, (trx) => deliveryLines(trx, tenant, filter)),
    progress: (tenant) => as(tenant, (trx) => progressOf(trx, tenant)),
    status: (tenant) => as(tenant, (trx) => statusOf(trx, tenant)),
    overview: (tenant, now) => as(tenant, (trx) => overviewOf(trx, tenant, now)),
    properties: (tenant, objectType) => as(tenant, (trx) => propertyValues(trx, tenant, objectType)),
    events: (tenant) => as(tenant, (trx) => eventNames(trx, tenant)),
    everything: (tenant, subject) => as(tenant, (trx) => everythingAbout(trx, tenant, subject)),
    gauges: () => gaugesOf(db),
  };
}
