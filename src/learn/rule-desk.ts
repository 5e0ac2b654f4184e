// The desk of rules: what console, API and commands do with rules: list, keep, preview, test on history, set live.
import { activeRules } from '#advise/rule/active-rules.ts';
import { compileRule } from '#advise/rule/compile-rule.ts';
import { houseRules, isHouseRule } from '#advise/rule/house-rules.ts';
import { type Rule, situationOf } from '#advise/rule/rule.ts';
import { needsOf } from '#advise/rule/rule-needs.ts';
import { ruleTitle } from '#advise/rule/rule-title.ts';
import type { Group } from '#advise/rule/rule-tree.ts';
import { dayMs } from '#analyze/field/day-counter.ts';
import { lazyFacts } from '#analyze/field/lazy-facts.ts';
import { factReader } from '#analyze/field/read-facts.ts';
import type { Timeline } from '#analyze/field/timeline.ts';
import { readStagnationLook } from '#analyze/stagnation/stagnation-look.ts';
import { fail } from '#errors.ts';
import type { RuleDesk, RuleLine, RuleMatches } from '#ports/rule-desk.ts';
import type { KeptRule } from '#ports/store-rules.ts';
import type { Ports } from '#ports.ts';
import type { TenantId, TenantSettings } from '#sense/tenant.ts';
import { inWords } from '#texts/in-words.ts';
import type { Locale } from '#texts/texts.ts';
import { endOf, type Watch } from './backtest/alert-days.ts';
import { openBacktest } from './backtest/backtest.ts';
import { namedOverlap, situationNames } from './backtest/named-overlap.ts';
import { readPastSubjects } from './backtest/past-reading.ts';
import { withProgress } from './backtest/with-progress.ts';

const sampleSize = 20;
/** So long a rule must not have held before it is news again: as long as a closed story rests. */
export const quietDays = 14;
export const outcomeOf = { company: 'churned', contact: 'won', lead: 'won', deal: 'lost' } as const;

