// One run in a walk: it is measured, goes on as far as it can, and what its steps do is put down.
import type { NewAction } from '#act/action.ts';
import { ruleOnStep, zoneOf } from '#act/guard.ts';
import { actOn, ownerOf } from '#act/journey-effects.ts';
import { advance, isDry } from '#advise/journey/advance.ts';
import type { Asking } from '#advise/journey/asking.ts';
import { interrupts, type JourneyGraph } from '#advise/journey/journey-graph.ts';
import { measure } from '#advise/journey/measure.ts';
import { graphKey } from '#advise/journey/run-graph.ts';
import type { Step } from '#advise/journey/step.ts';
import { type Circle, isGone } from '#analyze/circle.ts';
import type { KeptRun, KeptStep } from '#ports/journeys.ts';
import type { TenantStore } from '#ports/store.ts';
import { note, type Scene } from './walk-scene.ts';

type Gone = {
  readonly run: KeptRun;
  readonly steps: readonly KeptStep[];
  readonly actions: readonly NewAction[];
};

/** Of somebody who is no more nothing is known. */
const nobody: Asking = {
  ask: () => ({ combinator: 'and', not: false, result: null, rules: [] }),
  lastEvent: () => null,
};

export async function goOn(rows: TenantStore, scene: Scene, run: KeptRun): Promise<Gone> {
  const { now } = scene;
  const graph = scene.graphs.get(graphKey(run));
  const circle = scene.circles.get(run.subject) ?? null;
  if (graph === undefined) throw new TypeError(`run ${run.id} has no version ${run.version}`);
  const gone = circle === null || isGone(circle.twin);
  const { ask, lastEvent } = circle === null ? nobody : scene.asking(circle, graph);
  const measured = measuredOf(run, graph, gone, now, ask);
  if (run.status !== 'live') return { run: measured, steps: [], actions: [] };
  const owner = circle === null ? null : ownerOf(circle.twin);
  const dry = scene.settings.dryRun || (scene.journeys.get(run.journey)?.dryRun ?? false);
  // What this run has just decided to do counts for its next step too.
  const own: Date[] = [];
  const walked = advance({
    ...{ graph, run, now, gone, ask, dry },
    lastEvent,
    answered: run.advice !== null && !scene.open.has(run.advice),
    may(node) {
      const ruling = mayInterrupt(scene, run, owner, own);
      if (ruling.say === 'go' && !isDry(node, dry)) own.push(now);
      return ruling;
    },
  });
  const taken =
    circle === null ? toldOnly(walked.steps, run, now) : await take(rows, scene, run, circle, walked.steps);
  const { status, node, waits, wakeAt, seq, approval } = walked.run;
  const ended = status === 'live' ? {} : { endedAt: now };
  const { advice, steps, actions } = taken;
  return {
    run: { ...measured, status, node, waits, wakeAt, seq, approval, advice, ...ended },
    steps,
    actions,
  };
}

type Taken = Pick<Gone, 'steps' | 'actions'> & { readonly advice: string | null };

function toldOnly(walked: readonly Step[], { id, subject, advice }: KeptRun, at: Date): Taken {
  const steps = walked.map((step) => ({
    ...step,
    run: id,
    subject,
    how: null,
    owner: null,
    interrupted: false,
    at,
  }));
  return { steps, actions: [], advice };
}

async function take(
  rows: TenantStore,
  scene: Scene,
  run: KeptRun,
  circle: Circle,
  walked: readonly Step[],
): Promise<Taken> {
  const owner = ownerOf(circle.twin);
  const graph = scene.graphs.get(graphKey(run));
  const [steps, actions]: [KeptStep[], NewAction[]] = [[], []];
  let { advice } = run;
  for (const step of walked) {
    const acted = await actFor(rows, scene, run, circle, step);
    actions.push(...(acted?.actions ?? []));
    advice = acted?.advice ?? advice;
    const how = step.dry ? 'dry' : (acted?.how ?? null);
    const interrupted = how === 'done' && graph !== undefined && isInterrupting(graph, step);
    if (interrupted) note(scene, run.subject, owner);
    steps.push({ ...step, run: run.id, subject: run.subject, how, owner, interrupted, at: scene.now });
  }
  return { steps, actions, advice };
}

function mayInterrupt(scene: Scene, run: KeptRun, owner: string | null, own: readonly Date[]) {
  const times = (key: string) => [...own, ...(scene.interruptions.get(key) ?? [])];
  return ruleOnStep({
    settings: scene.settings,
    zone: zoneOf(scene.settings, owner === null ? [] : [owner]),
    now: scene.now,
    customer: times(`customer:${run.subject}`),
    owner: owner === null ? [] : times(`owner:${owner}`),
  });
}

function isInterrupting({ nodes }: JourneyGraph, { node, effect }: Step): boolean {
  const at = nodes[node];
  return at !== undefined && (interrupts(at) || effect?.kind === 'chat');
}

function measuredOf(
  run: KeptRun,
  graph: JourneyGraph,
  gone: boolean,
  now: Date,
  ask: Asking['ask'],
): KeptRun {
  if (run.measureAt === null) return run;
  const { outcome, measureAt } = measure({ graph, enteredAt: run.enteredAt, gone, now, ask });
  const over = outcome === null ? {} : { outcomeAt: now };
  return { ...run, outcome, measureAt, ...over };
}

async function actFor(rows: TenantStore, scene: Scene, run: KeptRun, circle: Circle, step: Step) {
  const journey = scene.journeys.get(run.journey);
  if (step.effect === null || step.dry || journey === undefined) return null;
  return actOn(
    {
      rows,
      key: `journey/${run.journey}/${run.id}/${step.seq}`,
      ...{ journey, node: step.node, run: run.id, subject: run.subject, twin: circle.twin },
      finding: scene.findings.get(run.subject) ?? null,
      ref: scene.refs.get(run.subject) ?? null,
      ownerId: ownerOf(circle.twin),
      ...{ connections: scene.connections, settings: scene.settings, now: scene.now },
    },
    step.effect,
  );
}
