// What a person has chosen or typed in an element, in the shape Slack reports it.
import type { Block } from './block.ts';
import type { InputElement, InteractiveElement, Option } from './element.ts';

type Element = InputElement | InteractiveElement;
/** As a page sends it: the text, the option's value, or several of them. */
export type Raw = string | readonly string[];
export type Entered = Readonly<Record<string, Readonly<Record<string, Raw>>>>;

function optionsOf(element: Element): readonly Option[] {
  if (!('options' in element)) return [];
  const groups = 'option_groups' in element ? (element.option_groups ?? []) : [];
  return [...(element.options ?? []), ...groups.flatMap((group) => group.options)];
}

/** The element's state after `raw` was entered; nothing entered gives null or an empty list. */
export function toState(element: Element, raw: Raw | undefined): Record<string, unknown> {
  const first = typeof raw === 'string' ? raw : raw?.[0];
  const many = typeof raw === 'string' ? [raw] : (raw ?? []);
  const { type } = element;
  switch (type) {
    case 'button':
      return { type, text: element.text, ...(element.value === undefined ? {} : { value: element.value }) };
    case 'overflow':
    case 'static_select':
    case 'radio_buttons':
      return { type, selected_option: optionsOf(element).find((option) => option.value === first) ?? null };
    case 'multi_static_select':
    case 'checkboxes':
      return { type, selected_options: optionsOf(element).filter((option) => many.includes(option.value)) };
    case 'users_select':
      return { type, selected_user: first || null };
    case 'conversations_select':
      return { type, selected_conversation: first || null };
    case 'channels_select':
      return { type, selected_channel: first || null };
    case 'datepicker':
      return { type, selected_date: first || null };
    case 'timepicker':
      return { type, selected_time: first || null };
    default:
      return { type, value: first || null };
  }
}

function initial(element: Element): Raw | undefined {
  if ('initial_value' in element) return element.initial_value;
  if ('initial_option' in element) return element.initial_option?.value;
  if ('initial_options' in element) return element.initial_options?.map((option) => option.value);
  if ('initial_user' in element) return element.initial_user;
  if ('initial_conversation' in element) return element.initial_conversation;
  if ('initial_date' in element) return element.initial_date;
  return 'initial_time' in element ? element.initial_time : undefined;
}

function elementsOf(block: Block): readonly Element[] {
  if (block.type === 'actions') return block.elements;
  if (block.type === 'input') return [block.element];
  return block.type === 'section' && block.accessory && block.accessory.type !== 'image'
    ? [block.accessory]
    : [];
}

export function findElement(
  blocks: readonly Block[],
  actionId: string,
  blockId?: string,
): { readonly block: Block; readonly element: Element } | undefined {
  for (const block of blocks) {
    if (blockId !== undefined && block.block_id !== blockId) continue;
    const element = elementsOf(block).find((item) => item.action_id === actionId);
    if (element) return { block, element };
  }
  return undefined;
}

/** `state.values` of a message or view: every stateful element, with what was entered or its initial value. */
export function stateValues(
  blocks: readonly Block[],
  entered: Entered,
): Record<string, Record<string, unknown>> {
  const values: Record<string, Record<string, unknown>> = {};
  for (const block of blocks) {
    const stateful = elementsOf(block).filter(
      (element) => element.type !== 'button' && element.type !== 'overflow',
    );
    if (stateful.length === 0) continue;
    values[block.block_id] = Object.fromEntries(
      stateful.map((element) => {
        const name = element.action_id ?? '';
        return [name, toState(element, entered[block.block_id]?.[name] ?? initial(element))];
      }),
    );
  }
  return values;
}

/** Inputs that must not be empty but are: block id -> what to say. */
export function missingInputs(blocks: readonly Block[], entered: Entered): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const block of blocks) {
    if (block.type !== 'input' || block.optional) continue;
    const raw = entered[block.block_id]?.[block.element.action_id ?? ''] ?? initial(block.element);
    if (raw === undefined || raw.length === 0)
      errors[block.block_id] = 'Please complete this required field.';
  }
  return errors;
}
