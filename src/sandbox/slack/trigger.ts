// A trigger id: good for three seconds, once, to open a view for the person who just did something.
import { z } from 'zod';
import { truth } from './database.ts';
import { refuse } from './refusal.ts';
import type { Slack } from './slack.ts';

const row = z.object({
  id: z.string(),
  team: z.string(),
  app: z.string(),
  user: z.string(),
  view: z.string().nullable(),
  expires: z.number(),
  used: truth,
});
export type Trigger = z.infer<typeof row>;

export function newTrigger(
  slack: Slack,
  who: { readonly team: string; readonly user: string; readonly app: string; readonly view?: string },
): string {
  const id = `${slack.now()}.${slack.newSecret(12)}`;
  slack.db.run(
    'insert into triggers (id, team, app, user, view, expires) values (?,?,?,?,?,?)',
    ...[id, who.team, who.app, who.user, who.view ?? null, slack.now() + 3000],
  );
  return id;
}

/** Uses it up. Refuses with `invalid_trigger_id`, `trigger_expired` or `exchanged_trigger_id`. */
export function spendTrigger(slack: Slack, id: string, app: string): Trigger {
  const trigger = slack.db.one(row, 'select * from triggers where id = ? and app = ?', id, app);
  if (!trigger) refuse('invalid_trigger_id');
  if (trigger.used) refuse('exchanged_trigger_id');
  if (trigger.expires < slack.now()) refuse('expired_trigger_id');
  slack.db.run('update triggers set used = 1 where id = ?', id);
  return trigger;
}
