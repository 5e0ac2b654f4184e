// The desk of journeys: what a person may do with them, each in one transaction, with who did it.
import { randomUUID } from 'node:crypto';
import { checkGraph } from '#advise/journey/check-graph.ts';
import type { Journey } from '#advise/journey/journey.ts';
import type { JourneyGraph } from '#advise/journey/journey-graph.ts';
import type { StagePlan } from '#advise/journey/stage.ts';
import { readTree } from '#advise/rule/read-tree.ts';
import { fail } from '#errors.ts';
import type { JourneyDesk } from '#ports/journey-desk.ts';
import type { TenantStore } from '#ports/store.ts';
import type { Ports } from '#ports.ts';
import type { TenantId } from '#sense/tenant.ts';
import { readTemplate, readTemplates } from '#templates/templates.ts';
import { inWords } from '#texts/in-words.ts';
import { backtestJourney } from './journey-backtest.ts';
import { blastOf } from './journey-blast.ts';
import { changeOne, ended } from './journey-change.ts';
import { missingOf } from './journey-missing.ts';
import { moveRuns } from './journey-move.ts';
import { changeNoted } from './journey-noted.ts';
import { approvalsOf, graphOf, linesOf, namedRuns, oneOf, storyOf, traceOf } from './journey-story.ts';

type Needs = Pick<Ports, 'store' | 'queue' | 'clock'>;

