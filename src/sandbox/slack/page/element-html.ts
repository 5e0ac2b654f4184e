// Interactive elements as a person sees and uses them; the page's script reads their data attributes.

import type { InputElement, InteractiveElement, Option, Text } from '#sandbox/slack/element.ts';
import { type Locale, text } from '#texts/texts.ts';
import { type Html, html } from './html.ts';
import { mrkdwn, type Names } from './mrkdwn.ts';

export type Scene = {
  readonly locale: Locale;
  readonly names: Names;
  /** Who and what can be chosen in users_select and conversations_select. */
  readonly people: readonly { readonly id: string; readonly name: string }[];
  readonly channels: readonly { readonly id: string; readonly name: string }[];
};
type Element = InputElement | InteractiveElement;

export function textHtml(scene: Scene, value: Text): Html {
  if (value.type === 'mrkdwn') return mrkdwn(value.text, scene.names);
  return mrkdwn(
    value.text.replace(/[*_~`<>]/g, (sign) => `${sign}\u2060`),
    scene.names,
  );
}

function plain(value: Text): string {
  return value.text;
}

type Choice = { readonly value: string; readonly label: string };

function selectHtml(
  element: Element,
  choices: readonly Choice[],
  chosen: readonly string[],
  hint: string,
): Html {
  const many = element.type === 'multi_static_select';
  return html`<select data-element="${element.type}" data-action="${element.action_id ?? ''}" ${many && 'multiple'}>
    ${!many && html`<option value="" ${chosen.length === 0 && 'selected'}>${hint}</option>`}
    ${choices.map(({ value, label }) => html`<option value="${value}" ${chosen.includes(value) && 'selected'}>${label}</option>`)}
  </select>`;
}

function choicesOf(element: {
  options?: readonly Option[] | undefined;
  option_groups?: readonly { options: readonly Option[] }[] | undefined;
}): Choice[] {
  const all = [
    ...(element.options ?? []),
    ...(element.option_groups ?? []).flatMap((group) => group.options),
  ];
  return all.map((option) => ({ value: option.value, label: plain(option.text) }));
}

function boxes(scene: Scene, element: Extract<Element, { type: 'checkboxes' | 'radio_buttons' }>): Html {
  const kind = element.type === 'checkboxes' ? 'checkbox' : 'radio';
  const chosen =
    element.type === 'checkboxes'
      ? (element.initial_options ?? []).map((option) => option.value)
      : [element.initial_option?.value];
  return html`<span class="boxes" data-element="${element.type}" data-action="${element.action_id ?? ''}">
    ${element.options.map(
      (
        option,
      ) => html`<label><input type="${kind}" name="${element.action_id ?? ''}" value="${option.value}" ${chosen.includes(option.value) && 'checked'}>
        <span>${textHtml(scene, option.text)}${option.description && html`<small>${textHtml(scene, option.description)}</small>`}</span></label>`,
    )}
  </span>`;
}

function inputHtml(element: Element, kind: string, value: string | undefined): Html {
  const hint = 'placeholder' in element ? (element.placeholder?.text ?? '') : '';
  return html`<input type="${kind}" data-element="${element.type}" data-action="${element.action_id ?? ''}" value="${value ?? ''}" placeholder="${hint}">`;
}

function buttonHtml(scene: Scene, element: Extract<Element, { type: 'button' }>): Html {
  const confirm = element.confirm
    ? JSON.stringify({ title: element.confirm.title.text, text: element.confirm.text.text })
    : '';
  const inside = textHtml(scene, element.text);
  return html`<button type="button" class="button ${element.style ?? ''}" data-click="${element.action_id ?? ''}"
    data-url="${element.url ?? ''}" data-confirm="${confirm}">${inside}</button>`;
}

export function elementHtml(scene: Scene, element: Element): Html {
  const hint = 'placeholder' in element ? (element.placeholder?.text ?? '') : '';
  const choose = hint || text(scene.locale, 'sandbox.slack.choose');
  switch (element.type) {
    case 'button':
      return buttonHtml(scene, element);
    case 'overflow':
      return html`<details class="overflow"><summary aria-label="${text(scene.locale, 'sandbox.slack.more')}">⋯</summary>
        <div>${element.options.map((option) => html`<button type="button" data-click="${element.action_id ?? ''}" data-value="${option.value}" data-url="${option.url ?? ''}">${textHtml(scene, option.text)}</button>`)}</div></details>`;
    case 'static_select':
      return selectHtml(
        element,
        choicesOf(element),
        [element.initial_option?.value ?? ''].filter(Boolean),
        choose,
      );
    case 'multi_static_select':
      return selectHtml(
        element,
        choicesOf(element),
        (element.initial_options ?? []).map((option) => option.value),
        choose,
      );
    case 'users_select': {
      const people = scene.people.map(({ id, name }) => ({ value: id, label: name }));
      return selectHtml(element, people, element.initial_user ? [element.initial_user] : [], choose);
    }
    case 'conversations_select':
    case 'channels_select': {
      const channels = scene.channels.map(({ id, name }) => ({ value: id, label: `#${name}` }));
      const first = element.initial_conversation ?? element.initial_channel;
      return selectHtml(element, channels, first ? [first] : [], choose);
    }
    case 'checkboxes':
    case 'radio_buttons':
      return boxes(scene, element);
    case 'datepicker':
      return inputHtml(element, 'date', element.initial_date);
    case 'timepicker':
      return inputHtml(element, 'time', element.initial_time);
    case 'number_input':
      return inputHtml(element, 'number', element.initial_value);
    case 'email_text_input':
      return inputHtml(element, 'email', element.initial_value);
    case 'url_text_input':
      return inputHtml(element, 'url', element.initial_value);
    case 'plain_text_input':
      return element.multiline
        ? html`<textarea rows="4" data-element="${element.type}" data-action="${element.action_id ?? ''}" placeholder="${hint}">${element.initial_value ?? ''}</textarea>`
        : inputHtml(element, 'text', element.initial_value);
  }
}
