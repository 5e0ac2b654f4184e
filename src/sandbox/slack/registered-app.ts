// An app as registered with the simulated Slack, and its installations in workspaces.
import { z } from 'zod';
import { column, truth } from './database.ts';
import type { Slack } from './slack.ts';
import { userOf } from './workspace.ts';

/** What `POST /sandbox/apps` takes: the app's credentials and where it listens. */
export const appShape = z.strictObject({
  id: z.string().optional(),
  name: z.string().default('Revloop'),
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  signingSecret: z.string().min(1),
  redirectUrls: z.array(z.string()),
  eventsUrl: z.string().optional(),
  interactionsUrl: z.string().optional(),
  commandsUrl: z.string().optional(),
  /** Bot scopes the app may ask for at most; empty means any. */
  scopes: z.array(z.string()).default([]),
});
export type AppSeed = z.input<typeof appShape>;
const storedApp = appShape.extend({ id: z.string() });
export type RegisteredApp = z.infer<typeof storedApp>;

const installRow = z.object({
  team: z.string(),
  app: z.string(),
  bot_user: z.string(),
  bot_id: z.string(),
  token: z.string(),
  scopes: z.string().transform((list) => list.split(',').filter((scope) => scope !== '')),
  by_user: z.string(),
  webhook: z.string().nullable(),
  active: truth,
});
export type Install = z.infer<typeof installRow>;

/** Registers the app, or replaces what was registered under the same client id. */
export function registerApp(slack: Slack, seed: AppSeed): RegisteredApp {
  const parsed = appShape.parse(seed);
  const known = appByClient(slack, parsed.clientId);
  const app = { ...parsed, id: known?.id ?? parsed.id ?? slack.newId('A') };
  slack.db.run(
    'insert into apps values (?, ?, ?) on conflict (client_id) do update set json = excluded.json',
    ...[app.clientId, app.id, JSON.stringify(app)],
  );
  return app;
}

const appRow = z.object({ json: column(storedApp) });

export function appByClient(slack: Slack, clientId: string): RegisteredApp | undefined {
  return slack.db.one(appRow, 'select json from apps where client_id = ?', clientId)?.json;
}

export function appById(slack: Slack, id: string): RegisteredApp | undefined {
  return slack.db.one(appRow, 'select json from apps where id = ?', id)?.json;
}

export function installByToken(slack: Slack, token: string): Install | undefined {
  return slack.db.one(installRow, 'select * from installs where token = ?', token);
}

export function installOf(slack: Slack, team: string, app: string): Install | undefined {
  return slack.db.one(installRow, 'select * from installs where team = ? and app = ?', team, app);
}

export function installsOf(slack: Slack, team: string): Install[] {
  return slack.db.all(installRow, 'select * from installs where team = ? and active = 1 order by app', team);
}

/** Installs the app into the workspace, or renews the installation: same bot user, same token, scopes added. */
export function install(
  slack: Slack,
  app: RegisteredApp,
  grant: {
    readonly team: string;
    readonly user: string;
    readonly scopes: readonly string[];
    readonly webhook: string | null;
  },
): Install {
  const known = installOf(slack, grant.team, app.id);
  const botUser = known?.bot_user ?? slack.newId('U');
  const botId = known?.bot_id ?? `B${botUser.slice(1)}`;
  const token = known?.active ? known.token : `xoxb-${slack.newSecret(12)}-${slack.newSecret(24)}`;
  const scopes = [...new Set([...(known?.active ? known.scopes : []), ...grant.scopes])].sort();
  const handle = app.name.toLowerCase().replace(/[^a-z0-9]+/g, '');
  if (!userOf(slack, grant.team, botUser)) {
    slack.db.run(
      'insert into users (id, team, name, real_name, is_bot, app) values (?,?,?,?,1,?)',
      ...[botUser, grant.team, handle, app.name, app.id],
    );
  }
  slack.db.run(
    `insert into installs values (?,?,?,?,?,?,?,?,1) on conflict (team, app) do update set
       token = excluded.token, scopes = excluded.scopes, by_user = excluded.by_user,
       webhook = coalesce(excluded.webhook, installs.webhook), active = 1`,
    ...[grant.team, app.id, botUser, botId, token, scopes.join(','), grant.user, grant.webhook],
  );
  slack.changed({ team: grant.team, kind: 'channels' });
  return {
    ...{ team: grant.team, app: app.id, bot_user: botUser, bot_id: botId, token, scopes },
    ...{ by_user: grant.user, webhook: grant.webhook ?? known?.webhook ?? null, active: true },
  };
}

/** Ends the installation: its token is worth nothing from now on. */
export function deactivate(slack: Slack, team: string, app: string): void {
  slack.db.run('update installs set active = 0 where team = ? and app = ?', team, app);
  slack.changed({ team, kind: 'channels' });
}
