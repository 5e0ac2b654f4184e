// A command of the command line, and the terminal it talks to.
import type { Locale, TextKey, TextParams } from '#texts/texts.ts';

/** What a command has to talk to people with. */
export type Terminal = {
  readonly print: (line: string) => void;
  readonly say: (key: TextKey, params?: TextParams) => string;
  /** Of whoever reads; English where it is absent. */
  readonly locale?: Locale;
  /** Resolves on Ctrl-C or when the process is told to end. */
  readonly interrupted: () => Promise<void>;
};

/** A command: one sentence for the list, its usage, and what it does with the arguments after its name. */
export type Command = {
  readonly summary: TextKey;
  readonly usage: TextKey;
  readonly run: (args: readonly string[], terminal: Terminal) => Promise<void>;
};
