// A simulated Salesforce with one org, an app let into it, and the real client connected.
import { createHash, randomBytes } from 'node:crypto';
import { Connection, OAuth2, type SaveResult } from 'jsforce';
import type { OrgInput } from '#sandbox/salesforce/org-facts.ts';
import { installPackage } from '#sandbox/salesforce/revloop-package.ts';
import { type SalesforceOptions, startSalesforce } from '#sandbox/salesforce/server.ts';
import type { UserInput } from '#sandbox/salesforce/user.ts';

export const redirectUri = 'https://revloop.example/oauth/salesforce/callback';
const keys = { clientId: '3MVG9revloop', clientSecret: 'secret-of-revloop' };

/** `connect` lets the app in as the admin, or as another user, by the web server flow. */
export async function aSalesforce(
  options: SalesforceOptions & { readonly org?: Partial<OrgInput>; readonly namespace?: string } = {},
) {
  const server = await startSalesforce(options);
  server.apps.register({ ...keys, name: 'Revloop', redirectUris: [redirectUri] });
  const org = server.orgs.create({ name: 'Acme', ...options.org });
  installPackage(org, { namespace: options.namespace ?? '', clients: [keys.clientId] });

  const oauth = () => new OAuth2({ loginUrl: server.url, ...keys, redirectUri });

  /** Answers the consent page; resolves with where the browser is sent. */
  async function consent(changes: Readonly<Record<string, string>> = {}) {
    const verifier = randomBytes(48).toString('base64url');
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const form = new URLSearchParams({
      ...{ response_type: 'code', client_id: keys.clientId, redirect_uri: redirectUri, state: 'st' },
      ...{ scope: 'api refresh_token', code_challenge: challenge, code_challenge_method: 'S256' },
      ...{ org_id: org.orgId, decision: 'approve', ...changes },
    });
    const answer = await fetch(`${server.url}/services/oauth2/authorize`, {
      ...{ method: 'POST', body: form, redirect: 'manual' },
    });
    const location = answer.headers.get('location');
    const target = location === null ? undefined : new URL(location);
    return {
      verifier,
      status: answer.status,
      page: await answer.text(),
      param: (name: string) => target?.searchParams.get(name) ?? '',
    };
  }

  async function connect(changes: Readonly<Record<string, string>> = {}) {
    const { verifier, param } = await consent(changes);
    const oauth2 = oauth();
    oauth2.codeVerifier = verifier;
    const connection = new Connection({ oauth2, version: '67.0', callOptions: { client: 'Revloop' } });
    await connection.authorize(param('code'), { code_verifier: verifier });
    return connection;
  }

  return {
    ...{ server, org, keys, oauth, consent, connect, chaos: server.chaos },
    addUser: (input: UserInput) => org.addUser(input),
    close: () => server.close(),
  };
}

/** The error a promise fails with, as jsforce tells it. */
export async function failure(work: PromiseLike<unknown>): Promise<{ code: string; message: string }> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const code = 'errorCode' in error ? String(error.errorCode) : error.name;
    return { code, message: error.message };
  }
  return { code: '', message: 'did not fail' };
}

/** The code of a record's first error; its id where it was written. jsforce's types call the code by another name. */
export function told(result: SaveResult | undefined): string {
  const [error] = result?.errors ?? [];
  if (error !== undefined && 'statusCode' in error) return String(error.statusCode);
  return result?.id ?? '';
}
