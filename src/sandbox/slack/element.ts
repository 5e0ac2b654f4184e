// The parts blocks are made of: text, options and interactive elements, with Slack's limits.
// Limits: docs.slack.dev/reference/block-kit (block elements, composition objects).
import { z } from 'zod';

const chars = (max: number) =>
  z
    .string()
    .min(1, 'must be more than 0 characters')
    .max(max, `must be less than ${max + 1} characters`);

export const plainText = (max: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: chars(max), emoji: z.boolean().optional() });

export const anyText = (max: number) =>
  z.discriminatedUnion('type', [
    plainText(max),
    z.strictObject({ type: z.literal('mrkdwn'), text: chars(max), verbatim: z.boolean().optional() }),
  ]);
export type Text = z.infer<ReturnType<typeof anyText>>;

export const id = chars(255);

const option = z.strictObject({
  text: anyText(75),
  value: chars(150),
  description: anyText(75).optional(),
  url: chars(3000).optional(),
});
export type Option = z.infer<typeof option>;

const confirm = z.strictObject({
  title: plainText(100),
  text: anyText(300),
  confirm: plainText(30),
  deny: plainText(30),
  style: z.enum(['primary', 'danger']).optional(),
});

const common = {
  action_id: id.optional(),
  confirm: confirm.optional(),
  focus_on_load: z.boolean().optional(),
};
const placeholder = { placeholder: plainText(150).optional() };
const options = (max: number) => z.array(option).min(1).max(max, `no more than ${max} items allowed`);
const groups = z
  .array(z.strictObject({ label: plainText(75), options: options(100) }))
  .max(100)
  .optional();

const button = z.strictObject({
  type: z.literal('button'),
  ...common,
  text: plainText(75),
  value: z.string().max(2000, 'must be less than 2001 characters').optional(),
  url: chars(3000).optional(),
  style: z.enum(['primary', 'danger'], 'must be primary or danger').optional(),
  accessibility_label: chars(75).optional(),
});

const overflow = z.strictObject({ type: z.literal('overflow'), ...common, options: options(5) });

const select = {
  ...common,
  ...placeholder,
  options: options(100).optional(),
  option_groups: groups,
};
const staticSelect = z.strictObject({
  type: z.literal('static_select'),
  ...select,
  initial_option: option.optional(),
});
const multiStaticSelect = z.strictObject({
  type: z.literal('multi_static_select'),
  ...select,
  initial_options: z.array(option).optional(),
  max_selected_items: z.number().int().min(1).optional(),
});
const usersSelect = z.strictObject({
  type: z.literal('users_select'),
  ...common,
  ...placeholder,
  initial_user: z.string().optional(),
});
const conversationsSelect = z.strictObject({
  type: z.enum(['conversations_select', 'channels_select']),
  ...common,
  ...placeholder,
  initial_conversation: z.string().optional(),
  initial_channel: z.string().optional(),
  default_to_current_conversation: z.boolean().optional(),
  response_url_enabled: z.boolean().optional(),
  filter: z.looseObject({}).optional(),
});
const datepicker = z.strictObject({
  type: z.literal('datepicker'),
  ...common,
  ...placeholder,
  initial_date: z.iso.date().optional(),
});
const timepicker = z.strictObject({
  type: z.literal('timepicker'),
  ...common,
  ...placeholder,
  initial_time: z.string().optional(),
  timezone: z.string().optional(),
});
const checkboxes = z.strictObject({
  type: z.literal('checkboxes'),
  ...common,
  options: options(10),
  initial_options: z.array(option).optional(),
});
const radioButtons = z.strictObject({
  type: z.literal('radio_buttons'),
  ...common,
  options: options(10),
  initial_option: option.optional(),
});
export const image = z.strictObject({
  type: z.literal('image'),
  image_url: chars(3000),
  alt_text: chars(2000),
});

const dispatch = {
  dispatch_action_config: z.looseObject({}).optional(),
  initial_value: z.string().optional(),
};
const plainTextInput = z.strictObject({
  type: z.enum(['plain_text_input', 'email_text_input', 'url_text_input']),
  ...common,
  ...placeholder,
  ...dispatch,
  multiline: z.boolean().optional(),
  min_length: z.number().int().max(3000).optional(),
  max_length: z.number().int().min(1).max(3000).optional(),
});
const numberInput = z.strictObject({
  type: z.literal('number_input'),
  ...common,
  ...placeholder,
  ...dispatch,
  is_decimal_allowed: z.boolean(),
  min_value: z.string().optional(),
  max_value: z.string().optional(),
});

const interactive = [
  button,
  overflow,
  staticSelect,
  multiStaticSelect,
  usersSelect,
  conversationsSelect,
  datepicker,
  timepicker,
  checkboxes,
  radioButtons,
] as const;
export const interactiveElement = z.discriminatedUnion('type', [...interactive]);
export type InteractiveElement = z.infer<typeof interactiveElement>;

export const accessory = z.discriminatedUnion('type', [...interactive, image]);
export const inputElement = z.discriminatedUnion('type', [
  plainTextInput,
  numberInput,
  staticSelect,
  multiStaticSelect,
  usersSelect,
  conversationsSelect,
  datepicker,
  timepicker,
  checkboxes,
  radioButtons,
]);
export type InputElement = z.infer<typeof inputElement>;
export const contextElement = z.discriminatedUnion('type', [
  image,
  plainText(3000),
  z.strictObject({ type: z.literal('mrkdwn'), text: chars(3000), verbatim: z.boolean().optional() }),
]);
