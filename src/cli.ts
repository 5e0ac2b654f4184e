// The command line: a table of commands, each loaded only when it is called. To add one, add its line to the table.
import { once } from 'node:events';
import { isRevloopError } from '#errors.ts';
import { refusalWords } from '#http/refusal-words.ts';
import { type Locale, text, toLocale } from '#texts/texts.ts';
import type { Command, Terminal } from './command.ts';

const commands: Readonly<Record<string, () => Promise<{ readonly command: Command }>>> = {
  backtest: () => import('#commands/backtest.ts'),
  console: () => import('#commands/console.ts'),
  import: () => import('#commands/import.ts'),
  replay: () => import('#commands/replay.ts'),
  sources: () => import('#commands/sources.ts'),
  templates: () => import('#commands/templates.ts'),
  tenants: () => import('#commands/tenants.ts'),
  start: () => import('#commands/start.ts'),
  sandbox: () => import('#sandbox/command.ts'),
  evaluate: () => import('#commands/evaluate.ts'),
};

/** Runs `argv` (without node and script). Resolves with the exit code: 0 done, 1 failed, 2 not understood. */
export async function runCli(argv: readonly string[], terminal: Terminal): Promise<number> {
  const [name = '--help', ...args] = argv;
  if (name === '--help' || name === '-h' || name === 'help') {
    terminal.print(await usage(terminal));
    return 0;
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!load) {
    terminal.print(`${terminal.say('cli.unknown', { name })}\n\n${await usage(terminal)}`);
    return 2;
  }
  const { command } = await load();
  if (args.includes('--help') || args.includes('-h')) {
    terminal.print(terminal.say(command.usage));
    return 0;
  }
  try {
    await command.run(args, terminal);
    return 0;
  } catch (error) {
    if (isRevloopError(error)) {
      const { says, now } = refusalWords(askedLocale(args) ?? terminal.locale ?? 'en', error);
      terminal.print(`${says}\n${now}`);
      return 1;
    }
    if (!isArgumentError(error)) throw error;
    terminal.print(`${error.message}\n\n${terminal.say(command.usage)}`);
    return 2;
  }
}

/** What `--lang` asks for holds for what goes wrong too. */
function askedLocale(args: readonly string[]): Locale | undefined {
  const at = args.findIndex((arg) => arg === '--lang' || arg.startsWith('--lang='));
  const asked = at < 0 ? undefined : (args[at]?.split('=')[1] ?? args[at + 1]);
  return asked === undefined ? undefined : toLocale(asked);
}

// A command's module is light: it loads its own work when it runs, so that listing all of them is quick.
async function usage(terminal: Terminal): Promise<string> {
  const names = Object.keys(commands).sort();
  const width = Math.max(...names.map((name) => name.length));
  const lines = await Promise.all(
    names.map(async (name) => {
      const loaded = await commands[name]?.();
      return `  ${name.padEnd(width)}  ${loaded ? terminal.say(loaded.command.summary) : ''}`;
    }),
  );
  const head = `${terminal.say('cli.usage')}\n\n${terminal.say('cli.commands')}`;
  return `${head}\n${lines.join('\n')}\n\n${terminal.say('cli.more')}`;
}

// node:util's parseArgs throws plain TypeErrors whose code begins so.
function isArgumentError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

/** The terminal of this process, in the language of the machine. */
export function processTerminal(): Terminal {
  const locale: Locale = toLocale(Intl.DateTimeFormat().resolvedOptions().locale);
  return {
    print: (line) => process.stdout.write(`${line}\n`),
    say: (key, params) => text(locale, key, params),
    locale,
    interrupted: async () => {
      const over = new AbortController();
      const signal = { signal: over.signal };
      const ends = ['SIGINT', 'SIGTERM'].map((name) => once(process, name, signal).catch(() => undefined));
      await Promise.race(ends);
      over.abort();
    },
  };
}
