// Does what is due on one CRM: writes fields in batches, creates tasks, and says how each ended.
import type { Ports } from '#ports.ts';
import type { ConnectionId } from '#sense/connection.ts';
import type { TenantId } from '#sense/tenant.ts';
import type { ActionEnd } from './action.ts';
import { doTasks } from './crm-task.ts';
import { doWrites } from './crm-write.ts';
import type { CrmActNeeds } from './worked.ts';

export type ActReport = {
  readonly done: number;
  readonly again: number;
  readonly parked: number;
  readonly dry: number;
  /** More may be due. */
  readonly more: boolean;
};
type Needs = Pick<Ports, 'store' | 'queue' | 'clients' | 'clock' | 'log'>;

const nothing: ActReport = { done: 0, again: 0, parked: 0, dry: 0, more: false };

/**
 * A CRM that asks to wait postpones the lot; a connection that was revoked stops, and its actions stay. Whatever a
 * crash leaves unfinished is taken again when its lease ends.
 */
export async function actCrm(ports: Needs, tenant: TenantId, id: ConnectionId): Promise<ActReport> {
  const connection = await ports.store.asTenant(tenant, ({ connections }) => connections.get(id));
  if (connection === null || connection.state !== 'active' || connection.platform === 'slack') return nothing;
  const needs: CrmActNeeds = { ports, connection, crm: ports.clients.crm(connection) };
  let report = nothing;
  for (const work of [doWrites, doTasks]) {
    const { ends, full, trouble } = await work(needs);
    report = counted(report, ends, full && trouble === null);
    if (trouble === null) continue;
    if (trouble.what === 'stop') {
      await ports.store.asTenant(tenant, async ({ connections }) => {
        // Whoever found it out first knows more of the reason.
        const now = await connections.get(id);
        if (now?.state === 'active') await connections.setState(id, 'revoked', trouble.code);
      });
      ports.log.warn(
        { tenant, connection: id, code: trouble.code },
        'the CRM connection was revoked: its work stops',
      );
    } else if (trouble.what === 'wait') {
      await ports.queue.wake({ kind: 'act', tenant, connection: id }, trouble.waitMs);
    }
    return { ...report, more: false };
  }
  return report;
}

function counted(report: ActReport, ends: readonly ActionEnd[], more: boolean): ActReport {
  const count = (end: ActionEnd['end']) => ends.filter((one) => one.end === end).length;
  return {
    done: report.done + count('done'),
    again: report.again + count('again'),
    parked: report.parked + count('parked'),
    dry: report.dry + count('dry'),
    more: report.more || more,
  };
}
