// All groups of statements on one tenant's rows, inside one transaction.
import type { Kysely } from 'kysely';
import type { TenantStore } from '#ports/store.ts';
import type { Clock } from '#ports.ts';
import type { TenantId } from '#sense/tenant.ts';
import { adviceRows } from './advice.ts';
import { allowanceRows } from './allowance.ts';
import { backtestRows } from './backtests.ts';
import { connectionRows } from './connections.ts';
import { decisionRows } from './decisions.ts';
import { deliveryRows } from './deliveries.ts';
import { drillRows } from './drills.ts';
import { feedRows } from './feeds.ts';
import { fieldRows } from './fields.ts';
import { findingRows } from './findings.ts';
import { healthRows } from './health.ts';
import { historyRows } from './history.ts';
import { hookSecretRows } from './hook-secret.ts';
import { identityRows } from './identities.ts';
import { runRows } from './journey-runs.ts';
import { journeyRows } from './journeys.ts';
import { ledgerRows } from './ledger.ts';
import { modelRows } from './models.ts';
import { noticeRows } from './notices.ts';
import { outboxRows } from './outbox.ts';
import { outcomeRows } from './outcomes.ts';
import { portalFactRows } from './portal-facts.ts';
import { recordRows } from './records.ts';
import { rereadRows } from './rereads.ts';
import { ruleRows } from './rules.ts';
import type { Seal } from './seal.ts';
import { seenRows } from './seen.ts';
import { segmentRows } from './segments.ts';
import { settingsRows } from './settings.ts';
import { signalRows } from './signals.ts';
import { stageRows } from './stages.ts';
import { subjectRows } from './subjects.ts';
import { surplusRows } from './surplus.ts';
import { syncRows } from './syncs.ts';
import type { Database } from './tables.ts';
import { twinRows } from './twins.ts';
import { usageRows } from './usage.ts';
import { weightsRows } from './weights.ts';

type Inside = {
  readonly trx: Kysely<Database>;
  readonly tenant: TenantId;
  readonly seal: Seal;
  readonly clock: Clock;
};

export function tenantRows({ trx, tenant, seal }: Inside): TenantStore {
  return {
    tenant,
    settings: settingsRows(trx, tenant),
    connections: connectionRows(trx, tenant, seal),
    deliveries: deliveryRows(trx, tenant),
    signals: signalRows(trx, tenant),
    usage: usageRows(trx, tenant),
    rereads: rereadRows(trx, tenant),
    records: recordRows(trx, tenant),
    syncs: syncRows(trx, tenant),
    feeds: feedRows(trx, tenant),
    portalFacts: portalFactRows(trx, tenant),
    ledger: ledgerRows(trx, tenant),
    advice: adviceRows(trx, tenant),
    outbox: outboxRows(trx, tenant),
    notices: noticeRows(trx, tenant),
    outcomes: outcomeRows(trx, tenant),
    subjects: subjectRows(trx, tenant),
    identities: identityRows(trx, tenant),
    twins: twinRows(trx, tenant),
    findings: findingRows(trx, tenant),
    weights: weightsRows(trx, tenant),
    models: modelRows(trx, tenant),
    allowance: allowanceRows(trx, tenant),
    rules: ruleRows(trx, tenant),
    backtests: backtestRows(trx, tenant),
    history: historyRows(trx, tenant),
    journeys: journeyRows(trx, tenant),
    runs: runRows(trx, tenant),
    stages: stageRows(trx, tenant),
    segments: segmentRows(trx, tenant),
    hookSecret: hookSecretRows(trx, tenant, seal),
    seen: seenRows(trx, tenant),
    fields: fieldRows(trx, tenant),
    decisions: decisionRows(trx, tenant),
    drills: drillRows(trx, tenant),
    health: healthRows(trx, tenant),
    surplus: surplusRows(trx, tenant),
  };
}
