// The step function of journeys: from where a run is, as far as it goes now; what it does, and what it waits for then.
import type { GroupTrace } from '#advise/rule/explain.ts';
import { fallOn, lot } from './chance.ts';
import { after } from './duration.ts';
import { effectOf } from './effect-of.ts';
import { interrupts, type JourneyGraph, type JourneyNode, type JourneyRule } from './journey-graph.ts';
import type { RunState, WaitKind } from './journey-run.ts';
import type { Because, Decision, Step, StepRuling } from './step.ts';

export type Walk = {
  readonly graph: JourneyGraph;
  readonly run: RunState;
  readonly now: Date;
  /** The subject is archived, erased or merged away. */
  readonly gone: boolean;
  /** Whole journey, or whole tenant, in dry run. */
  readonly dry: boolean;
  readonly ask: (rule: JourneyRule) => GroupTrace;
  /** When this event was last seen of the subject. */
  readonly lastEvent: (name: string) => Date | null;
  /** The run's last advice was taken or closed by somebody. */
  readonly answered: boolean;
  readonly may: (node: JourneyNode) => StepRuling;
};

export type Walked = { readonly run: RunState; readonly steps: readonly Step[] };

/** More steps at one time than any checked graph has ways. */
const mostSteps = 200;

export function advance(walk: Walk): Walked {
  const steps: Step[] = [];
  let run = walk.run;
  let told = false;
  const over = overBefore(walk);
  if (over !== null) return { run: ended(run, over), steps: [over] };
  while (steps.length < mostSteps) {
    const node = walk.graph.nodes[run.node];
    // An answer was to the alert before this one.
    const seen: Walk = told ? { ...walk, answered: false } : walk;
    const step: Step | null = node === undefined ? lost(run) : stepAt(seen, run, node);
    told ||= step?.effect?.kind === 'alert';
    if (step === null) return { run, steps };
    steps.push(step);
    run = { ...run, seq: run.seq + 1 };
    const { decision } = step;
    if (decision.say === 'end') return { run: ended(run, step), steps };
    if (decision.say === 'wait') {
      const waits = waitAt(run, node, decision, walk.now);
      return {
        run: { ...run, waits, wakeAt: decision.until === null ? null : new Date(decision.until) },
        steps,
      };
    }
    run = { ...run, node: decision.next, waits: null, wakeAt: null, approval: null };
  }
  const step = lost(run);
  return { run: ended(run, step), steps: [...steps, step] };
}

/** Before any step: the record may be gone, the goal reached, or the rule for leaving true. */
function overBefore({ graph, run, gone, ask }: Walk): Step | null {
  const at = { seq: run.seq, node: run.node, effect: null, dry: false };
  if (gone)
    return { ...at, kind: 'leave_rule', decision: { say: 'end', status: 'gone', because: { code: 'gone' } } };
  if (graph.goal.at === 'ever') {
    const trace = ask(graph.goal.when);
    const because: Because = { code: 'goal', traces: [trace] };
    if (trace.result === true)
      return { ...at, kind: 'goal_rule', decision: { say: 'end', status: 'goal', because } };
  }
  if (graph.leave === null) return null;
  const trace = ask(graph.leave);
  if (trace.result !== true) return null;
  const because: Because = { code: 'leave', traces: [trace] };
  return { ...at, kind: 'leave_rule', decision: { say: 'end', status: 'left', because } };
}

function ended(run: RunState, { decision }: Step): RunState {
  const status = decision.say === 'end' ? decision.status : run.status;
  return { ...run, status, waits: null, wakeAt: null };
}

/** A version that was checked never comes here; one whose catalogue of fields has changed might. */
function lost(run: RunState): Step {
  const decision: Decision = { say: 'end', status: 'stuck', because: { code: 'no_end' } };
  return { seq: run.seq, node: run.node, kind: 'exit', decision, effect: null, dry: false };
}

const waitsOf: Readonly<Partial<Record<JourneyNode['kind'], WaitKind>>> = {
  wait: 'time',
  until: 'until',
  event: 'event',
  escalate: 'answer',
  approve: 'approval',
};

/** A wait that the guard prolongs began when it began: an escalation does not wait for its answer all over again. */
function waitAt(
  run: RunState,
  node: JourneyNode | undefined,
  { because }: Decision,
  now: Date,
): RunState['waits'] {
  const own = waitsOf[node?.kind ?? 'exit'];
  const held = because.code !== 'step';
  if (held && own !== undefined && run.waits !== null && run.waits.for !== 'guard') return run.waits;
  return {
    for: held ? 'guard' : (own ?? 'guard'),
    since: now,
    event: node?.kind === 'event' ? node.event : null,
  };
}

