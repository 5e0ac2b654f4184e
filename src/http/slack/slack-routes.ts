// POST /slack/events, /slack/interactions, /slack/commands: Slack's door, kept by Bolt on the host's Express app.
import { App, ExpressReceiver, type Logger, LogLevel } from '@slack/bolt';
import type { Application } from 'express';
import type { Log } from '#ports.ts';
import { healthCallback } from './health-modal.ts';
import { healthSubmitted, onHealth } from './on-health.ts';
import { onPress } from './on-press.ts';
import { onVerdict } from './on-verdict.ts';
import type { SlackNeeds } from './slack-desk.ts';
import { appRemoved, homeTab, permissionRevoked, slashCommand, whySubmitted } from './slack-listeners.ts';

/**
 * Attaches the routes to the host app; before any body parser, because Bolt verifies the raw bytes. Bolt answers a bad
 * or old signature with 401 (docs.slack.dev/authentication/verifying-requests-from-slack). Without a signing secret
 * there is no Slack app, and no routes.
 */
export function slackRoutes(needs: SlackNeeds): { attach(app: Application): void } {
  return {
    attach(host) {
      const { SLACK_SIGNING_SECRET: signingSecret } = needs.config;
      if (signingSecret === undefined) return;
      const log = needs.ports.log.child({ part: 'slack' });
      const interactive = openBolt({
        log,
        signingSecret,
        host,
        endpoint: ['/slack/interactions', '/slack/commands'],
      });
      interactive.action(/^revloop:/, onPress(needs));
      interactive.action(/^revloop-run:/, onVerdict(needs));
      interactive.action(/^revloop-health:/, onHealth(needs));
      interactive.view(healthCallback, healthSubmitted(needs));
      interactive.view(/^revloop:/, whySubmitted(needs));
      interactive.command('/revloop', slashCommand(needs));
      // An event is answered only when its effect is kept: otherwise Slack sends it again.
      const events = openBolt({ log, signingSecret, host, endpoint: ['/slack/events'], answerLast: true });
      events.event('app_home_opened', homeTab(needs));
      events.event('app_uninstalled', appRemoved(needs));
      events.event('tokens_revoked', permissionRevoked(needs));
    },
  };
}

type Opening = {
  readonly log: Log;
  readonly signingSecret: string;
  readonly host: Application;
  readonly endpoint: readonly string[];
  readonly answerLast?: boolean;
};

function openBolt({ log, signingSecret, host, endpoint, answerLast = false }: Opening): App {
  const logger = toBoltLogger(log);
  const receiver = new ExpressReceiver({
    ...{ app: host, signingSecret, logger, processBeforeResponse: answerLast },
    endpoints: Object.fromEntries(endpoint.map((path) => [path, path])),
    processEventErrorHandler: async ({ error, response }) => {
      log.error({ error }, 'a request of Slack failed');
      if (!response.headersSent) response.writeHead(500).end();
      return true;
    },
  });
  return new App({
    ...{ receiver, logger, logLevel: LogLevel.WARN, ignoreSelf: false, attachFunctionToken: false },
    // Bolt gets no token: our own client speaks to Slack. Which workspace it is, each listener looks up itself.
    authorize: async ({ teamId }) => ({ ...(teamId ? { teamId } : {}) }),
  });
}

function toBoltLogger(log: Log): Logger {
  const line = (words: readonly unknown[]) => words.map(String).join(' ');
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: (...words) => log.warn({}, line(words)),
    error: (...words) => log.error({}, line(words)),
    setLevel: () => undefined,
    getLevel: () => LogLevel.WARN,
    setName: () => undefined,
  };
}
