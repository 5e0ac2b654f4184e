// The command `revloop sources`: adds a source of product events and prints its write key, or lists them.
import { parseArgs } from 'node:util';
import type { Command } from '#command.ts';
import { fail } from '#errors.ts';

export const command: Command = {
  summary: 'cli.sources.summary',
  usage: 'cli.sources.usage',
  async run([what, ...args], terminal) {
    const { values } = parseArgs({ args, options: { tenant: { type: 'string' }, name: { type: 'string' } } });
    if (what !== 'add' && what !== 'list')
      return fail('INPUT_INVALID', { problem: 'say "sources add" or "sources list"' });
    const { onStore } = await import('./on-store.ts');
    const { tenantNamed } = await import('./tenant-named.ts');
    const { openEventSources } = await import('#store/event-sources.ts');
    await onStore(async (store) => {
      const tenant = await tenantNamed(store, values.tenant);
      const sources = openEventSources(store.db);
      if (what === 'list') {
        for (const { id, name, lastSeenAt } of await sources.list(tenant))
          terminal.print([id, name, lastSeenAt?.toISOString() ?? '-'].join('  '));
        return;
      }
      if (!values.name) return fail('INPUT_INVALID', { problem: 'give the source a name by --name' });
      const { writeKey } = await sources.add(tenant, values.name, new Date());
      terminal.print(writeKey);
    });
  },
};
