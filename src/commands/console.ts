// The command `revloop console`: prints a link that signs its bearer in to the console, once.
import { parseArgs } from 'node:util';
import type { Command } from '#command.ts';

export const command: Command = {
  summary: 'cli.console.summary',
  usage: 'cli.console.usage',
  async run(args, terminal) {
    const { values } = parseArgs({ args: [...args], options: { tenant: { type: 'string' } } });
    const { onStore } = await import('./on-store.ts');
    const { tenantNamed } = await import('./tenant-named.ts');
    const { openAccess } = await import('#store/access.ts');
    const link = await onStore(async (store, publicUrl) => {
      const tenant = await tenantNamed(store, values.tenant);
      const code = await openAccess(store.db).issueCode(tenant, 'operator', new Date());
      return `${publicUrl}/console/enter?code=${code}`;
    });
    terminal.print(link);
  },
};
