// A journey on stored history: who would have come in, how early, how often in vain, and what that would have asked of people.
import { openRulebook } from '#advise/journey/asking.ts';
import type { Effect } from '#advise/journey/effect.ts';
import type { JourneyVersion } from '#advise/journey/journey.ts';
import type { JourneyGraph } from '#advise/journey/journey-graph.ts';
import { activeRules } from '#advise/rule/active-rules.ts';
import { compileRule } from '#advise/rule/compile-rule.ts';
import { needsOf } from '#advise/rule/rule-needs.ts';
import { ruleTitle } from '#advise/rule/rule-title.ts';
import type { Group } from '#advise/rule/rule-tree.ts';
import { dayMs } from '#analyze/field/day-counter.ts';
import { lazyFacts } from '#analyze/field/lazy-facts.ts';
import { readStagnationLook } from '#analyze/stagnation/stagnation-look.ts';
import { openBacktest } from '#learn/backtest/backtest.ts';
import { namedOverlap, situationNames } from '#learn/backtest/named-overlap.ts';
import { readPastSubjects } from '#learn/backtest/past-reading.ts';
import type { JourneyBacktest, JourneyLoad } from '#learn/backtest/report.ts';
import { withProgress } from '#learn/backtest/with-progress.ts';
import { isUndecided, outcomeOf, quietDays } from '#learn/rule-desk.ts';
import type { BacktestInput } from '#ports/rule-desk.ts';
import type { Ports } from '#ports.ts';
import type { TenantId } from '#sense/tenant.ts';
import { openPast, type PastWay, pastNeeds } from './journey-past.ts';

/** `id`: the journey that the graph is a draft of, so that it is not compared with itself and lots fall as they would. */
type Tested = { readonly id: string | null; readonly graph: JourneyGraph };

/** The graph must be sound. */
export async function backtestJourney(
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  tenant: TenantId,
  { id, graph }: Tested,
  { days, outcome, horizonDays, run, told: hear }: BacktestInput,
): Promise<JourneyBacktest> {
  const { kind } = graph;
  const { settings, rules, all, journeys, look } = await store.asTenant(tenant, async (rows) => ({
    settings: (await rows.settings.read()).settings,
    rules: activeRules(await rows.rules.all()).filter((one) => one.kind === kind),
    all: await rows.journeys.all(),
    journeys: await rows.journeys.liveVersions(),
    look: await readStagnationLook(rows),
  }));
  const { timeZone, outcomes, locale } = settings;
  const today = Math.floor(clock.now().getTime() / dayMs);
  const span = { from: today - days + 1, to: today, quietDays };
  const others = [
    ...rules.map((one) => ({ id: one.id, title: ruleTitle(locale, one), when: one.when })),
    ...journeysBeside(journeys, id, graph).map((one) => ({
      ...one,
      title: all.find(({ id: its }) => its === one.id)?.name[locale] ?? one.id,
    })),
  ];
  const own = pastNeeds(graph).trees;
  const needs = needsOf([...own, ...others.map(({ when }) => when)]);
  const read = lazyFacts(needs.references, timeZone);
  const watch = (tree: Group) => ({ ask: compileRule(tree), read });
  const told = others.map((one) => ({ ...watch(one.when), id: one.id, title: one.title }));
  const wayOf = openPast(graph, id ?? 'draft', span, timeZone);
  const load = openLoad(span);
  const test = openBacktest(
    (past, until) => {
      const way = wayOf(past, until);
      load.add(way);
      return way;
    },
    told,
    { ...span, outcome: outcome ?? outcomeOf[kind], horizonDays },
  );
  const asked = own.map(watch);
  await withProgress({ store, clock }, tenant, { kind, run, told: hear }, (step) =>
    readPastSubjects(
      (work) => store.asTenant(tenant, work),
      {
        ...{ kind, outcomes, settings, span, look },
        needs,
        worth: (timeline) => asked.some((one) => isUndecided(one, timeline, span)),
      },
      (past) => {
        test.add(past);
        step();
      },
    ),
  );
  const report = test.report();
  const names = situationNames(locale, rules, all);
  const overlap = namedOverlap(report.overlap, names, id === null ? null : `journey:${id}`);
  return { ...report, overlap, ...load.report() };
}

/** The other journeys that take in the same kind now. */
function journeysBeside(live: readonly JourneyVersion[], id: string | null, { kind }: JourneyGraph) {
  const book = openRulebook(kind);
  return live.flatMap(({ journey, graph }) => {
    const when = journey === id || graph.kind !== kind ? null : book(graph.enter);
    return when === null ? [] : [{ id: journey, when }];
  });
}

function openLoad({ from, to }: { from: number; to: number }) {
  const weeks = Math.ceil((to - from + 1) / 7);
  const byKind = new Map<JourneyLoad['kind'], number[]>();
  const ends = new Map<string, number>();
  const sum = { held: 0, onTheWay: 0 };
  const put = (kind: JourneyLoad['kind'], week: number) => {
    const counts = byKind.get(kind) ?? Array.from({ length: weeks }, () => 0);
    counts[week] = (counts[week] ?? 0) + 1;
    byKind.set(kind, counts);
  };
  return {
    add({ alerts, held, steps, onTheWay }: PastWay): void {
      if (alerts.length > 0 && held) sum.held += 1;
      if (onTheWay) sum.onTheWay += 1;
      for (const { day, step } of steps) {
        if (step.decision.say === 'end') count(ends, step.decision.status);
        if (step.effect !== null && !step.dry) put(kindOf(step.effect), Math.floor((day - from) / 7));
      }
    },
    report() {
      const load = [...byKind].map(([kind, list]): JourneyLoad => {
        const total = list.reduce((all, one) => all + one, 0);
        return { kind, total, perWeek: (total * 7) / (to - from + 1), weeks: list };
      });
      return {
        ...sum,
        load: load.sort((one, other) => other.total - one.total),
        ends: [...ends].map(([status, count]) => ({ status, count })),
      };
    },
  };
}

function kindOf(effect: Effect): JourneyLoad['kind'] {
  return effect.kind === 'chat' && effect.asks ? 'approval' : effect.kind;
}

function count(counts: Map<string, number>, of: string): void {
  counts.set(of, (counts.get(of) ?? 0) + 1);
}
