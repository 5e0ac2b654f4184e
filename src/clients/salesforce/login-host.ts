// Where an org's people log in: production, sandbox, or the org's own My Domain; nothing else gets our secret.
import type { Config } from '#config.ts';
import { fail } from '#errors.ts';

const production = 'https://login.salesforce.com';
const sandbox = 'https://test.salesforce.com';

const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
/** Orgs of developers, trials and sandboxes have a word of their own in the middle. */
const kind = '(?:sandbox|develop|scratch|demo|patch|trailblaze)';
const myDomain = new RegExp(`^${label}(?:\\.${kind})?\\.my\\.salesforce\\.com$`);
/** What stands in the address bar of people who look at the org. */
const lightning = new RegExp(`^(${label}(?:\\.${kind})?)\\.lightning\\.force\\.com$`);

type LoginConfig = Pick<Config, 'SALESFORCE_LOGIN_URL'>;

/** Whether there is anything to choose: an operator's own login host is the only one. */
export function hasChoice({ SALESFORCE_LOGIN_URL }: LoginConfig): boolean {
  return SALESFORCE_LOGIN_URL === production;
}

/**
 * The login address for what a person chose: `production`, `sandbox`, or a host of their org, as they would copy it from
 * the address bar. Errors: INSTALL_HOST_INVALID.
 */
export function loginUrlOf(config: LoginConfig, asked: string): string {
  const configured = config.SALESFORCE_LOGIN_URL;
  if (asked === '' || asked === 'production') return configured;
  if (asked === 'sandbox') return hasChoice(config) ? sandbox : configured;
  const host = hostOf(asked);
  if (host === null) return fail('INSTALL_HOST_INVALID', { host: asked.slice(0, 100) });
  if (host === new URL(configured).host) return configured;
  const seen = lightning.exec(host);
  const own = seen === null ? host : `${seen[1]}.my.salesforce.com`;
  if (own === 'login.salesforce.com' || own === 'test.salesforce.com' || myDomain.test(own)) {
    return `https://${own}`;
  }
  return fail('INSTALL_HOST_INVALID', { host: asked.slice(0, 100) });
}

function hostOf(asked: string): string | null {
  const text = asked.trim().toLowerCase();
  const url = URL.parse(/^https?:\/\//.test(text) ? text : `https://${text}`);
  return url === null || url.username !== '' || url.password !== '' || url.host === '' ? null : url.host;
}
