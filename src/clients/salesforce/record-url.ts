// The address of a record in the org's own pages.
import type { Connection } from '#sense/connection.ts';
import type { SubjectKind } from '#sense/signal.ts';
import { salesforceObjects } from './objects.ts';

const myDomain = /\.my\.salesforce\.com$/;

/** The pages have a host of their own beside the one of the API; any other host shows both. */
export function recordUrl({ account }: Pick<Connection, 'account'>, type: SubjectKind, id: string): string {
  const base = URL.parse(account.instanceUrl ?? account.loginUrl ?? '');
  const origin =
    base !== null && myDomain.test(base.host)
      ? `https://${base.host.replace(myDomain, '.lightning.force.com')}`
      : (base?.origin ?? '');
  return `${origin}/lightning/r/${salesforceObjects[type].name}/${encodeURIComponent(id)}/view`;
}
