// What the Slack routes need: outside things, and a desk that decides about answers, the Home tab and commands.
import type { Config } from '#config.ts';
import type { Ports } from '#ports.ts';
import type { Connection } from '#sense/connection.ts';
import type { Locale } from '#texts/texts.ts';
import type { HealthEntry } from '#webhooks/slack/health-press.ts';
import type { Press } from '#webhooks/slack/press.ts';
import type { Verdict } from '#webhooks/slack/verdict.ts';

/** `about`: whom it is about, and what somebody said already, as mrkdwn. `replaces`: the word that the person sees. */
export type HealthForm = {
  readonly locale: Locale;
  readonly about: readonly string[];
  readonly replaces: string | null;
};
type HealthSaid = HealthEntry & { readonly band: NonNullable<HealthEntry['band']>; readonly days: number };
type HealthHeard =
  | { readonly result: 'kept'; readonly locale: Locale; readonly words: string }
  | { readonly result: 'other'; readonly form: HealthForm }
  | { readonly result: 'unknown'; readonly locale: Locale };

export type SlackDesk = {
  /** Records the answer, once. `objection`: words for the person where it did not count. */
  press(
    connection: Connection,
    press: Press,
  ): Promise<{ readonly recorded: boolean; readonly objection: string | null; readonly locale: Locale }>;
  /** Answers a run that waits for a yes or no; what the message then says below the question, as mrkdwn. */
  approve(connection: Connection, verdict: Verdict): Promise<string>;
  /** Brings the message of an advice up to date now. */
  refresh(connection: Connection, advice: string): Promise<void>;
  /** Adds the person's words to their answer. */
  note(connection: Connection, key: string, words: string): Promise<boolean>;
  /** What the window shows in which a person says how a customer stands; null where there is no such advice. */
  healthForm(connection: Connection, advice: string, user: string): Promise<HealthForm | null>;
  /** Keeps it as the console does. `other`: somebody was quicker, nothing is overwritten. */
  hearHealth(connection: Connection, said: HealthSaid): Promise<HealthHeard>;
  /** The alert says it at once. */
  showHealth(connection: Connection, advice: string): Promise<void>;
  showHome(connection: Connection, user: string): Promise<void>;
  /** The answer to `/revloop <words>`, as mrkdwn. */
  command(connection: Connection, user: string, words: string): Promise<string>;
  leave(connection: Connection, state: 'uninstalled' | 'revoked'): Promise<void>;
};

export type SlackNeeds = {
  readonly ports: Pick<Ports, 'store' | 'clients' | 'log'>;
  readonly config: Pick<Config, 'SLACK_SIGNING_SECRET'>;
  readonly desk: SlackDesk;
};
