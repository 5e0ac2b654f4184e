// The graph of a journey: whom it takes in, the steps it goes through with them, and what it is to achieve.
import { z } from 'zod';
import { adviceCodes } from '#advise/advice.ts';
import { ruleTree } from '#advise/rule/rule-tree.ts';
import { duration } from './duration.ts';
import { words } from './words.ts';

export const journeyKinds = ['contact', 'lead', 'company', 'deal'] as const;
export type JourneyKind = (typeof journeyKinds)[number];

/** Most nodes of a journey, and most ways out of one of them. */
export const mostNodes = 100;
const mostArms = 20;

const nodeId = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'is not a name of small letters, digits and _');
const next = { next: nodeId };
/** `dryRun`: the step is gone through and shown in the trace, and nothing is done outside. */
const acting = { ...next, dryRun: z.boolean().optional() };
const place = z.union([
  z.enum(['manager', 'owner', 'channel']),
  z.strictObject({ channel: z.string().min(1).max(80) }),
]);

const nodes = {
  /** Advice with an alert: shown in the card, sent to whom alerts of that record go, and answered by a button. */
  alert: z.strictObject({
    kind: z.literal('alert'),
    code: z.enum(adviceCodes),
    title: words,
    why: words,
    /** One live alert of the same situation is enough, whichever journey told it; the journey's own unless given. */
    situation: z.string().min(1).max(80).optional(),
    ...acting,
  }),
  /** A task in the CRM; `owner`: the record's own, or a CRM user's id. */
  task: z.strictObject({
    kind: z.literal('task'),
    title: words,
    body: words,
    dueDays: z.number().int().min(0).max(90),
    owner: z.union([z.literal('record'), z.strictObject({ id: z.string().min(1).max(80) })]),
    ...acting,
  }),
  chat: z.strictObject({ kind: z.literal('chat'), to: place, text: words, ...acting }),
  /** A draft in a task of the record's owner: a person reads it and sends it, or does not. */
  mail: z.strictObject({
    kind: z.literal('mail'),
    subject: words,
    body: words,
    dueDays: z.number().int().min(0).max(90),
    ...acting,
  }),
  /** Fields of the CRM record; `{now}` as a value is the moment of the step. */
  field: z.strictObject({
    kind: z.literal('field'),
    set: z
      .record(z.string().min(1).max(200), z.string().max(2_000))
      .refine((set) => Object.keys(set).length >= 1 && Object.keys(set).length <= 20, 'sets 1 to 20 fields'),
    ...acting,
  }),
  /** A signed request to another system. */
  hook: z.strictObject({
    kind: z.literal('hook'),
    url: z.url({ protocol: /^https$/ }).max(1_000),
    ...acting,
  }),
  wait: z.strictObject({ kind: z.literal('wait'), for: duration, ...next }),
  until: z.strictObject({
    kind: z.literal('until'),
    when: ruleTree,
    atMost: duration,
    late: nodeId,
    ...next,
  }),
  event: z.strictObject({
    kind: z.literal('event'),
    event: z.string().min(1).max(200),
    atMost: duration,
    late: nodeId,
    ...next,
  }),
  /** The first arm whose rule is true; what is not known is not true. */
  branch: z.strictObject({
    kind: z.literal('branch'),
    arms: z
      .array(z.strictObject({ when: ruleTree, ...next }))
      .min(1)
      .max(mostArms),
    otherwise: nodeId,
  }),
  /** By chance, but always the same for the same customer. */
  split: z.strictObject({
    kind: z.literal('split'),
    arms: z
      .array(
        z.strictObject({
          name: z.string().min(1).max(80),
          weight: z.number().int().min(1).max(1_000),
          ...next,
        }),
      )
      .min(2)
      .max(mostArms),
  }),
  /** Waits for an answer to the last alert; when nobody answers, tells somebody else and goes on at `late`. */
  escalate: z.strictObject({
    kind: z.literal('escalate'),
    after: duration,
    to: place,
    text: words,
    late: nodeId,
    ...acting,
  }),
  /** Goes on only when a person says yes in time. */
  approve: z.strictObject({
    kind: z.literal('approve'),
    ask: words,
    atMost: duration,
    refused: nodeId,
    ...next,
  }),
  /** The steps are through; whether it helped is what the goal measures. */
  goal: z.strictObject({ kind: z.literal('goal') }),
  exit: z.strictObject({ kind: z.literal('exit') }),
} as const;

const node = z.discriminatedUnion('kind', [
  nodes.alert,
  nodes.task,
  nodes.chat,
  nodes.mail,
  nodes.field,
  nodes.hook,
  nodes.wait,
  nodes.until,
  nodes.event,
  nodes.branch,
  nodes.split,
  nodes.escalate,
  nodes.approve,
  nodes.goal,
  nodes.exit,
]);
export type JourneyNode = z.infer<typeof node>;
export type NodeKind = JourneyNode['kind'];
export type JourneyRule = z.infer<typeof ruleTree>;
export type Place = z.infer<typeof place>;

export const journeyGraph = z.strictObject({
  version: z.literal(1),
  kind: z.enum(journeyKinds),
  /** Who comes in: the rule must be true; what is not known is not true. */
  enter: ruleTree,
  /** Null: once in a lifetime. Else again, so long after the last time it came in, if the rule still is true. */
  again: duration.nullable(),
  /** Once this is true, nothing more is done. */
  leave: ruleTree.nullable(),
  goal: z.strictObject({
    when: ruleTree,
    /** How long after coming in it is measured. */
    within: duration,
    /** `ever`: true at one moment is enough, and ends the journey. `end`: true when the time is over. */
    at: z.enum(['ever', 'end']),
  }),
  /** Share of those who would come in for whom nothing is done, so that one sees what would have happened anyway. */
  holdout: z.number().min(0).max(0.5).default(0.2),
  start: nodeId,
  nodes: z
    .record(nodeId, node)
    .refine(
      (all) => Object.keys(all).length >= 1 && Object.keys(all).length <= mostNodes,
      'has 1 to 100 steps',
    ),
});
export type JourneyGraph = z.infer<typeof journeyGraph>;

/** The ways out of a node, in the order in which they stand. */
export function waysOut(one: JourneyNode): readonly string[] {
  switch (one.kind) {
    case 'branch':
      return [...one.arms.map((arm) => arm.next), one.otherwise];
    case 'split':
      return one.arms.map((arm) => arm.next);
    case 'until':
    case 'event':
    case 'escalate':
      return [one.next, one.late];
    case 'approve':
      return [one.next, one.refused];
    case 'goal':
    case 'exit':
      return [];
    default:
      return [one.next];
  }
}

/** Every rule of the graph, with the node it stands in; `enter`, `leave` and `goal` for the journey's own. */
export function treesOf(graph: JourneyGraph): { readonly at: string; readonly tree: JourneyRule }[] {
  const own = [
    { at: 'enter', tree: graph.enter },
    ...(graph.leave === null ? [] : [{ at: 'leave', tree: graph.leave }]),
    { at: 'goal', tree: graph.goal.when },
  ];
  const inNodes = Object.entries(graph.nodes).flatMap(([at, node]) => {
    if (node.kind === 'until') return [{ at, tree: node.when }];
    return node.kind === 'branch' ? node.arms.map((arm) => ({ at, tree: arm.when })) : [];
  });
  return [...own, ...inNodes];
}

/** Steps that interrupt a person: they are capped, and wait for working hours. */
const interrupting: readonly NodeKind[] = ['alert', 'task', 'chat', 'mail'];
export function interrupts({ kind }: JourneyNode): boolean {
  return interrupting.includes(kind);
}
