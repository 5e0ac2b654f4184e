// Salesforce as a CRM: every call of the port, on one connected org.
import type { BucketRule } from '#clients/bucket.ts';
import { type Limiter, openLimiter, type Pace } from '#clients/limiter.ts';
import type { OnCall } from '#clients/on-call.ts';
import { type AccessTokens, openTokens } from '#clients/tokens.ts';
import type { Config } from '#config.ts';
import { fail } from '#errors.ts';
import type { Crm } from '#ports/crm.ts';
import type { Clock, Log, Store } from '#ports.ts';
import type { Connection } from '#sense/connection.ts';
import { readAccess } from './access.ts';
import { type Budget, openBudget } from './budget.ts';
import { changeFinder } from './changed.ts';
import { type DescribeMemory, type Describes, openDescribes } from './describe.ts';
import { holdPages } from './held.ts';
import { linkReader } from './links.ts';
import { type ListMemory, lister } from './list.ts';
import { salesforceOAuth } from './oauth.ts';
import { pipelinesReader, readAccount, readOwners } from './org.ts';
import { pastReader } from './past.ts';
import { propertiesReader } from './properties.ts';
import { provisioner } from './provision.ts';
import { batchSize, reader } from './read.ts';
import { recordUrl } from './record-url.ts';
import { openRequest, type Refusals, type Request } from './request.ts';
import { taskFinder, taskMaker } from './task.ts';
import { writer } from './write.ts';

/**
 * Salesforce has no limit on short requests. Of those that take 20 seconds or more, an org lets all its integrations
 * together have 25 at a time, an org of a developer five; some are left to the others.
 */
const requestsAtATime = { usual: 15, small: 3 } as const;
const longestMs = 130_000;

type SalesforceConfig = Pick<
  Config,
  'SALESFORCE_LOGIN_URL' | 'SALESFORCE_CLIENT_ID' | 'SALESFORCE_CLIENT_SECRET'
>;

type Needs = {
  readonly config: SalesforceConfig;
  readonly store: Pick<Store, 'asTenant'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly onCall?: OnCall | undefined;
};

type OfOrg = {
  readonly limiter: Limiter<'calls'>;
  readonly budget: Budget;
  readonly refusals: Refusals;
  readonly describes: DescribeMemory;
  readonly lists: ListMemory;
};

/** What all connections of a process share. Opening it twice in a process costs requests, never correctness. */
export type SalesforceShared = {
  readonly tokens: AccessTokens;
  of(connection: Connection): OfOrg;
};

export function openSalesforceShared(needs: Needs): SalesforceShared {
  const orgs = new Map<string, OfOrg>();
  const oauth = salesforceOAuth(needs);
  return {
    tokens: openTokens({ ...needs, once: true }, oauth.renew),
    of(connection) {
      const one = orgs.get(connection.id) ?? {
        limiter: openLimiter(needs, connection, { calls: ruleOf(connection) }),
        budget: openBudget(needs, connection),
        refusals: { inARow: 0 },
        describes: new Map(),
        lists: { rows: holdPages(), jobs: holdPages() },
      };
      orgs.set(connection.id, one);
      return one;
    },
  };
}

function ruleOf({ account }: Connection): BucketRule {
  const small = /developer/i.test(account.edition ?? '');
  const max = requestsAtATime[small ? 'small' : 'usual'];
  return { max, windowMs: 1, reserve: 0.2, flightMs: longestMs };
}

export function openSalesforce(
  needs: Needs & {
    readonly connection: Connection;
    readonly pace?: Pace;
    readonly shared?: SalesforceShared;
  },
): Crm {
  const { connection, clock, pace = 'background', shared = openSalesforceShared(needs) } = needs;
  const log = needs.log.child({ connection: connection.id, tenant: connection.tenant });
  const { tokens } = shared;
  const { limiter, budget, refusals, describes: memory, lists } = shared.of(connection);
  const request = openRequest({ ...needs, log, tokens, limiter, budget, refusals, pace });
  const describes = openDescribes(request, clock, memory);
  const links = linkReader(request, describes);
  return {
    most: { read: batchSize, write: batchSize },
    account: () => account(needs, request, describes, tokens),
    properties: propertiesReader(describes),
    provision: provisioner(describes),
    list: lister({ request, clock, describes, links, memory: lists }),
    changed: changeFinder(request, describes),
    read: reader(request, describes),
    past: pastReader(request, describes),
    links,
    write: writer(request, describes),
    createTask: taskMaker(request, connection.account.timeZone),
    findTask: taskFinder(request),
    owners: () => readOwners(request),
    pipelines: pipelinesReader(request),
    recordUrl: (type, id) => recordUrl(connection, type, id),
    access: () => readAccess(request, describes, connection.account.userId),
    usage: () => budget.usage(),
    uninstall: () => uninstall(needs, tokens),
  };
}

type Connected = Needs & { readonly connection: Connection };

async function account(
  { connection }: Connected,
  request: Request,
  describes: Describes,
  tokens: AccessTokens,
): ReturnType<Crm['account']> {
  const found = await readAccount(request, describes);
  if (found.externalId === connection.externalId) return found;
  // A copy of the data with another id: what is known of the old org must not be mixed with it.
  const problem = `the org is ${found.externalId} now and was ${connection.externalId}: a refreshed sandbox is a new org; connect it anew`;
  await tokens.stop(connection, problem);
  return fail('CRM_REVOKED', { problem });
}

/** Ends our permission; the package itself is removed by the admin, who alone can. */
async function uninstall(needs: Connected, tokens: AccessTokens): Promise<void> {
  const { store, connection, config } = needs;
  const kept = await store.asTenant(connection.tenant, ({ connections }) =>
    connections.tokens(connection.id),
  );
  tokens.forget(connection.id);
  if (kept === null) return;
  const loginUrl = connection.account.loginUrl ?? config.SALESFORCE_LOGIN_URL;
  await salesforceOAuth(needs).revoke(kept.refreshToken ?? kept.accessToken, loginUrl);
}
