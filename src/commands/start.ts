// The command `revloop start`, which `npm start` runs: the server, the worker, or both, until told to stop.
import type { Command } from '#command.ts';

export const command: Command = {
  summary: 'cli.start.summary',
  usage: 'cli.start.usage',
  async run(_, terminal) {
    const { main } = await import('#main.ts');
    await main((line) => terminal.print(line(terminal.say)), terminal.interrupted);
  },
};