/** The step at a node; null when it still waits there and nothing has happened. */
function stepAt(walk: Walk, run: RunState, node: JourneyNode): Step | null {
  const decision = decide(walk, run, node);
  if (decision === null) return null;
  const effect = effectOf(node, decision, run);
  return {
    seq: run.seq,
    node: run.node,
    kind: node.kind,
    decision,
    effect,
    dry: effect !== null && isDry(node, walk.dry),
  };
}

/** `all`: the whole journey, or the whole tenant, is in dry run. */
export function isDry(node: JourneyNode, all: boolean): boolean {
  return all || ('dryRun' in node && node.dryRun === true);
}

function decide(walk: Walk, run: RunState, node: JourneyNode): Decision | null {
  switch (node.kind) {
    case 'goal':
      return { say: 'end', status: 'done', because: { code: 'step' } };
    case 'exit':
      return { say: 'end', status: 'exited', because: { code: 'step' } };
    case 'branch':
      return branch(walk, node);
    case 'split': {
      const arm = fallOn(node.arms, lot(run.journey, run.subject, run.node));
      return { say: 'go', next: arm?.next ?? run.node, because: { code: 'lot', detail: arm?.name ?? '' } };
    }
    case 'wait':
    case 'until':
    case 'event':
    case 'escalate':
    case 'approve':
      return waited(walk, run, node);
    default:
      return act(walk, node);
  }
}

function act(walk: Walk, node: Extract<JourneyNode, { next: string }>): Decision {
  const ruling = interrupts(node) ? walk.may(node) : { say: 'go' as const };
  if (ruling.say === 'wait')
    return { say: 'wait', until: ruling.until.toISOString(), because: { code: ruling.because } };
  return { say: 'go', next: node.next, because: { code: 'step' } };
}

function branch(walk: Walk, node: Extract<JourneyNode, { kind: 'branch' }>): Decision {
  const traces: GroupTrace[] = [];
  for (const { when, next } of node.arms) {
    const trace = walk.ask(when);
    traces.push(trace);
    if (trace.result === true) return { say: 'go', next, because: { code: 'rule', traces } };
  }
  return { say: 'go', next: node.otherwise, because: { code: 'otherwise', traces } };
}

type Waiting = Extract<JourneyNode, { kind: 'wait' | 'until' | 'event' | 'escalate' | 'approve' }>;

/** A wait that is begun, that goes on (null), or that is over. */
function waited(walk: Walk, run: RunState, node: Waiting): Decision | null {
  // Whoever waits for working hours to be asked was not asked yet.
  const isHere = run.waits !== null && run.waits.for !== 'guard';
  if (!isHere && node.kind === 'approve') {
    const ruling = walk.may(node);
    if (ruling.say === 'wait')
      return { say: 'wait', until: ruling.until.toISOString(), because: { code: ruling.because } };
  }
  const since = isHere ? (run.waits?.since ?? walk.now) : walk.now;
  const happened = over(walk, run, node, since);
  if (happened !== null) return happened;
  const until = after(
    since,
    node.kind === 'wait' ? node.for : node.kind === 'escalate' ? node.after : node.atMost,
  );
  if (until > walk.now)
    return isHere ? null : { say: 'wait', until: until.toISOString(), because: { code: 'step' } };
  return tooLate(walk, node);
}

function tooLate(walk: Walk, node: Waiting): Decision {
  switch (node.kind) {
    case 'wait':
      return { say: 'go', next: node.next, because: { code: 'time' } };
    case 'approve':
      return { say: 'go', next: node.refused, because: { code: 'late' } };
    case 'escalate': {
      const ruling = walk.may(node);
      if (ruling.say === 'wait')
        return { say: 'wait', until: ruling.until.toISOString(), because: { code: ruling.because } };
      return { say: 'go', next: node.late, because: { code: 'unanswered' } };
    }
    default:
      return { say: 'go', next: node.late, because: { code: 'late' } };
  }
}

function over(walk: Walk, run: RunState, node: Waiting, since: Date): Decision | null {
  switch (node.kind) {
    case 'wait':
      return null;
    case 'until': {
      const trace = walk.ask(node.when);
      if (trace.result !== true) return null;
      return { say: 'go', next: node.next, because: { code: 'rule', traces: [trace] } };
    }
    case 'event': {
      const last = walk.lastEvent(node.event);
      if (last === null || last <= since) return null;
      return { say: 'go', next: node.next, because: { code: 'event', detail: last.toISOString() } };
    }
    case 'escalate':
      return walk.answered ? { say: 'go', next: node.next, because: { code: 'answered' } } : null;
    case 'approve':
      if (run.approval === null) return null;
      return run.approval === 'yes'
        ? { say: 'go', next: node.next, because: { code: 'approved' } }
        : { say: 'go', next: node.refused, because: { code: 'refused' } };
  }
}
