// A customer's ways through a journey as they would have been: when it would have come in, and what would have been done.
import { advance } from '#advise/journey/advance.ts';
import { lot } from '#advise/journey/chance.ts';
import { msOf } from '#advise/journey/duration.ts';
import { type JourneyGraph, type JourneyRule, treesOf } from '#advise/journey/journey-graph.ts';
import type { RunState } from '#advise/journey/journey-run.ts';
import type { Step } from '#advise/journey/step.ts';
import { type Ask, compileRule } from '#advise/rule/compile-rule.ts';
import { readTree } from '#advise/rule/read-tree.ts';
import { needsOf } from '#advise/rule/rule-needs.ts';
import type { Group } from '#advise/rule/rule-tree.ts';
import type { Truth } from '#advise/rule/truth.ts';
import { dayMs } from '#analyze/field/day-counter.ts';
import type { Facts } from '#analyze/field/facts.ts';
import { lazyFacts } from '#analyze/field/lazy-facts.ts';
import { endOf, firstDay, type Span, type Watched } from '#learn/backtest/alert-days.ts';
import type { PastSubject } from '#learn/backtest/past-subject.ts';

/** A step that was gone, with the day on which it would have been. */
export type PastStep = { readonly day: number; readonly step: Step };
export type PastWay = Watched & {
  /** In the holdout: it would have come in, and nothing would have been done. */
  readonly held: boolean;
  readonly steps: readonly PastStep[];
  /** Whether it would still be on the way on the last day. */
  readonly onTheWay: boolean;
};

/** The trees of a graph in their plain form, and everything that they and its steps ask for. */
export function pastNeeds(graph: JourneyGraph): { readonly trees: readonly Group[] } {
  const trees = treesOf(graph).flatMap(({ tree }) => readTree(tree, graph.kind).tree ?? []);
  const events = Object.values(graph.nodes).flatMap((node) => (node.kind === 'event' ? [node.event] : []));
  const asked = events.map(
    (event): Group => ({
      ...{ combinator: 'and', not: false },
      rules: [{ field: sinceEvent(event), operator: '>=', value: 0 }],
    }),
  );
  return { trees: [...trees, ...asked] };
}

const sinceEvent = (event: string) => `days_since.event:${event}`;

/**
 * Every day is looked at when it ends. Where a person would be asked, nobody answers an alert, and whoever must approve
 * says yes on the next day: that is the most that a journey can do. Hours, holidays and caps are not asked.
 */
export function openPast(graph: JourneyGraph, journey: string, span: Span, zone: string) {
  const read = lazyFacts(needsOf(pastNeeds(graph).trees).references, zone);
  const asks = new Map<JourneyRule, Ask>();
  for (const { tree } of treesOf(graph)) {
    const plain = readTree(tree, graph.kind).tree;
    if (plain !== null) asks.set(tree, compileRule(plain));
  }
  const again = graph.again === null ? Number.POSITIVE_INFINITY : msOf(graph.again) / dayMs;
  const measured = msOf(graph.goal.within) / dayMs;

  /** One held out is on its way until its goal is measured. */
  const mayComeIn = (day: number, before: number | undefined, held: boolean) =>
    before === undefined || (day - before >= again && !(held && day - before < measured));

  return (past: PastSubject, until: number): PastWay => {
    const held = lot('holdout', journey, past.subject) < graph.holdout;
    const steps: PastStep[] = [];
    const alerts: number[] = [];
    const sum = { unknown: 0, asked: 0, holds: false };
    let run: RunState | null = null;
    const last = Math.min(span.to, until);
    for (let day = firstDay(past.timeline, span); day <= last; day += 1) {
      const facts = read(past.timeline, endOf(day));
      const truth = asks.get(graph.enter)?.(facts) ?? null;
      sum.asked += 1;
      if (truth === null) sum.unknown += 1;
      sum.holds = truth === true && day === span.to;
      if (truth === true && run === null && mayComeIn(day, alerts.at(-1), held)) {
        alerts.push(day);
        if (!held) run = begun(graph, journey, past.subject, day);
      }
      if (run === null) continue;
      const walked = walkOn(graph, run, day, facts, asks);
      steps.push(...walked.steps.map((step) => ({ day, step })));
      run = walked.run;
    }
    return { alerts, ...sum, held, steps, onTheWay: run !== null && last === span.to };
  };
}

function begun({ start }: JourneyGraph, journey: string, subject: string, day: number): RunState {
  return {
    ...{ id: '0', journey, version: 0, subject, status: 'live', node: start, waits: null, wakeAt: null },
    ...{ seq: 0, advice: null, approval: null, enteredAt: new Date(endOf(day)) },
  };
}

function walkOn(
  graph: JourneyGraph,
  run: RunState,
  day: number,
  facts: Facts,
  asks: ReadonlyMap<JourneyRule, Ask>,
): { readonly run: RunState | null; readonly steps: readonly Step[] } {
  const now = new Date(endOf(day));
  const traceOf = (result: Truth) => ({ combinator: 'and', not: false, result, rules: [] }) as const;
  const walked = advance({
    ...{ graph, run, now, gone: false, dry: false, answered: false },
    ask: (rule) => traceOf(asks.get(rule)?.(facts) ?? null),
    lastEvent: (name) => {
      const days = facts[sinceEvent(name)];
      return typeof days === 'number' ? new Date(endOf(day - days)) : null;
    },
    may: () => ({ say: 'go' }),
  });
  if (walked.run.status !== 'live') return { run: null, steps: walked.steps };
  const isAsked = walked.run.waits?.for === 'approval';
  return { run: isAsked ? { ...walked.run, approval: 'yes' } : walked.run, steps: walked.steps };
}