export function openJourneyDesk({ store, queue, clock }: Needs): JourneyDesk {
  const wake = async (tenant: TenantId) => {
    await queue.wake({ kind: 'turn', tenant });
    await queue.wake({ kind: 'journey', tenant });
  };
  const make = async (
    rows: TenantStore,
    by: string,
    input: Pick<Journey, 'name' | 'template'> & { graph: JourneyGraph },
  ) => {
    sound(input.graph);
    const [id, now] = [randomUUID(), clock.now()];
    const { name, template, graph } = input;
    await rows.journeys.make({ id, name, kind: graph.kind, template, madeAt: now, madeBy: by });
    await rows.journeys.saveVersion(id, { graph }, by, now);
    return id;
  };
  return {
    list: (tenant) => store.asTenant(tenant, async (rows) => linesOf(rows, await rows.journeys.all())),
    read: (tenant, id) => store.asTenant(tenant, (rows) => storyOf(rows, id)),
    check: checkGraph,
    make: (tenant, by, input) =>
      store.asTenant(tenant, (rows) => make(rows, by, { ...input, template: null })),
    save: (tenant, by, id, graph) =>
      store.asTenant(tenant, async (rows) => {
        const journey = await oneOf(rows, id);
        sound(graph);
        if (journey.kind !== graph.kind)
          return fail('JOURNEY_INVALID', {
            problem: inWords('refusal.problem.otherKind', {
              journey: inWords(`ruleFault.kind.${journey.kind}`),
              version: inWords(`ruleFault.kind.${graph.kind}`),
            }),
          });
        return rows.journeys.saveVersion(id, { graph }, by, clock.now());
      }),
    async backtest(tenant, tested, input) {
      sound(tested.graph);
      return backtestJourney({ store, clock }, tenant, tested, input);
    },
    blast: (tenant, id, version) =>
      store.asTenant(tenant, async (rows) =>
        blastOf(rows, id, await graphOf(rows, id, version), clock.now()),
      ),
    async publish(tenant, by, id, { version, confirm }) {
      await store.asTenant(tenant, async (rows) => {
        const now = clock.now();
        // Two at once: the second one sees what the first one did.
        const journey = (await rows.journeys.hold(id)) ?? fail('NOT_FOUND', { what: 'journey' });
        if (journey.state === 'killed') return ended(journey);
        const graph = await graphOf(rows, id, version);
        sound(graph);
        const { count } = await blastOf(rows, id, graph, now);
        if (count !== confirm) return fail('JOURNEY_COUNT', { count, typed: confirm });
        const why = { what: 'published', who: by, detail: { version, count }, at: now } as const;
        await changeNoted(rows, id, { state: 'live', liveVersion: version }, why);
        await rows.subjects.markKindDirty(graph.kind, 'journey published');
        return undefined;
      });
      await wake(tenant);
    },
    async change(tenant, by, id, { name, dryRun, state }) {
      const gone = await store.asTenant(tenant, (rows) =>
        changeOne(rows, by, id, { name, dryRun, state }, clock.now()),
      );
      await wake(tenant);
      return gone;
    },
    async move(tenant, by, id, input) {
      const moved = await store.asTenant(tenant, async (rows) => {
        await oneOf(rows, id);
        const [from, to] = [await graphOf(rows, id, input.from), await graphOf(rows, id, input.to)];
        return moveRuns(rows, { ...input, id, by, now: clock.now(), graphs: { from, to } });
      });
      if (moved.moved > 0) await wake(tenant);
      return moved;
    },
    version: (tenant, id, version) =>
      store.asTenant(
        tenant,
        async (rows) => (await rows.journeys.version(id, version)) ?? fail('NOT_FOUND', { what: 'version' }),
      ),
    runs: (tenant, id, input) =>
      store.asTenant(tenant, async (rows) => namedRuns(rows, await rows.runs.ofJourney(id, input))),
    ofSubject: (tenant, subject) =>
      store.asTenant(tenant, async (rows) => {
        const traces = [];
        for (const run of await rows.runs.ofSubject(subject)) traces.push(await traceOf(rows, run));
        return traces;
      }),
    trace: (tenant, id) =>
      store.asTenant(tenant, async (rows) => {
        const run = await rows.runs.get(id);
        return run === null ? fail('NOT_FOUND', { what: 'run' }) : traceOf(rows, run);
      }),
    approvals: (tenant) => store.asTenant(tenant, approvalsOf),
    async approve(tenant, by, run, answer) {
      await store.asTenant(tenant, async (rows) => {
        const now = clock.now();
        const kept = await rows.runs.get(run);
        if (kept === null) return fail('NOT_FOUND', { what: 'run' });
        if (await rows.runs.approve(run, answer, now)) {
          const said = {
            who: by,
            kind: 'approval',
            about: `run ${run}`,
            why: null,
            body: { answer },
          } as const;
          await rows.decisions.note([said], now);
          return undefined;
        }
        return fail('JOURNEY_STATE', {
          state: inWords(`console.run.status.${kept.status}`),
          problem: inWords('refusal.problem.nobodyAsked', { who: by }),
        });
      });
      await wake(tenant);
    },
    templates: readTemplates,
    missing: (tenant, id) => store.asTenant(tenant, (rows) => missingOf(rows, readTemplate(id))),
    install: (tenant, by, id, { dryRun }) =>
      store.asTenant(tenant, async (rows) => {
        const template = readTemplate(id);
        const made = await make(rows, by, { name: template.name, graph: template.journey, template: id });
        const now = clock.now();
        if (dryRun)
          await changeNoted(
            rows,
            made,
            { dryRun },
            { what: 'dry_run', who: by, detail: { on: true }, at: now },
          );
        // A plan that somebody made is theirs: a template does not put its own in its place.
        const free = (await rows.stages.plan()).stages.length === 0;
        if (free) await rows.stages.savePlan(template.stages, by, now);
        return { id: made, missing: await missingOf(rows, template), stages: free };
      }),
    stages: (tenant) =>
      store.asTenant(tenant, async ({ stages }) => ({
        plan: await stages.plan(),
        counts: await stages.counts(),
      })),
    async saveStages(tenant, by, plan) {
      for (const { id, enter, leave } of plan.stages)
        for (const rule of leave === null ? [enter] : [enter, leave]) {
          const [fault] = readTree(rule, plan.kind).faults ?? [];
          if (fault !== undefined)
            fail('JOURNEY_INVALID', {
              problem: inWords('refusal.problem.stage', { stage: id, at: fault.at, problem: fault.problem }),
            });
        }
      await store.asTenant(tenant, async (rows) => {
        const now = clock.now();
        const ids = ({ stages }: StagePlan) => stages.map(({ id }) => id);
        const before = await rows.stages.plan();
        const body = { from: ids(before), to: ids(plan), kind: plan.kind };
        await rows.stages.savePlan(plan, by, now);
        await rows.decisions.note([{ who: by, kind: 'settings', about: 'stages', why: null, body }], now);
        for (const kind of new Set([before.kind, plan.kind]))
          await rows.subjects.markKindDirty(kind, 'stages changed');
      });
      await wake(tenant);
    },
  };
}

/** Errors: JOURNEY_INVALID, naming the first thing that is wrong. */
function sound(graph: JourneyGraph): void {
  const [first] = checkGraph(graph);
  if (first === undefined) return;
  const { node, code, detail, said } = first;
  fail('JOURNEY_INVALID', { problem: inWords(`refusal.problem.${code}`, { node, detail: said ?? detail }) });
}
