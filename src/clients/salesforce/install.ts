// What an installation needs of Salesforce: consent and tokens, what the org says of itself, and where the package is.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { OnCall } from '#clients/on-call.ts';
import type { Config } from '#config.ts';
import { fail } from '#errors.ts';
import type { Clock } from '#ports.ts';
import type { Account } from '#sense/connection.ts';
import { codeOf, problemOf, toErrorEntries, toJson } from './error-body.ts';
import { hasChoice, loginUrlOf } from './login-host.ts';
import { type SalesforceOAuth, salesforceOAuth } from './oauth.ts';
import { paths } from './objects.ts';
import { organizationQuestion, toAccount } from './org.ts';
import { refuseInstall } from './refused-install.ts';
import { send } from './transport.ts';
import { understood } from './understood.ts';

type Needs = {
  readonly config: Pick<Config, 'SALESFORCE_LOGIN_URL' | 'SALESFORCE_CLIENT_ID' | 'SALESFORCE_CLIENT_SECRET'>;
  readonly clock?: Clock;
  readonly onCall?: OnCall | undefined;
};

export type SalesforceInstall = Pick<SalesforceOAuth, 'authorizeUrl' | 'exchange'> & {
  organization(grant: { accessToken: string; instanceUrl: string }): Promise<Account>;
  refuse(error: string, description: string): never;
};

const timeoutMs = 15_000;
const rows = z.looseObject({ records: z.array(z.record(z.string(), z.unknown())) });

export function salesforceInstall(needs: Needs): SalesforceInstall {
  const { authorizeUrl, exchange } = salesforceOAuth(needs);
  return {
    authorizeUrl,
    exchange,
    refuse: refuseInstall,
    /** The first call with the new token: what an org forbids altogether shows here. */
    async organization({ accessToken, instanceUrl }) {
      const answer = await send({
        method: 'GET',
        path: paths.query,
        query: { q: organizationQuestion.soql },
        ...{ accessToken, instanceUrl, timeoutMs, onCall: needs.onCall },
      });
      if (answer.status === 0 || answer.status >= 500) {
        return fail('CRM_BUSY', { problem: answer.text.slice(0, 200), waitMs: 10_000 });
      }
      if (answer.status >= 400) {
        const entries = toErrorEntries(toJson(answer.text));
        return refuseInstall(codeOf(entries), problemOf(entries, answer.text));
      }
      return toAccount(understood(rows, answer).records[0]).account;
    },
  };
}

/** Salesforce's own tool notes the versions of the package here when they are made. */
const projectFile = new URL('../../../manifests/salesforce/sfdx-project.json', import.meta.url);
const project = z.looseObject({ packageAliases: z.record(z.string(), z.string()).default({}) });
const versionId = /^04t[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?$/;

/** The newest published version; null while there is none. */
function packageVersion(): string | null {
  try {
    const { packageAliases } = project.parse(JSON.parse(readFileSync(projectFile, 'utf8')));
    return Object.values(packageAliases).findLast((id) => versionId.test(id)) ?? null;
  } catch {
    return null;
  }
}

export function salesforceLogins(config: Needs['config']) {
  const version = packageVersion();
  return {
    choice: hasChoice(config),
    url: (asked: string) => loginUrlOf(config, asked),
    packageUrl: (loginUrl: string) =>
      version === null ? null : `${loginUrl}/packaging/installPackage.apexp?p0=${version}`,
  };
}
