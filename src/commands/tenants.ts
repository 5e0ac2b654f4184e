// The command `revloop tenants`: who is there, and what each has connected.
import type { Command } from '#command.ts';

export const command: Command = {
  summary: 'cli.tenants.summary',
  usage: 'cli.tenants.usage',
  async run(_, terminal) {
    const { onStore } = await import('./on-store.ts');
    const lines = await onStore(async (store) => {
      const tenants = await store.doors.tenants();
      const found = tenants.map(async ({ id, name, createdAt }) => {
        const connections = await store.asTenant(id, (rows) => rows.connections.all());
        const connected = connections.map(
          ({ platform, externalId, state }) => `${platform} ${externalId} (${state})`,
        );
        return [id, name, createdAt.toISOString().slice(0, 10), connected.join(', ')].join('  ');
      });
      return Promise.all(found);
    });
    for (const line of lines) terminal.print(line);
    if (lines.length === 0) terminal.print(terminal.say('cli.tenants.none'));
  },
};
