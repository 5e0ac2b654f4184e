// The desk of drills: begins one, hands out blind cases, takes what judges say, and reports once outcomes are known.
import { randomInt, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { circlesOf } from '#analyze/analyze.ts';
import { fail } from '#errors.ts';
import type { Doubted, DrillDesk, DrillStart } from '#ports/drill-desk.ts';
import type { TenantStore } from '#ports/store.ts';
import type { Ports } from '#ports.ts';
import { propertyDefinition } from '#sense/record.ts';
import type { SubjectKind } from '#sense/signal.ts';
import { inWords } from '#texts/in-words.ts';
import { isTextKey, text } from '#texts/texts.ts';
import type { Drill } from './drill.ts';
import { drillFacts } from './drill-facts.ts';
import { noteLeavers } from './drill-leavers.ts';
import { untoldFields } from './drill-of-deal.ts';
import { drillReportOf } from './drill-report.ts';
import { sampleCases } from './drill-sample.ts';
import { drillSights } from './drill-sights.ts';
import { quarterMs } from './remind-drill.ts';
import { withStages } from './stage-options.ts';

const mostCandidates = 20_000;
const listed = 50;
/** Older drills doubt models that are long gone. */
const newest = 4;
const definitionList = z.object({ list: z.array(propertyDefinition) });

type Needs = Pick<Ports, 'store' | 'queue' | 'clock'>;

/** `console`: where it is, for the link in Slack. */
export function openDrillDesk({ store, queue, clock }: Needs, console: string | null): DrillDesk {
  return {
    async start(tenant, who, input) {
      const { drill, connection } = await store.asTenant(tenant, (rows) =>
        begin(rows, who, input, { now: clock.now(), console }),
      );
      if (connection !== null) await queue.wake({ kind: 'act', tenant, connection });
      return drill;
    },
    async list(tenant) {
      return store.asTenant(tenant, async (rows) => {
        await noteLeavers(rows);
        await rows.drills.settle(clock.now());
        const drills = await rows.drills.list(listed);
        const last = drills[0]?.madeAt.getTime() ?? Number.NEGATIVE_INFINITY;
        return { drills, due: clock.now().getTime() - last > quarterMs };
      });
    },
    async cases(tenant, who, id) {
      return store.asTenant(tenant, async (rows) => {
        const drill = await found(rows, id);
        const own = new Map(
          (await rows.drills.judgements(id)).flatMap((one) =>
            one.judge === who ? [[one.place, one] as const] : [],
          ),
        );
        const cases = (await rows.drills.cases(id)).map(({ place, facts }) => {
          const said = own.get(place);
          return {
            place,
            facts,
            said: said === undefined ? null : { probability: said.probability, reason: said.reason },
          };
        });
        return { drill, cases };
      });
    },
    async judge(tenant, who, { id, place, probability, reason }) {
      await store.asTenant(tenant, async (rows) => {
        const drill = await found(rows, id);
        if (drill.state !== 'open') return fail('DRILL_CLOSED', { title: drill.title });
        await rows.drills.settle(clock.now());
        const one = (await rows.drills.cases(id)).find((each) => each.place === place);
        if (one === undefined) return fail('NOT_FOUND', { what: 'such case in the drill' });
        // Whoever judges when the outcome is known only looks it up.
        if (one.outcome !== null) return fail('DRILL_CLOSED', { title: drill.title });
        await rows.drills.judge(id, { place, judge: who, probability, reason }, clock.now());
      });
    },
    async close(tenant, who, id) {
      await store.asTenant(tenant, async (rows) => {
        const drill = await found(rows, id);
        await rows.drills.close(id);
        await note(rows, who, drill, { to: 'closed' }, clock.now());
      });
    },
    async doubted(tenant, target) {
      return store.asTenant(tenant, async (rows) => {
        const drills = (await rows.drills.list(listed)).filter((one) => one.target === target);
        const found = new Map<string, Doubted>();
        for (const { id } of drills.slice(0, newest)) {
          const report = drillReportOf(await rows.drills.cases(id), await rows.drills.judgements(id));
          for (const { feature, label, cases } of report.review)
            found.set(feature, { feature, label, cases: cases + (found.get(feature)?.cases ?? 0) });
        }
        return [...found.values()].sort((a, b) => b.cases - a.cases);
      });
    },
    async report(tenant, id) {
      return store.asTenant(tenant, async (rows) => {
        const drill = await found(rows, id);
        await noteLeavers(rows);
        await rows.drills.settle(clock.now());
        return {
          drill,
          report: drillReportOf(await rows.drills.cases(id), await rows.drills.judgements(id)),
        };
      });
    },
  };
}

async function found(rows: TenantStore, id: string): Promise<Drill> {
  return (await rows.drills.get(id)) ?? fail('NOT_FOUND', { what: 'such drill' });
}

type Around = { readonly now: Date; readonly console: string | null };

async function begin(
  rows: TenantStore,
  who: string,
  { target, title, size, days }: DrillStart,
  { now, console }: Around,
): Promise<{ drill: Drill; connection: string | null }> {
  const candidates = await rows.drills.candidates(target, mostCandidates);
  if (candidates.length === 0)
    return fail('DRILL_EMPTY', { target: inWords(`console.drill.target.${target}`) });
  const sample = sampleCases(candidates, size, randomInt(2 ** 31));
  const gate = await rows.fields.gate();
  const twins = await rows.twins.load(sample.map(({ one }) => one.subject));
  const circles = await circlesOf(rows, new Map([...twins].map(([subject, { twin }]) => [subject, twin])));
  const bySubject = new Map(circles.map((circle) => [circle.subject, circle]));
  const definitions = await readDefinitions(rows);
  const sights = await drillSights(rows, target, circles, { definitions, gate, now: now.getTime() });
  const cases = sample.flatMap(({ one, stratum }) => {
    const circle = bySubject.get(one.subject);
    if (circle === undefined) return [];
    const { probability, interval, reasons } = one.finding;
    const sight = sights.get(one.subject) ?? [];
    const fields = untoldFields(definitions.get(circle.twin.kind) ?? [], sight);
    const [name, ...rest] = drillFacts(circle, fields, gate, now.getTime());
    const facts = [...(name === undefined ? [] : [name]), ...sight, ...rest];
    return [
      {
        subject: one.subject,
        probability: probability ?? one.probability,
        interval,
        reasons,
        stratum,
        facts,
      },
    ];
  });
  const live = await rows.weights.live(target);
  const drill: Drill = {
    ...{ id: randomUUID(), target, title, state: 'open', weightsVersion: live?.version ?? null },
    ...{ madeAt: now, madeBy: who, endsAt: new Date(now.getTime() + days * 86_400_000) },
  };
  await rows.drills.save(
    drill,
    cases.map((one, place) => ({ ...one, place })),
  );
  await note(rows, who, drill, { to: 'open', cases: cases.length }, now);
  return { drill, connection: await tellSlack(rows, drill, cases[0]?.subject, console) };
}

async function readDefinitions(rows: TenantStore) {
  const all = new Map<SubjectKind, z.infer<typeof definitionList>['list']>();
  for (const kind of ['contact', 'lead', 'deal', 'company'] as const)
    for (const { id } of await rows.connections.all()) {
      const fact = await rows.portalFacts.read(id, `properties:${kind}`);
      const list = definitionList.safeParse(fact?.body).data?.list ?? [];
      all.set(kind, [...(all.get(kind) ?? []), ...(await withStages(rows, id, list))]);
    }
  return all;
}

async function note(rows: TenantStore, who: string, drill: Drill, body: Record<string, unknown>, now: Date) {
  const about = `${drill.title} (${drill.target})`;
  await rows.decisions.note([{ who, kind: 'drill', about, why: null, body: { id: drill.id, ...body } }], now);
}

/** A link for the judges, where the tenant has a Slack; the connection that will say it. */
async function tellSlack(
  rows: TenantStore,
  drill: Drill,
  subject: string | undefined,
  console: string | null,
): Promise<string | null> {
  const { settings } = await rows.settings.read();
  const workspace = (await rows.connections.all()).find(
    ({ platform, state }) => platform === 'slack' && state === 'active',
  );
  const key = `console.drill.target.${drill.target}`;
  if (workspace === undefined || subject === undefined || console === null || !isTextKey(key)) return null;
  const words = text(settings.locale, 'slack.drill', {
    who: drill.madeBy,
    title: drill.title,
    target: text(settings.locale, key),
    url: `${console}/governance/drills/${drill.id}`,
  });
  const payload = { to: 'channel' as const, text: words, crm: null, ownerId: null };
  await rows.outbox.put(
    [{ kind: 'chat.say', key: `drill/${drill.id}`, connection: workspace.id, subject, payload }],
    drill.madeAt,
  );
  return workspace.id;
}
