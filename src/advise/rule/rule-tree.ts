// A rule tree: conditions on fields under and, or, not, in the shape of react-querybuilder; limited, and read strictly.
import { z } from 'zod';
import { operators } from './operator.ts';

/** Raised when a tree that was kept earlier would no longer mean the same. */
export const treeVersion = 1;
export const mostDepth = 8;
export const mostLeaves = 100;
const mostList = 100;
const mostText = 300;

const plainText = z
  .string()
  .max(mostText)
  .refine((text) => text.isWellFormed() && !text.includes('\0'), 'holds signs that no text may hold');
const scalar = z.union([plainText, z.number(), z.boolean()]);

/** What react-querybuilder adds for itself; it is taken and forgotten. */
const editor = { id: z.string().max(100).optional(), path: z.array(z.number()).optional() };

const leaf = z.strictObject({
  ...editor,
  /** A reference to a field: `score`, `property:plan`, `events:Logged In@28`. */
  field: plainText.min(1),
  operator: z.enum(operators),
  /** One value, two for `between`, a list for `in`; of dates ISO 8601, of times of day `HH:MM`; none for `null`. */
  value: z.union([scalar, z.array(scalar).max(mostList)]).optional(),
  /** `field`: the value is a reference to another field of the same type. */
  valueSource: z.enum(['value', 'field']).optional(),
  /** Only with a number from another field: so many times that field. */
  times: z.number().min(-1e9).max(1e9).optional(),
  /** What the condition counts as while its field is not known; `hold` (the default): not known. */
  ifUnknown: z.union([z.boolean(), z.literal('hold')]).optional(),
});

/** A tree as it comes in; `readTree` makes a `Group` of it. */
type TreeInput = {
  id?: string | undefined;
  path?: number[] | undefined;
  combinator: 'and' | 'or';
  not?: boolean | undefined;
  rules: (z.infer<typeof leaf> | TreeInput)[];
};

export const ruleTree: z.ZodType<TreeInput, TreeInput> = z
  .strictObject({
    ...editor,
    combinator: z.enum(['and', 'or']),
    not: z.boolean().optional(),
    rules: z.array(z.union([leaf, z.lazy(() => ruleTree)])).max(mostLeaves),
  })
  .meta({ id: 'RuleTree' });

export type Scalar = string | number | boolean;

/** One condition. */
export type Leaf = {
  readonly field: string;
  readonly operator: (typeof operators)[number];
  readonly value?: Scalar | readonly Scalar[];
  readonly valueSource?: 'value' | 'field';
  readonly times?: number;
  readonly ifUnknown?: boolean | 'hold';
};

/** Conditions together; an empty group is true under `and`, false under `or`. */
export type Group = {
  readonly combinator: 'and' | 'or';
  readonly not?: boolean;
  readonly rules: readonly (Group | Leaf)[];
};

export function isGroup(node: Group | Leaf): node is Group {
  return 'rules' in node;
}

/** Every leaf with its place, as in `rules.0.rules.2`. */
export function leavesOf(tree: Group, under = ''): { readonly leaf: Leaf; readonly at: string }[] {
  return tree.rules.flatMap((node, index) => {
    const at = `${under}${under === '' ? '' : '.'}rules.${index}`;
    return isGroup(node) ? leavesOf(node, at) : [{ leaf: node, at }];
  });
}
