// A row of action, read into the noun.
import { sql } from 'kysely';
import { type Action, actionPayload, actionStates } from '#act/action.ts';

export type ActionRow = {
  id: string;
  key: string;
  kind: string;
  connection_id: string;
  subject_id: string;
  payload: unknown;
  state: string;
  attempts: number;
  mark: string;
  created_at: Date;
};
export const actionColumns = sql`a.id, a.key, a.kind, a.connection_id, a.subject_id, a.payload, a.state, a.attempts, a.mark, a.created_at`;

export function toAction(row: ActionRow): Action {
  const state = actionStates.find((one) => one === row.state);
  if (state === undefined) throw new TypeError(`action ${row.id} has the unknown state ${row.state}`);
  const common = {
    id: row.id,
    key: row.key,
    connection: row.connection_id,
    subject: row.subject_id,
    state,
    attempts: row.attempts,
    mark: row.mark,
    createdAt: row.created_at,
  };
  switch (row.kind) {
    case 'crm.write':
      return { ...common, kind: 'crm.write', payload: actionPayload['crm.write'].parse(row.payload) };
    case 'crm.task':
      return { ...common, kind: 'crm.task', payload: actionPayload['crm.task'].parse(row.payload) };
    case 'chat.alert':
      return { ...common, kind: 'chat.alert', payload: actionPayload['chat.alert'].parse(row.payload) };
    case 'chat.forget':
      return { ...common, kind: 'chat.forget', payload: actionPayload['chat.forget'].parse(row.payload) };
    case 'chat.say':
      return { ...common, kind: 'chat.say', payload: actionPayload['chat.say'].parse(row.payload) };
    case 'web.hook':
      return { ...common, kind: 'web.hook', payload: actionPayload['web.hook'].parse(row.payload) };
    default:
      throw new TypeError(`action ${row.id} has the unknown kind ${row.kind}`);
  }
}