export function openRuleDesk({ store, clock }: Pick<Ports, 'store' | 'clock'>): RuleDesk {
  const kept = (tenant: TenantId) => store.asTenant(tenant, (rows) => rows.rules.all());
  const settingsOf = async (tenant: TenantId): Promise<TenantSettings> =>
    (await store.asTenant(tenant, (rows) => rows.settings.read())).settings;
  const list = async (tenant: TenantId) => linesOf(await kept(tenant));
  const get = async (tenant: TenantId, id: string) =>
    (await list(tenant)).find((one) => one.id === id) ?? null;

  const lookOf = (tenant: TenantId) => store.asTenant(tenant, readStagnationLook);

  async function matches(tenant: TenantId, { kind, when }: { kind: Rule['kind']; when: Group }) {
    const settings = await settingsOf(tenant);
    const { timeZone, outcomes } = settings;
    const now = clock.now().getTime();
    const today = Math.floor(now / dayMs);
    const needs = needsOf([when]);
    const [ask, read] = [compileRule(when), factReader(needs.references, timeZone)];
    const missing = new Map<string, number>();
    const sample: { subject: string; name: string }[] = [];
    const found = { count: 0, unknown: 0, sample };
    const span = { from: today, to: today };
    const reading = { kind, needs, outcomes, settings, span, worth: null, look: await lookOf(tenant) };
    const subjects = await readPastSubjects(
      (work) => store.asTenant(tenant, work),
      reading,
      ({ subject, name, timeline }) => {
        const facts = read(timeline, now);
        const truth = ask(facts);
        if (truth === true && sample.length < sampleSize) sample.push({ subject, name });
        if (truth === true) found.count += 1;
        if (truth !== null) return;
        found.unknown += 1;
        for (const field of needs.references)
          if (facts[field] === null) missing.set(field, (missing.get(field) ?? 0) + 1);
      },
    );
    const most = [...missing].sort((one, other) => other[1] - one[1]);
    return { subjects, ...found, missing: most.map(([field, count]) => ({ field, subjects: count })) };
  }

  /** Of everything that may have told something, whether it is live or not any more. */
  async function namesOf(tenant: TenantId, locale: Locale): Promise<Map<string, string>> {
    const journeys = await store.asTenant(tenant, (rows) => rows.journeys.all());
    return situationNames(locale, await list(tenant), journeys);
  }

  return {
    list,
    get,
    save: (tenant, id, body, by) =>
      store.asTenant(tenant, (rows) => rows.rules.save(id, body, by, clock.now())),
    matches,
    async backtest(tenant, { id, kind, when }, { days, outcome, horizonDays, run, told: hear }) {
      const settings = await settingsOf(tenant);
      const { timeZone, outcomes, locale } = settings;
      const today = Math.floor(clock.now().getTime() / dayMs);
      const others = activeRules(await kept(tenant)).filter((one) => one.kind === kind && one.id !== id);
      const needs = needsOf([when, ...others.map((one) => one.when)]);
      const span = { from: today - days + 1, to: today };
      const read = lazyFacts(needs.references, timeZone);
      const watch = (tree: Group) => ({ ask: compileRule(tree), read });
      const told = others.map((one) => ({ ...watch(one.when), id: one.id, title: ruleTitle(locale, one) }));
      const plan = { ...span, quietDays, outcome: outcome ?? outcomeOf[kind], horizonDays };
      const asked = watch(when);
      const test = openBacktest(asked, told, plan);
      const look = await lookOf(tenant);
      await withProgress({ store, clock }, tenant, { kind, run, told: hear }, (step) =>
        readPastSubjects(
          (work) => store.asTenant(tenant, work),
          {
            ...{ kind, needs, outcomes, settings, span, look },
            worth: (timeline) => isUndecided(asked, timeline, span),
          },
          (past) => {
            test.add(past);
            step();
          },
        ),
      );
      const report = test.report();
      const names = await namesOf(tenant, locale);
      const own = id === null ? null : situationOf(id);
      return { ...report, overlap: namedOverlap(report.overlap, names, own) };
    },
    progress: (tenant, run) => store.asTenant(tenant, (rows) => rows.backtests.progress(run, clock.now())),
    async setState(tenant, id, { version, state, typed }, by) {
      const rule =
        (await kept(tenant)).find((one) => one.id === id && one.version === version) ?? houseOf(id, version);
      if (rule === undefined) return fail('NOT_FOUND', { what: 'such version of a rule' });
      if (state === 'live') await mustBeTyped(await matches(tenant, rule), typed);
      await store.asTenant(tenant, async (rows) => {
        const now = clock.now();
        const own = rule.version === 0 ? await rows.rules.save(id, bodyOf(rule), by, now) : rule;
        await rows.rules.setState(id, own.version, state, by, now);
        const said = { version, to: state };
        await rows.decisions.note([{ who: by, kind: 'rule', about: id, why: null, body: said }], now);
        await rows.subjects.markKindDirty(rule.kind, 'rule');
      });
      const line = await get(tenant, id);
      return line ?? fail('NOT_FOUND', { what: 'such rule' });
    },
  };
}

/** Whether the answer of any day hangs on what is not known. */
export function isUndecided(
  { ask, read }: Watch,
  timeline: Timeline,
  { from, to }: { from: number; to: number },
) {
  for (let day = from; day <= to; day += 1) if (ask(read(timeline, endOf(day))) === null) return true;
  return false;
}

/** Whoever sets a rule live has seen how many it is about. */
async function mustBeTyped({ count }: RuleMatches, typed: number | null): Promise<void> {
  if (typed !== count) fail('RULE_COUNT_DIFFERS', { count, typed: typed ?? inWords('refusal.nothing') });
}

function houseOf(id: string, version: number): Rule | undefined {
  return version === 0 ? houseRules.find((one) => one.id === id) : undefined;
}

function bodyOf({ title, kind, when, advice }: Rule) {
  return { title, kind, when, advice };
}

/** The newest version of each, the house's own among them where the tenant has none. */
function linesOf(kept: readonly KeptRule[]): RuleLine[] {
  const active = new Map(activeRules(kept).map(({ id, version }) => [id, version]));
  const own = [...Map.groupBy(kept, ({ id }) => id).values()].flatMap((versions) => versions[0] ?? []);
  const house = houseRules.filter(({ id }) => !own.some((one) => one.id === id));
  return [...house.map((rule) => ({ ...rule, madeAt: null, madeBy: null })), ...own].map((rule) => ({
    ...rule,
    live: active.get(rule.id) ?? null,
    house: isHouseRule(rule.id),
  }));
}
