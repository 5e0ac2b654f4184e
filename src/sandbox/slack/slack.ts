// One simulated Slack: its memory, its clock, its ids and who listens for changes.
import { EventEmitter } from 'node:events';
import { z } from 'zod';
import type { Clock } from '#ports.ts';
import { type Database, openDatabase } from './database.ts';

/** Told to open pages whenever something in a workspace changed. `user` limits it to one person's page. */
type Change = {
  readonly team: string;
  readonly kind: 'messages' | 'view' | 'home' | 'channels';
  readonly user?: string;
};

export type Slack = {
  readonly db: Database;
  /** Milliseconds since 1970, from the clock given. */
  readonly now: () => number;
  /** A new id such as `C07KQ2M4XZ1`: the letter tells what it names. */
  readonly newId: (letter: string) => string;
  /** A secret of letters and digits, such as the tail of a token. */
  readonly newSecret: (length: number) => string;
  /** The next message timestamp: seconds, a dot, six digits; never the same twice, always growing. */
  readonly nextTs: () => string;
  readonly changed: (change: Change) => void;
  readonly onChange: (listener: (change: Change) => void) => () => void;
  /** False once closed: what is still under way then stops. */
  readonly isOpen: () => boolean;
  readonly close: () => void;
};

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/**
 * Opens the simulated Slack kept in `file`. `random` gives numbers in [0, 1).
 */
export function openSlack(needs: {
  readonly file: string;
  readonly clock: Clock;
  readonly random?: () => number;
}): Slack {
  const { clock, random = Math.random } = needs;
  const now = () => clock.now().getTime();
  const db = openDatabase(needs.file);
  const bus = new EventEmitter();
  bus.setMaxListeners(0);
  const last = db.one(z.object({ ts: z.string().nullable() }), 'select max(ts) as ts from messages')?.ts;
  const memory = { open: true, micros: last ? Math.round(Number(last) * 1e6) : 0 };
  const letters = (length: number) =>
    Array.from({ length }, () => alphabet.charAt(Math.floor(random() * alphabet.length))).join('');
  return {
    db,
    now,
    newId: (letter) => `${letter}0${letters(9)}`,
    newSecret: (length) => letters(length).toLowerCase(),
    nextTs: () => {
      memory.micros = Math.max(now() * 1000, memory.micros + 1);
      const digits = String(memory.micros);
      return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
    },
    changed: (change) => bus.emit('change', change),
    onChange: (listener) => {
      bus.on('change', listener);
      return () => bus.off('change', listener);
    },
    isOpen: () => memory.open,
    close: () => {
      memory.open = false;
      db.close();
    },
  };
}
