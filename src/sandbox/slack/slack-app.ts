// The simulated Slack over HTTP: Web API, OAuth, response URLs, webhooks, pages and its control door.
import express, { type Express } from 'express';
import { z } from 'zod';
import type { Log } from '#ports.ts';
import { answerError, api } from './api.ts';
import { checkBlocks } from './block.ts';
import { channelOf } from './channel.ts';
import { type Chaos, setChaos } from './chaos.ts';
import { control } from './control.ts';
import { column } from './database.ts';
import type { Sender } from './dispatch.ts';
import { post } from './message.ts';
import { oauth } from './oauth.ts';
import { pages } from './page/pages.ts';
import { rateLimit } from './rate-limit.ts';
import { refuse } from './refusal.ts';
import { type AppSeed, registerApp } from './registered-app.ts';
import { respond, setAddress } from './response-url.ts';
import type { Slack } from './slack.ts';

const hookRow = z.object({
  team: z.string(),
  app: z.string(),
  bot_user: z.string(),
  webhook: column(z.object({ channel: z.string(), path: z.string() })),
});
const hookBody = z.object({ text: z.string().default(''), blocks: z.unknown().optional() });

function incomingWebhook(slack: Slack, path: string, sent: unknown): void {
  const hook = slack.db
    .all(
      hookRow,
      'select team, app, bot_user, webhook from installs where active = 1 and webhook is not null',
    )
    .find((row) => row.webhook.path === path);
  if (!hook) refuse('no_service');
  const channel = channelOf(slack, hook.team, hook.webhook.channel);
  if (!channel) refuse('channel_not_found');
  const parsed = hookBody.safeParse(sent);
  if (!parsed.success) refuse('invalid_payload');
  const { text, blocks } = parsed.data;
  if (text === '' && blocks === undefined) refuse('no_text');
  const checked =
    blocks === undefined ? [] : checkBlocks(blocks, { max: 50, newId: slack.newId, input: false });
  post(slack, channel, { user: hook.bot_user, app: hook.app, text, blocks: checked });
}

/**
 * The whole simulated Slack as one Express app. `address` is where people and apps reach it (response URLs and
 * incoming webhooks are made from it). `apps` are registered at once; more come by `POST /sandbox/apps`.
 */
export function slackApp(needs: {
  readonly slack: Slack;
  readonly log: Log;
  readonly apps?: readonly AppSeed[];
  readonly chaos?: Chaos;
  readonly address?: string;
}): Express {
  const { slack, log } = needs;
  const sender: Sender = { slack, log };
  if (needs.address) setAddress(slack, needs.address);
  if (needs.chaos) setChaos(slack, needs.chaos);
  for (const app of needs.apps ?? []) registerApp(slack, app);
  const app = express();
  app.disable('x-powered-by');
  app.use(control(sender));
  app.use(oauth(sender));
  app.post('/actions/:team/:token', express.json({ limit: '1mb' }), (request, response) => {
    try {
      respond(slack, request.params.token, request.body);
      response.json({ ok: true });
    } catch (error) {
      response.status(404);
      answerError(sender, response, error);
    }
  });
  app.post('/services/:team/:bot/:secret', express.json({ limit: '1mb' }), (request, response) => {
    try {
      const { team, bot, secret } = request.params;
      incomingWebhook(slack, `${team}/${bot}/${secret}`, request.body);
      response.send('ok');
    } catch (error) {
      response.status(400);
      answerError(sender, response, error);
    }
  });
  app.use(pages(slack));
  app.use(api({ sender, limit: rateLimit(slack.now) }));
  return app;
}
