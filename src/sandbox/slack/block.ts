// Block Kit blocks: what the simulated Slack accepts, with the limits of the real one.
// Limits: docs.slack.dev/reference/block-kit/blocks, @slack/types 3.2 doc comments.
import { z } from 'zod';
import * as part from './element.ts';
import { refuse } from './refusal.ts';

const named = { block_id: part.id.optional() };
const atMost = (max: number) => `no more than ${max} items allowed`;

const section = z
  .strictObject({
    type: z.literal('section'),
    ...named,
    text: part.anyText(3000).optional(),
    fields: z.array(part.anyText(2000)).min(1).max(10, atMost(10)).optional(),
    accessory: part.accessory.optional(),
    expand: z.boolean().optional(),
  })
  .refine((block) => block.text || block.fields, 'missing required field: text or fields');
const header = z.strictObject({ type: z.literal('header'), ...named, text: part.plainText(150) });
const divider = z.strictObject({ type: z.literal('divider'), ...named });
const image = z.strictObject({
  ...part.image.shape,
  ...named,
  title: part.plainText(2000).optional(),
});
const context = z.strictObject({
  type: z.literal('context'),
  ...named,
  elements: z.array(part.contextElement).min(1).max(10, atMost(10)),
});
const actions = z.strictObject({
  type: z.literal('actions'),
  ...named,
  elements: z.array(part.interactiveElement).min(1).max(25, atMost(25)),
});
const input = z.strictObject({
  type: z.literal('input'),
  ...named,
  label: part.plainText(2000),
  element: part.inputElement,
  hint: part.plainText(2000).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
});
const markdown = z.strictObject({
  type: z.literal('markdown'),
  ...named,
  text: z.string().min(1).max(12_000, 'must be less than 12001 characters'),
});
const cell = z.strictObject({ type: z.literal('raw_text'), text: z.string() });
const table = z.strictObject({
  type: z.literal('table'),
  ...named,
  rows: z
    .array(z.array(cell).min(1).max(20, atMost(20)))
    .min(1)
    .max(100, atMost(100)),
  column_settings: z.array(z.looseObject({})).max(20).optional(),
});

const block = z.discriminatedUnion(
  'type',
  [section, header, divider, image, context, actions, input, markdown, table],
  { error: (issue) => `unsupported type: ${typeOf(issue.input)}` },
);

const kept = { block_id: part.id };
const stored = z.discriminatedUnion('type', [
  section.safeExtend(kept),
  header.extend(kept),
  divider.extend(kept),
  image.extend(kept),
  context.extend(kept),
  actions.extend(kept),
  input.extend(kept),
  markdown.extend(kept),
  table.extend(kept),
]);
/** A block as kept: it always has a block id, and its elements action ids. */
export const storedBlocks = z.array(stored);
export type Block = z.infer<typeof stored>;

function typeOf(value: unknown): string {
  const shape = z.object({ type: z.string() }).safeParse(value);
  return shape.success ? shape.data.type : 'none';
}

/**
 * Checks `blocks` (JSON text or already parsed) and gives every block and element its id.
 * Refuses with `invalid_blocks` and one message per problem, `[json-pointer:/...]` included, or
 * `invalid_blocks_format` where it is no list at all.
 */
export function checkBlocks(
  value: unknown,
  where: { readonly max: number; readonly newId: (letter: string) => string; readonly input: boolean },
): Block[] {
  const list = z.array(z.unknown()).safeParse(fromJson(value));
  if (!list.success) refuse('invalid_blocks_format');
  const problems: string[] = [];
  if (list.data.length > where.max) problems.push(`${atMost(where.max)} [json-pointer:/blocks]`);
  const checked = z.array(block).safeParse(list.data);
  if (!checked.success) {
    for (const issue of checked.error.issues)
      problems.push(`${issue.message} [json-pointer:/blocks/${issue.path.map(String).join('/')}]`);
  }
  const blocks = (checked.data ?? []).map((item) => withIds(item, where.newId));
  problems.push(...sameIds(blocks));
  if (!where.input && blocks.some((item) => item.type === 'input' && item.element.type === 'number_input'))
    problems.push('number_input is not allowed in messages [json-pointer:/blocks]');
  if (problems.length > 0)
    refuse('invalid_blocks', {
      errors: problems,
      response_metadata: { messages: problems.map((problem) => `[ERROR] ${problem}`) },
    });
  return storedBlocks.parse(blocks);
}

function withIds(item: z.infer<typeof block>, newId: (letter: string) => string): z.infer<typeof block> {
  const block_id = item.block_id ?? newId('b').slice(2).toLowerCase();
  const action_id = () => newId('a').slice(2).toLowerCase();
  if (item.type === 'actions')
    return {
      ...item,
      block_id,
      elements: item.elements.map((element) => ({ ...element, action_id: element.action_id ?? action_id() })),
    };
  if (item.type === 'input')
    return {
      ...item,
      block_id,
      element: { ...item.element, action_id: item.element.action_id ?? action_id() },
    };
  if (item.type === 'section' && item.accessory && item.accessory.type !== 'image')
    return {
      ...item,
      block_id,
      accessory: { ...item.accessory, action_id: item.accessory.action_id ?? action_id() },
    };
  return { ...item, block_id };
}

function sameIds(blocks: readonly z.infer<typeof block>[]): string[] {
  const problems: string[] = [];
  const seen = new Set<string>();
  blocks.forEach((item, index) => {
    const name = item.block_id ?? '';
    if (seen.has(name))
      problems.push(`block_id "${name}" already exists [json-pointer:/blocks/${index}/block_id]`);
    seen.add(name);
    if (item.type !== 'actions') return;
    const actionIds = item.elements.map((element) => element.action_id);
    if (new Set(actionIds).size < actionIds.length)
      problems.push(`\`action_id\` already exists for this block [json-pointer:/blocks/${index}/elements]`);
  });
  return problems;
}

/** Form bodies carry lists and objects as JSON text. */
export function fromJson(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
