// What the templates promise: each is whole, each differs, and each does its work on the history of its own customers.
import { afterEach, describe, expect, it } from 'vitest';
import { checkGraph } from '#advise/journey/check-graph.ts';
import { needKey, needsOf } from '#advise/journey/need.ts';
import { readTree } from '#advise/rule/read-tree.ts';
import { type JourneyHouse, journeyHouse } from '#kit/journey-house.ts';
import { type Customer, customersOf, historyOn, rescueOn } from '#sandbox/template-history.ts';
import { readTemplates } from '#templates/templates.ts';

const templates = readTemplates();
const day = 86_400_000;
// Weeks of several customers, day by day, on machines that have other things to do.
const patience = 240_000;

describe('the library', () => {
  it('has at least 24 templates in at least 12 industries and all parts of the way', () => {
    expect(templates.length).toBeGreaterThanOrEqual(24);
    expect(new Set(templates.map(({ industry }) => industry)).size).toBeGreaterThanOrEqual(12);
    expect(new Set(templates.map(({ phase }) => phase)).size).toBe(6);
  });

  it('has no two that come in by the same rule, or go the same way', () => {
    const all = (pick: (one: (typeof templates)[number]) => unknown) =>
      new Set(templates.map((one) => JSON.stringify(pick(one)))).size;
    expect(all(({ journey }) => journey.enter)).toBe(templates.length);
    expect(all(({ journey }) => journey.goal.when)).toBe(templates.length);
    expect(all(({ journey }) => Object.values(journey.nodes).map(({ kind }) => kind))).toBeGreaterThan(
      templates.length * 0.8,
    );
  });

  it.each(templates)('$id can be walked, and its rules can be asked', (one) => {
    expect(checkGraph(one.journey)).toEqual([]);
    const stageRules = one.stages.stages.flatMap(({ enter, leave }) =>
      leave === null ? [enter] : [enter, leave],
    );
    for (const rule of stageRules) expect(readTree(rule, one.stages.kind).faults).toBeNull();
    for (const { rule } of one.signals) expect(readTree(rule, one.journey.kind).faults).toBeNull();
    for (const { step } of one.interventions) expect(Object.keys(one.journey.nodes)).toContain(step);
  });

  it.each(templates)('$id names everything that it needs, and nothing else', (one) => {
    const { journey, stages, signals, needs } = one;
    const rules = signals.map(({ rule }) => rule);
    const needed = needsOf(journey, stages.stages, stages.kind, rules).map(needKey);
    expect(needs.map(({ need }) => need).sort()).toEqual(needed.sort());
  });
});

describe('on its own history', () => {
  let house: JourneyHouse;
  afterEach(() => house.close());

  it.each(templates)(
    '$id leaves alone who does well, acts for who slips, and sees who was saved',
    async (one) => {
      house = await journeyHouse();
      const journey = await house.journey({ ...one.journey, holdout: 0 }, one.name.en);
      await house.asTenant((rows) => rows.stages.savePlan(one.stages, 'test', house.time.now));
      const customers = customersOf(one);
      const { before, days } = one.history;
      const telling = {
        template: one,
        origin: house.crm.id,
        begins: new Date(house.time.now.getTime() + day),
      };
      const past = Array.from({ length: before }, (_, nr) => nr - before);
      await house.tell(
        ...customers.flatMap((who) => past.flatMap((nr) => historyOn(telling, who, nr, false))),
      );
      await house.settle();
      const ids = customers.map(({ id }) => id);
      const known = await house.asTenant((rows) => rows.subjects.find(house.crm.id, one.journey.kind, ids));
      const subjectOf = ({ id }: Customer) => known.get(id) ?? '';
      const helped = new Map<string, number>();
      const enteredBy = async (fate: Customer['fate']) => {
        const subjects = customers.filter((who) => who.fate === fate).map(subjectOf);
        return (await house.runs(journey)).filter(({ subject }) => subjects.includes(subject));
      };
      const people = (runs: readonly { subject: string }[]) =>
        new Set(runs.map(({ subject }) => subject)).size;
      for (let nr = 0; nr < days; nr += 1) {
        const entered = new Set((await house.runs(journey)).map(({ subject }) => subject));
        const told = customers.flatMap((who) => {
          // Help works three days after somebody began to help.
          if (who.fate === 'saved' && entered.has(subjectOf(who)) && !helped.has(who.id))
            helped.set(who.id, nr + 3);
          const since = helped.get(who.id);
          return [
            ...(since === nr ? rescueOn(telling, who, nr) : []),
            ...historyOn(telling, who, nr, since !== undefined && nr >= since),
          ];
        });
        await house.tell(...told);
        if (nr % 3 === 2) await house.goTo(new Date(telling.begins.getTime() + (nr + 1) * day));
      }
      const [well, saved, lost] = [
        await enteredBy('well'),
        await enteredBy('saved'),
        await enteredBy('lost'),
      ];
      expect(well).toEqual([]);
      expect([people(saved), people(lost)]).toEqual([4, 3]);
      const acted = (await house.actions()).filter(({ key }) => /^(journey|chat\.alert)\//.test(key));
      expect(people(acted)).toBe(7);
      await house.goTo(new Date(telling.begins.getTime() + (days + 120) * day));
      const first = (runs: Awaited<ReturnType<typeof enteredBy>>) =>
        runs.filter((run) =>
          runs.every((other) => other.subject !== run.subject || Number(other.id) >= Number(run.id)),
        );
      const [after, unhelped] = [first(await enteredBy('saved')), first(await enteredBy('lost'))];
      expect(after.map(({ outcome }) => outcome)).toEqual(['reached', 'reached', 'reached', 'reached']);
      expect(after.every(({ status }) => status === 'goal' || status === 'done')).toBe(true);
      expect(unhelped.filter(({ outcome }) => outcome === 'reached')).toEqual([]);
      expect(unhelped.every(({ status }) => status !== 'live' && status !== 'stuck')).toBe(true);
      if (one.stages.kind !== one.journey.kind) return;
      const stages = await house.asTenant((rows) => rows.stages.counts());
      expect(stages.length).toBeGreaterThan(0);
    },
    patience,
  );
});
