// The pages of the simulated Slack: choosing a workspace, the workspace itself, and its stream of changes.
import { fileURLToPath } from 'node:url';
import express, { type Request, type Router } from 'express';
import { z } from 'zod';
import { channelOf, channelsOf, isMember } from '#sandbox/slack/channel.ts';
import type { Slack } from '#sandbox/slack/slack.ts';
import { teamOf, teams, userOf, usersOf } from '#sandbox/slack/workspace.ts';
import { type Locale, text, toLocale } from '#texts/texts.ts';
import { html } from './html.ts';
import { pageShell } from './page-shell.ts';
import { type Place, workspacePage } from './workspace-page.ts';

const query = z.object({ as: z.string().optional(), thread: z.string().optional() });
const assets: Readonly<Record<string, string>> = {
  'slack.css': fileURLToPath(new URL('./slack.css', import.meta.url)),
  'messages.css': fileURLToPath(new URL('./messages.css', import.meta.url)),
  'blocks.css': fileURLToPath(new URL('./blocks.css', import.meta.url)),
  'dialogs.css': fileURLToPath(new URL('./dialogs.css', import.meta.url)),
  'slack-page.js': fileURLToPath(new URL('./slack-page.js', import.meta.url)),
};

export function localeOf(request: Request): Locale {
  return toLocale(request.acceptsLanguages()[0]);
}

function placeOf(slack: Slack, request: Request, teamId: string): Place | undefined {
  const { as, thread } = query.parse(request.query);
  const team = teamOf(slack, teamId);
  const people = usersOf(slack, teamId).filter((user) => !user.is_bot);
  const viewer =
    (as ? userOf(slack, teamId, as) : undefined) ?? people.find((user) => user.is_admin) ?? people[0];
  return team && viewer ? { locale: localeOf(request), team, viewer, thread } : undefined;
}

function chooser(slack: Slack, locale: Locale): string {
  const title = text(locale, 'sandbox.slack.workspaces');
  return pageShell(
    locale,
    title,
    html`<main class="chooser"><h1>${title}</h1>${teams(slack).map((team) => html`<a href="/client/${team.id}/"><strong>${team.name}</strong><br><small>${team.domain}.slack.com</small></a>`)}</main>`,
  );
}

export function pages(slack: Slack): Router {
  const router = express.Router();
  router.get('/assets/:name', (request, response, next) => {
    const file = assets[request.params.name];
    if (file) response.sendFile(file);
    else next();
  });
  router.get('/', (request, response) => {
    const [only, second] = teams(slack);
    if (only && !second) response.redirect(302, `/client/${only.id}/`);
    else response.send(chooser(slack, localeOf(request)));
  });
  router.get('/client/:team/app/:app', (request, response) => {
    const place = placeOf(slack, request, request.params.team);
    if (place) response.send(workspacePage(slack, { ...place, homeApp: request.params.app }));
    else response.status(404).send(chooser(slack, localeOf(request)));
  });
  router.get('/client/:team{/:channel}', (request, response) => {
    const { team, channel = '' } = request.params;
    const place = placeOf(slack, request, team);
    const all = channelsOf(slack, team);
    const asked = channelOf(slack, team, channel);
    const mayRead = asked?.kind === 'channel' || (asked && isMember(slack, asked.id, place?.viewer.id ?? ''));
    const shown = mayRead ? asked : (all.find((item) => item.general) ?? all[0]);
    if (place) response.send(workspacePage(slack, { ...place, channel: shown }));
    else response.status(404).send(chooser(slack, localeOf(request)));
  });
  // Slack's own links to a message lead to the conversation.
  router.get('/archives/:channel{/:message}', (request, response) => {
    const team = teams(slack).find((item) => channelOf(slack, item.id, request.params.channel));
    response.redirect(302, team ? `/client/${team.id}/${request.params.channel}` : '/');
  });
  router.get('/stream/:team', (request, response) => {
    const { as } = query.parse(request.query);
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(': here\n\n');
    const stop = slack.onChange((change) => {
      if (change.team !== request.params.team || (change.user !== undefined && change.user !== as)) return;
      response.write(`data: ${change.kind}\n\n`);
    });
    request.on('close', stop);
  });
  return router;
}
