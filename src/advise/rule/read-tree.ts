// Reads a rule tree from what came in: shape, limits, fields, types; each fault names its place and what to do.
import type { z } from 'zod';
import type { SubjectKind } from '#sense/signal.ts';
import { type InWords, inWords } from '#texts/in-words.ts';
import { checkLeaf } from './check-leaf.ts';
import { type Group, type Leaf, leavesOf, mostDepth, mostLeaves, ruleTree } from './rule-tree.ts';

/** `at`: the place in the tree, such as `rules.0.value`; empty for the whole. */
export type Fault = { readonly at: string; readonly problem: InWords };
export type ReadTree =
  | { readonly tree: Group; readonly faults: null }
  | { readonly tree: null; readonly faults: readonly Fault[] };

/** The tree, in its one plain form, or everything that is wrong with it. */
export function readTree(input: unknown, kind: SubjectKind): ReadTree {
  const tooDeep = nesting(input) > mostDepth;
  if (tooDeep) return refused([{ at: '', problem: inWords('ruleFault.deep', { most: mostDepth }) }]);
  const read = ruleTree.safeParse(input);
  if (!read.success) return refused(read.error.issues.map((issue) => shapeFault(issue, input)));
  const tree = plain(read.data);
  const leaves = leavesOf(tree);
  if (leaves.length > mostLeaves)
    return refused([
      {
        at: '',
        problem: inWords('ruleFault.many', { count: leaves.length, most: mostLeaves }),
      },
    ]);
  const faults = leaves.flatMap(({ leaf, at }) =>
    checkLeaf(leaf, kind).map(({ part, problem }) => ({ at: part === '' ? at : `${at}.${part}`, problem })),
  );
  return faults.length > 0 ? refused(faults) : { tree, faults: null };
}

function refused(faults: readonly Fault[]): ReadTree {
  return { tree: null, faults };
}

/** How deep groups lie in each other, looked at without recursion: what comes in may be nested without end. */
function nesting(input: unknown): number {
  let deepest = 0;
  const open: { readonly node: unknown; readonly depth: number }[] = [{ node: input, depth: 1 }];
  for (let next = open.pop(); next !== undefined && deepest <= mostDepth; next = open.pop()) {
    const { node, depth } = next;
    if (typeof node !== 'object' || node === null || !('rules' in node) || !Array.isArray(node.rules))
      continue;
    deepest = Math.max(deepest, depth);
    for (const rule of node.rules) open.push({ node: rule, depth: depth + 1 });
  }
  return deepest;
}

type Issue = z.core.$ZodIssue;

/** A union says only that nothing fits: what the branch says that was meant is what helps. */
function shapeFault(issue: Issue, input: unknown): Fault {
  const path = issue.path.map(String);
  if (issue.code !== 'invalid_union') return { at: path.join('.'), problem: shapeProblem(issue) };
  const meant = valueAt(input, issue.path);
  const group = typeof meant === 'object' && meant !== null && 'rules' in meant;
  const inner = (group ? issue.errors[1] : issue.errors[0])?.[0];
  if (inner === undefined || typeof meant !== 'object')
    return { at: path.join('.'), problem: shapeProblem(issue) };
  const deeper = shapeFault(inner, meant);
  return { at: [...path, ...(deeper.at === '' ? [] : [deeper.at])].join('.'), problem: deeper.problem };
}

function shapeProblem(issue: Issue): InWords {
  switch (issue.code) {
    case 'unrecognized_keys':
      return inWords('ruleFault.shape.keys', { keys: issue.keys.join(', ') });
    case 'invalid_value':
      return inWords('ruleFault.shape.values', { values: issue.values.map(String).join(', ') });
    case 'invalid_type':
      return inWords('ruleFault.shape.type', { expected: issue.expected });
    case 'too_big':
      return inWords('ruleFault.shape.long', { most: String(issue.maximum) });
    case 'custom':
      return inWords('ruleFault.shape.signs');
    default:
      return inWords('ruleFault.shape.other');
  }
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.getOwnPropertyDescriptor(value, key)?.value;
  }
  return value;
}

type Input = z.infer<typeof ruleTree>;

function plain({ combinator, not, rules }: Input): Group {
  return {
    combinator,
    ...(not === true ? { not } : {}),
    rules: rules.map((node) => ('rules' in node ? plain(node) : plainLeaf(node))),
  };
}

function plainLeaf(node: Exclude<Input['rules'][number], Input>): Leaf {
  const { field, operator, value, valueSource, times, ifUnknown } = node;
  const nothing = operator === 'null' || operator === 'notNull';
  return {
    field,
    operator,
    ...(value === undefined || nothing ? {} : { value }),
    ...(valueSource === 'field' ? { valueSource } : {}),
    ...(times === undefined ? {} : { times }),
    ...(ifUnknown === undefined || ifUnknown === 'hold' ? {} : { ifUnknown }),
  };
}
