// The external client apps the simulated Salesforce knows: their keys, redirects and scopes.
import { z } from 'zod';
import { type Database, textOf } from '#sandbox/sqlite.ts';

export const clientApp = z.strictObject({
  name: z.string().default('App'),
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  redirectUris: z.array(z.string()).default([]),
  scopes: z.array(z.string()).default(['api', 'refresh_token']),
});

export type ClientApp = Readonly<z.infer<typeof clientApp>>;
export type ClientAppInput = z.input<typeof clientApp>;

export type Apps = {
  /** Registers the app, or replaces the one with the same client id. */
  register(app: ClientAppInput): ClientApp;
  byClientId(clientId: string): ClientApp | undefined;
  list(): ClientApp[];
};

export function openApps({ database }: { readonly database: Database }): Apps {
  const kept = new Map<string, ClientApp>();
  for (const row of database.all('select definition from apps')) {
    const app = clientApp.parse(JSON.parse(textOf(row, 'definition')));
    kept.set(app.clientId, app);
  }
  return {
    register(input) {
      const app = clientApp.parse(input);
      database.run(
        `insert into apps (client_id, definition) values (?, ?)
         on conflict (client_id) do update set definition = excluded.definition`,
        ...[app.clientId, JSON.stringify(app)],
      );
      kept.set(app.clientId, app);
      return app;
    },
    byClientId: (clientId) => kept.get(clientId),
    list: () => [...kept.values()],
  };
}
