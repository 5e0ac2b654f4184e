// The page where a workspace's admin allows an app to be installed.

import { channelsOf } from '#sandbox/slack/channel.ts';
import type { RegisteredApp } from '#sandbox/slack/registered-app.ts';
import type { Slack } from '#sandbox/slack/slack.ts';
import { teams, usersOf } from '#sandbox/slack/workspace.ts';
import { type Locale, text } from '#texts/texts.ts';
import { html } from './html.ts';
import { pageShell } from './page-shell.ts';

type Asking = {
  readonly app: RegisteredApp;
  readonly want: Readonly<Record<string, string | undefined>>;
  readonly scopes: readonly string[];
  readonly locale: Locale;
};

/** With `problem`: what is wrong with the request, as Slack says instead of sending the person back. */
export function consentPage(
  slack: Slack,
  what: Asking | { readonly problem: string; readonly locale: Locale },
): string {
  const say = (key: Parameters<typeof text>[1], params = {}) => text(what.locale, key, params);
  if ('problem' in what)
    return pageShell(
      what.locale,
      'Slack',
      html`<main class="consent"><h1>${say('sandbox.slack.cannotInstall')}</h1><p><code>${what.problem}</code></p></main>`,
    );
  const { app, want, scopes } = what;
  const webhook = scopes.includes('incoming-webhook');
  const choices = teams(slack).filter((team) => !want['team'] || want['team'] === team.id);
  return pageShell(
    what.locale,
    say('sandbox.slack.install', { app: app.name }),
    html`<main class="consent">
      <h1>${say('sandbox.slack.wantsAccess', { app: app.name })}</h1>
      ${choices.map(
        (team) => html`<form method="post" class="consent-card">
          ${Object.entries(want).map(([name, value]) => value !== undefined && html`<input type="hidden" name="${name}" value="${value}">`)}
          <input type="hidden" name="workspace" value="${team.id}">
          <h2>${team.name} <small>${team.domain}.slack.com</small></h2>
          <label>${say('sandbox.slack.installAs')}
            <select name="user">${usersOf(slack, team.id)
              .filter((user) => !user.is_bot)
              .map(
                (user) =>
                  html`<option value="${user.id}" ${user.is_admin && 'selected'}>${user.real_name}</option>`,
              )}</select></label>
          <p>${say('sandbox.slack.canDo')}</p>
          <ul>${scopes.map((scope) => html`<li><code>${scope}</code></li>`)}</ul>
          ${
            webhook &&
            html`<label>${say('sandbox.slack.whereToPost')}
            <select name="webhook_channel" required>${channelsOf(slack, team.id)
              .filter((channel) => channel.kind === 'channel' || channel.kind === 'private')
              .map(
                (channel) => html`<option value="${channel.id}">#${channel.name}</option>`,
              )}</select></label>`
          }
          <p class="consent-buttons"><button class="button" name="decision" value="deny">${say('sandbox.slack.cancel')}</button>
          <button class="button primary" name="decision" value="allow">${say('sandbox.slack.allow')}</button></p>
        </form>`,
      )}
    </main>`,
  );
}
