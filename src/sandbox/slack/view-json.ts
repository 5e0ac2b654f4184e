// A view as the Web API and interactions show it.
import type { Install } from './registered-app.ts';
import type { View } from './view.ts';

/** `values` is what the person has entered so far: block id, then action id, then the element's state. */
export function toViewJson(view: View, install: Install, values: Readonly<Record<string, unknown>> = {}) {
  const { json } = view;
  return {
    id: view.id,
    team_id: view.team,
    type: view.kind,
    blocks: json.blocks,
    private_metadata: json.private_metadata ?? '',
    callback_id: json.callback_id ?? '',
    state: { values },
    hash: view.hash,
    ...(json.type === 'modal'
      ? {
          title: json.title,
          submit: json.submit ?? null,
          close: json.close ?? null,
          clear_on_close: json.clear_on_close ?? false,
          notify_on_close: json.notify_on_close ?? false,
        }
      : { title: { type: 'plain_text', text: 'View Title', emoji: true }, submit: null, close: null }),
    previous_view_id: view.previous,
    root_view_id: view.root,
    external_id: json.external_id ?? '',
    app_id: view.app,
    app_installed_team_id: view.team,
    bot_id: install.bot_id,
  };
}
