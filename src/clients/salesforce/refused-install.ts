// What Salesforce says when an org cannot be connected, as an error that leads the admin to the fix.
import { fail } from '#errors.ts';

type Rule = readonly [RegExp, (problem: string) => never];

/** In this order: the words come in many forms, and the first that fits is the most telling. */
const rules: readonly Rule[] = [
  [
    /must be installed|OAUTH_EC_APP_NOT_FOUND|OAUTH_APPROVAL_ERROR_GENERIC|external client app.*not/i,
    (problem) => fail('INSTALL_PACKAGE_MISSING', { problem }),
  ],
  [/OAUTH_APP_BLOCKED|app.*blocked|blocked by admin/i, (problem) => fail('INSTALL_APP_BLOCKED', { problem })],
  [
    /API_DISABLED_FOR_ORG|API_CURRENTLY_DISABLED|api is not enabled|not enabled for this organization/i,
    (problem) => fail('INSTALL_NO_API', { problem }),
  ],
  [
    /ip[ _]restricted|ip address|restricted ip|login hours/i,
    (problem) => fail('INSTALL_ADDRESS_REFUSED', { problem }),
  ],
  [
    /inactive|frozen|locked|user.*(not|hasn).*(approved|admin|permitted)|not admin approved|insufficient/i,
    (problem) => fail('INSTALL_USER_REFUSED', { problem }),
  ],
  [/redirect_uri/i, (problem) => fail('CRM_MISCONFIGURED', { problem })],
  [/scope/i, (problem) => fail('INSTALL_SCOPES', { problem })],
  [/access_denied|end-user denied/i, (problem) => fail('INSTALL_DENIED', { problem })],
  [
    /invalid_client|client identifier|client secret|client credentials/i,
    (problem) => fail('CRM_MISCONFIGURED', { problem }),
  ],
  [/invalid_grant|code/i, (problem) => fail('INSTALL_DENIED', { problem })],
];

/** Errors: INSTALL_*, CRM_MISCONFIGURED. */
export function refuseInstall(error: string, description: string): never {
  const problem = [error, description].filter((word) => word !== '').join(': ') || 'no code came back';
  for (const [words, refuse] of rules) if (words.test(problem)) return refuse(problem);
  return fail('INSTALL_DENIED', { problem });
}
