// The developer apps registered with the simulated HubSpot, and the portals they are installed in.
import { z } from 'zod';
import { numberOf, textOf } from '#sandbox/sqlite.ts';
import type { Portals } from './portals.ts';

const subscription = z.strictObject({
  subscriptionType: z.string(),
  objectType: z.string().optional(),
  propertyName: z.string().optional(),
  active: z.boolean().default(true),
});

/** The shape of webhooks-hsmeta.json's `subscriptions`. */
export const subscriptions = z.strictObject({
  crmObjects: z.array(subscription).default([]),
  legacyCrmObjects: z.array(subscription).default([]),
  hubEvents: z.array(subscription).default([]),
});

export const developerApp = z.strictObject({
  appId: z.number().int().positive(),
  name: z.string().default('App'),
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  redirectUrls: z.array(z.url()).default([]),
  requiredScopes: z.array(z.string()).default(['oauth']),
  optionalScopes: z.array(z.string()).default([]),
  webhook: z
    .strictObject({
      targetUrl: z.url(),
      maxConcurrentRequests: z.number().int().min(6, 'maxConcurrentRequests must be more than 5').default(10),
      subscriptions: subscriptions.prefault({}),
    })
    .optional(),
});

export type DeveloperApp = Readonly<z.infer<typeof developerApp>>;
export type DeveloperAppInput = z.input<typeof developerApp>;
export type Subscription = Readonly<z.infer<typeof subscription>> & {
  readonly id: number;
  readonly dialect: 'classic' | 'generic';
};

type Install = {
  readonly appId: number;
  readonly portalId: number;
  readonly scopes: readonly string[];
  readonly userId: number;
};

export type Apps = {
  /** Registers the app, or replaces the one of the same id. */
  register(app: DeveloperAppInput): DeveloperApp;
  get(appId: number): DeveloperApp | undefined;
  byClientId(clientId: string): DeveloperApp | undefined;
  list(): DeveloperApp[];
  install(install: Install): void;
  /** Takes the app out of the portal; all its tokens stop working. */
  uninstall(appId: number, portalId: number): void;
  installed(appId: number, portalId: number): Install | undefined;
  installsOf(portalId: number): Install[];
};

/** The apps kept in the same file as the portals. */
export function openApps({ portals }: { readonly portals: Pick<Portals, 'database' | 'wall'> }): Apps {
  const { database } = portals;
  const kept = new Map<number, DeveloperApp>();
  for (const row of database.all('select definition from apps')) {
    const app = developerApp.parse(JSON.parse(textOf(row, 'definition')));
    kept.set(app.appId, app);
  }
  let installs: Install[] | undefined;
  const all = (): Install[] => {
    installs ??= database.all('select * from installs').map((row) => ({
      appId: numberOf(row, 'app_id'),
      portalId: numberOf(row, 'portal_id'),
      scopes: textOf(row, 'scopes').split(' '),
      userId: numberOf(row, 'user_id'),
    }));
    return installs;
  };

  return {
    register(input) {
      const app = developerApp.parse(input);
      database.run(
        `insert into apps (id, client_id, definition) values (?, ?, ?)
         on conflict (id) do update set client_id = excluded.client_id, definition = excluded.definition`,
        ...[app.appId, app.clientId, JSON.stringify(app)],
      );
      kept.set(app.appId, app);
      return app;
    },
    get: (appId) => kept.get(appId),
    byClientId: (clientId) => [...kept.values()].find((app) => app.clientId === clientId),
    list: () => [...kept.values()],
    install(install) {
      database.run(
        `insert into installs (app_id, portal_id, scopes, user_id, at) values (?, ?, ?, ?, ?)
         on conflict (app_id, portal_id) do update set scopes = excluded.scopes, user_id = excluded.user_id`,
        ...[
          install.appId,
          install.portalId,
          install.scopes.join(' '),
          install.userId,
          portals.wall().getTime(),
        ],
      );
      installs = undefined;
    },
    uninstall(appId, portalId) {
      database.transaction(() => {
        database.run('delete from installs where app_id = ? and portal_id = ?', appId, portalId);
        database.run('update tokens set revoked = 1 where app_id = ? and portal_id = ?', appId, portalId);
      });
      installs = undefined;
    },
    installed: (appId, portalId) => all().find((one) => one.appId === appId && one.portalId === portalId),
    installsOf: (portalId) => all().filter((one) => one.portalId === portalId),
  };
}

/** The app's active subscriptions with the ids HubSpot gives them. */
export function activeSubscriptions(app: DeveloperApp): Subscription[] {
  const { crmObjects = [], legacyCrmObjects = [], hubEvents = [] } = app.webhook?.subscriptions ?? {};
  const first = app.appId * 1_000;
  return [
    ...crmObjects.map((one) => ({ ...one, dialect: 'generic' as const })),
    ...[...legacyCrmObjects, ...hubEvents].map((one) => ({ ...one, dialect: 'classic' as const })),
  ]
    .map((one, index) => ({ ...one, id: first + index }))
    .filter((one) => one.active);
}
