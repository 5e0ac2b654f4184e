// A verdict: yes or no to a run of a journey that waits for it, read from the press of a button in Slack.
import { blockActions } from './press.ts';

export type Verdict = {
  readonly run: string;
  readonly answer: 'yes' | 'no';
  readonly user: string;
  /** The person's handle, where nothing better is known. */
  readonly handle: string;
  /** What was asked, as it stands in the message. */
  readonly question: string;
};

const runBlock = /^run:(\d{1,19})$/;
const answers: Readonly<Record<string, Verdict['answer']>> = {
  'revloop-run:yes': 'yes',
  'revloop-run:no': 'no',
};

/** The verdict in the body of a `block_actions` interaction; null where it is none. */
export function toVerdict(body: unknown): Verdict | null {
  const { data } = blockActions.safeParse(body);
  const action = data?.actions[0];
  if (data === undefined || action === undefined) return null;
  const answer = answers[action.action_id];
  const run = runBlock.exec(action.block_id)?.[1];
  if (answer === undefined || run === undefined) return null;
  const { user, message } = data;
  const handle = user.username ?? user.name ?? user.id;
  return { run, answer, user: user.id, handle, question: message.text ?? '' };
}
