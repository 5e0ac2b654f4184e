// Installing an app into the simulated Slack: the consent page and the exchange of the code for a token.
import express, { type Request, type Router } from 'express';
import { z } from 'zod';
import { answerError } from './api.ts';
import { addMember, channelOf } from './channel.ts';
import { truth } from './database.ts';
import type { Sender } from './dispatch.ts';
import { consentPage } from './page/consent-page.ts';
import { localeOf } from './page/pages.ts';
import { refuse } from './refusal.ts';
import { appByClient, install, type RegisteredApp } from './registered-app.ts';
import { addressOf } from './response-url.ts';
import type { Slack } from './slack.ts';
import { teamOf, userOf } from './workspace.ts';

const asked = z.object({
  client_id: z.string(),
  scope: z.string().default(''),
  user_scope: z.string().default(''),
  redirect_uri: z.string().optional(),
  state: z.string().default(''),
  team: z.string().optional(),
});
type Asked = z.infer<typeof asked>;

function scopesOf(text: string): string[] {
  return text.split(/[\s,]+/).filter((scope) => scope !== '');
}

/** Why this request cannot be granted; undefined when it can. */
function objection(app: RegisteredApp | undefined, want: Asked): string | undefined {
  if (!app) return 'invalid_client_id';
  if (redirectOf(app, want) === undefined) return 'bad_redirect_uri';
  const scopes = scopesOf(want.scope);
  if (scopes.length === 0) return 'no_scopes';
  const strange = app.scopes.length > 0 ? scopes.filter((scope) => !app.scopes.includes(scope)) : [];
  return strange.length > 0 ? `invalid_scope: ${strange.join(' ')}` : undefined;
}

// A redirect_uri must equal, or lie below, one that the app has registered; left out, the first one counts.
function redirectOf(app: RegisteredApp, want: Asked): string | undefined {
  if (want.redirect_uri === undefined) return app.redirectUrls[0];
  const given = want.redirect_uri;
  const allowed = app.redirectUrls.some(
    (url) => given === url || given.startsWith(`${url.replace(/\/$/, '')}/`) || given.startsWith(`${url}?`),
  );
  return allowed ? given : undefined;
}

const decision = asked.extend({
  decision: z.enum(['allow', 'deny']),
  workspace: z.string().default(''),
  user: z.string().default(''),
  webhook_channel: z.string().optional(),
});

function decide(slack: Slack, want: z.infer<typeof decision>, app: RegisteredApp): string {
  const back = new URL(redirectOf(app, want) ?? '');
  if (want.state) back.searchParams.set('state', want.state);
  if (want.decision === 'deny') {
    back.searchParams.set('error', 'access_denied');
    return back.href;
  }
  const user = userOf(slack, want.workspace, want.user);
  const scopes = scopesOf(want.scope);
  if (!user || user.is_bot) refuse('user_not_found');
  if (scopes.includes('incoming-webhook') && !channelOf(slack, want.workspace, want.webhook_channel ?? ''))
    refuse('channel_not_found');
  const code = `${slack.newSecret(12)}.${slack.newSecret(12)}.${slack.newSecret(40)}`;
  slack.db.run(
    'insert into codes (code, app, team, user, scopes, redirect_uri, expires, webhook_channel) values (?,?,?,?,?,?,?,?)',
    ...[code, app.id, want.workspace, user.id, scopes.join(','), want.redirect_uri ?? ''],
    ...[slack.now() + 10 * 60_000, want.webhook_channel ?? null],
  );
  back.searchParams.set('code', code);
  return back.href;
}

const exchange = z.object({
  client_id: z.string().default(''),
  client_secret: z.string().default(''),
  code: z.string().default(''),
  redirect_uri: z.string().default(''),
  grant_type: z.string().optional(),
});
const codeRow = z.object({
  team: z.string(),
  user: z.string(),
  app: z.string(),
  scopes: z.string().transform(scopesOf),
  redirect_uri: z.string(),
  expires: z.number(),
  webhook_channel: z.string().nullable(),
  used: truth,
});

function access(slack: Slack, request: Request): Record<string, unknown> {
  const basic = /^Basic (\S+)$/i.exec(request.get('authorization') ?? '')?.[1];
  const [id = '', secret = ''] = basic ? Buffer.from(basic, 'base64').toString().split(':') : [];
  const args = exchange.parse(request.body ?? {});
  const app = appByClient(slack, args.client_id || id);
  if (!app) refuse('invalid_client_id');
  if ((args.client_secret || secret) !== app.clientSecret) refuse('bad_client_secret');
  const grant = slack.db.one(codeRow, 'select * from codes where code = ? and app = ?', args.code, app.id);
  if (!grant) refuse('invalid_code');
  if (grant.used) refuse('code_already_used');
  if (grant.expires < slack.now()) refuse('invalid_code');
  if (grant.redirect_uri !== args.redirect_uri) refuse('bad_redirect_uri');
  slack.db.run('update codes set used = 1 where code = ?', args.code);
  const channel = grant.webhook_channel ? channelOf(slack, grant.team, grant.webhook_channel) : undefined;
  const path = `${grant.team}/${slack.newId('B')}/${slack.newSecret(24)}`;
  const webhook = channel ? { channel: channel.id, path } : null;
  const granted = install(slack, app, { ...grant, webhook: webhook && JSON.stringify(webhook) });
  if (channel) addMember(slack, channel.id, granted.bot_user);
  const team = teamOf(slack, grant.team);
  return {
    ok: true,
    app_id: app.id,
    authed_user: { id: grant.user },
    scope: granted.scopes.join(','),
    token_type: 'bot',
    access_token: granted.token,
    bot_user_id: granted.bot_user,
    team: { id: grant.team, name: team?.name ?? '' },
    enterprise: null,
    is_enterprise_install: false,
    ...(channel
      ? {
          incoming_webhook: {
            channel: `#${channel.name}`,
            channel_id: channel.id,
            configuration_url: `https://${team?.domain ?? ''}.slack.com/services/${granted.bot_id}`,
            url: `${addressOf(slack)}/services/${path}`,
          },
        }
      : {}),
  };
}

/** `/oauth/v2/authorize` (page and decision) and `/api/oauth.v2.access`. */
export function oauth(sender: Sender): Router {
  const { slack } = sender;
  const router = express.Router();
  const form = express.urlencoded({ extended: false });
  router.get('/oauth/v2/authorize', (request, response) => {
    const want = asked.safeParse(request.query);
    const app = want.success ? appByClient(slack, want.data.client_id) : undefined;
    const problem = want.success ? objection(app, want.data) : 'invalid_client_id';
    if (!want.success || !app || problem)
      response
        .status(400)
        .send(consentPage(slack, { problem: problem ?? 'invalid_client_id', locale: localeOf(request) }));
    else
      response.send(
        consentPage(slack, {
          app,
          want: want.data,
          scopes: scopesOf(want.data.scope),
          locale: localeOf(request),
        }),
      );
  });
  router.post('/oauth/v2/authorize', form, (request, response) => {
    try {
      const want = decision.parse(request.body);
      const app = appByClient(slack, want.client_id);
      const problem = objection(app, want);
      if (!app || problem) refuse(problem ?? 'invalid_client_id');
      response.redirect(302, decide(slack, want, app));
    } catch (error) {
      answerError(sender, response, error);
    }
  });
  router.post('/api/oauth.v2.access', form, express.json(), (request, response) => {
    try {
      response.json(access(slack, request));
    } catch (error) {
      answerError(sender, response, error);
    }
  });
  return router;
}
