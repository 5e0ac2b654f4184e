// The command `revloop start`, which `npm start` runs: the server, the worker, or both, until told to stop.
import type { Command } from '#command.ts';
import { main } from '#main.ts';

export const command: Command = {
  summary: 'cli.start.summary',
  usage: 'cli.start.usage',
  run: (_, terminal) => main((line) => terminal.print(line), terminal.interrupted),
};
