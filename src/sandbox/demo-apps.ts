// Revloop as registered with the sandbox's HubSpot, Salesforce and Slack: what the manifests declare, with sandbox credentials.

import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type DeveloperAppInput, developerApp } from './hubspot/apps.ts';
import type { ClientAppInput } from './salesforce/apps.ts';
import type { AppSeed } from './slack/registered-app.ts';

export function salesforceKeys() {
  return {
    clientId: `3MVG9sandbox.${randomBytes(24).toString('base64url')}`,
    clientSecret: randomBytes(32).toString('hex').toUpperCase(),
  };
}

export const credentials = z.object({
  hubspot: z.object({ appId: z.number(), clientId: z.string(), clientSecret: z.string() }),
  slack: z.object({ clientId: z.string(), clientSecret: z.string(), signingSecret: z.string() }),
  /** Made where a sandbox from before it had a Salesforce is started again. */
  salesforce: z.object({ clientId: z.string(), clientSecret: z.string() }).default(salesforceKeys),
});
export type Credentials = z.infer<typeof credentials>;

const appFile = z.object({
  config: z.object({
    name: z.string(),
    auth: z.object({
      redirectUrls: z.array(z.string()),
      requiredScopes: z.array(z.string()),
      optionalScopes: z.array(z.string()),
    }),
  }),
});
const { subscriptions } = developerApp.shape.webhook.unwrap().shape;
const webhooksFile = z.object({
  config: z.object({
    settings: z.object({ targetUrl: z.string(), maxConcurrentRequests: z.number() }),
    subscriptions,
  }),
});
const slackFile = z.object({
  display_information: z.object({ name: z.string() }),
  oauth_config: z.object({
    redirect_urls: z.array(z.string()),
    scopes: z.object({ bot: z.array(z.string()), bot_optional: z.array(z.string()).default([]) }),
  }),
  settings: z.object({
    event_subscriptions: z.object({ request_url: z.string() }),
    interactivity: z.object({ request_url: z.string() }),
  }),
  features: z.object({ slash_commands: z.array(z.object({ url: z.string() })).default([]) }),
});

const manifests = join(import.meta.dirname, '..', '..', 'manifests');

function manifest<T>(shape: z.ZodType<T>, path: string, server: string): T {
  const text = readFileSync(join(manifests, path), 'utf8');
  return shape.parse(JSON.parse(text.replace(/\$\{(REVLOOP_URL|PUBLIC_URL)\}/g, server)));
}

/** What an external client app's source calls a scope, and what it is called in a request. */
const scopeNames: Readonly<Record<string, string>> = {
  Api: 'api',
  RefreshToken: 'refresh_token',
  OpenID: 'openid',
};

/** The external client app of the package for a server at `server`. */
export function salesforceApp(server: string, keys: Credentials['salesforce']): ClientAppInput {
  const folder = join(manifests, 'salesforce', 'force-app', 'main', 'default');
  const file = join(folder, 'extlClntAppOauthSettings', 'Revloop_OAuth.ecaOauth-meta.xml');
  const [, names = ''] = /<commaSeparatedOauthScopes>([^<]*)</.exec(readFileSync(file, 'utf8')) ?? [];
  const scopes = names.split(',').map((name) => scopeNames[name.trim()] ?? name.trim().toLowerCase());
  return { ...keys, name: 'Revloop', redirectUris: [`${server}/oauth/salesforce/callback`], scopes };
}

/** The other two apps for a server at `server` (no slash at its end). */
export function demoApps(
  server: string,
  keys: Pick<Credentials, 'hubspot' | 'slack'>,
): { hubspot: DeveloperAppInput; slack: AppSeed } {
  const app = manifest(appFile, 'hubspot/src/app/app-hsmeta.json', server).config;
  const hooks = manifest(webhooksFile, 'hubspot/src/app/webhooks/webhooks-hsmeta.json', server).config;
  const slack = manifest(slackFile, 'slack/manifest.json', server);
  const [command] = slack.features.slash_commands;
  return {
    hubspot: {
      ...{ ...keys.hubspot, name: app.name, ...app.auth },
      webhook: { ...hooks.settings, subscriptions: hooks.subscriptions },
    },
    slack: {
      ...{
        ...keys.slack,
        name: slack.display_information.name,
        redirectUrls: slack.oauth_config.redirect_urls,
      },
      scopes: [...slack.oauth_config.scopes.bot, ...slack.oauth_config.scopes.bot_optional],
      eventsUrl: slack.settings.event_subscriptions.request_url,
      interactionsUrl: slack.settings.interactivity.request_url,
      ...(command ? { commandsUrl: command.url } : {}),
    },
  };
}
