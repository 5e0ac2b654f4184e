// Advice from the rules of a tenant: begun when a rule holds, ended when it does not, left alone while nobody knows.
import type { Analyzed } from '#analyze/analyzed.ts';
import { isGone } from '#analyze/circle.ts';
import { originOf } from '#analyze/field/fact-origin.ts';
import type { Facts } from '#analyze/field/facts.ts';
import { factReader } from '#analyze/field/read-facts.ts';
import type { Timeline } from '#analyze/field/timeline.ts';
import { findingKindOf } from '#analyze/finding.ts';
import { segmentCode } from '#analyze/segment/segment-name.ts';
import { toldReasons } from '#analyze/told-reasons.ts';
import type { TenantStore } from '#ports/store.ts';
import type { FieldGate } from '#sense/field-permission.ts';
import type { SubjectKind } from '#sense/signal.ts';
import type { TenantSettings } from '#sense/tenant.ts';
import type { Advice, NewAdvice } from './advice.ts';
import { activeRules } from './rule/active-rules.ts';
import { compileRule } from './rule/compile-rule.ts';
import { explain, leafTraces } from './rule/explain.ts';
import { type Rule, situationOf } from './rule/rule.ts';
import { needsOf } from './rule/rule-needs.ts';
import { reasonsOf } from './rule/trace-reasons.ts';
import type { Truth } from './rule/truth.ts';
import { presentTimeline, readPast } from './rule-past.ts';
import type { Advised } from './rules.ts';
import { restOf } from './story.ts';

/** How sure a rule is of its advice while nothing has been measured: as sure as what it looked at is known. */
const untested = 0.5;

export const isOfRule = ({ situation }: Pick<Advice, 'situation'>): boolean => situation.startsWith('rule:');

export type RuleLook = (analyzed: Analyzed, mine: Mine) => Advised;

type Needs = Pick<
  TenantStore,
  'rules' | 'history' | 'connections' | 'fields' | 'weights' | 'signals' | 'segments'
>;

/** Reads what the rules of the tenant need of the subjects of a batch; what it returns touches no rows. */
export async function openRuleLook(
  rows: Needs,
  analyzed: readonly Analyzed[],
  settings: TenantSettings,
  now: Date,
): Promise<RuleLook> {
  const rules = activeRules(await rows.rules.all());
  const byKind = Map.groupBy<SubjectKind, Rule>(rules, ({ kind }) => kind);
  const asked = analyzed.filter(({ circle }) => byKind.has(circle.twin.kind));
  const needs = needsOf(rules.map(({ when }) => when));
  const past = await readPast(
    rows,
    asked.map(({ circle }) => circle.subject),
    needs,
  );
  const connections = await rows.connections.all();
  const gate = await rows.fields.gate();
  const platform = connections.some((one) => one.platform === 'salesforce') ? 'salesforce' : 'hubspot';
  const segments = needs.references.includes('segment')
    ? await segmentCodes(rows)
    : new Map<string, string>();
  const segment = (id: string) => segments.get(id) ?? id;
  const compiled = new Map(rules.map((rule) => [rule.id, compileRule(rule.when)]));
  const read = factReader(needs.references, settings.timeZone);
  return (one, mine) => {
    const own = byKind.get(one.circle.twin.kind) ?? [];
    const live = mine.live.filter(isOfRule);
    const expire = strayed(live, isGone(one.circle.twin) ? [] : own);
    if (isGone(one.circle.twin) || own.length === 0) return { tell: [], expire };
    const timeline = presentTimeline(one, past, settings, now);
    const seen: Seen = { one, timeline, facts: read(timeline, now.getTime()), platform, segment, gate, now };
    const verdicts = own.map((rule) =>
      verdictOn(rule, compiled.get(rule.id)?.(seen.facts) ?? null, seen, mine),
    );
    return {
      tell: verdicts.flatMap(({ tell }) => (tell === null ? [] : [tell])),
      expire: [...expire, ...verdicts.flatMap(({ over }) => (over === null ? [] : [over]))],
    };
  };
}

async function segmentCodes(rows: Pick<Needs, 'segments'>): Promise<ReadonlyMap<string, string>> {
  const found = (await rows.segments.live())?.found?.segments ?? [];
  return new Map(found.map((one) => [one.id, segmentCode(one)]));
}

type Mine = { readonly live: readonly Advice[]; readonly closed: readonly Advice[] };
/** `tell`: to be saved. `over`: the id of live advice that has ended. */
type RuleVerdict = { readonly tell: NewAdvice | null; readonly over: string | null };
const asTold: RuleVerdict = { tell: null, over: null };

function verdictOn(rule: Rule, truth: Truth, seen: Seen, { live, closed }: Mine): RuleVerdict {
  const situation = situationOf(rule.id);
  const told = live.find((advice) => advice.situation === situation);
  if (truth === false) return { tell: null, over: told?.id ?? null };
  if (truth === null || (told && isSame(told, rule))) return asTold;
  const rest = told ? 'open' : restOf({ closed, now: seen.now }, situation);
  return rest === 'resting' ? asTold : { tell: adviceOf(seen, rule, told, rest === 'open'), over: null };
}

/** Advice of rules that are live no more, or not for this subject. */
function strayed(live: readonly Advice[], rules: readonly Rule[]): string[] {
  const situations = new Set(rules.map(({ id }) => situationOf(id)));
  return live.filter(({ situation }) => !situations.has(situation)).map(({ id }) => id);
}

type Seen = {
  readonly one: Analyzed;
  readonly timeline: Timeline;
  readonly facts: Facts;
  readonly platform: 'hubspot' | 'salesforce';
  readonly segment: (id: string) => string;
  readonly gate: FieldGate;
  readonly now: Date;
};

/** `news`: not only shown, if the rule wants more; false soon after the same story ended by itself. */
function adviceOf(seen: Seen, rule: Rule, told: Advice | undefined, news: boolean): NewAdvice {
  const { one, timeline, facts, platform, segment, gate, now } = seen;
  const { circle, finding } = one;
  const traces = leafTraces(explain(rule.when, facts, originOf(timeline, now.getTime(), platform)));
  const known = traces.filter(({ found }) => found !== null).length / Math.max(1, traces.length);
  return {
    subject: circle.subject,
    situation: situationOf(rule.id),
    code: rule.advice.code,
    finding: finding?.kind ?? findingKindOf(circle.twin.kind),
    confidence: Math.round(untested * known * 100) / 100,
    reasons: toldReasons(gate, 'show', circle.twin.kind, reasonsOf(traces, { platform, segment })),
    change: { from: null, to: finding?.band ?? '', scoreFrom: null, scoreTo: finding?.score ?? null },
    alert: (rule.advice.alert && news) || told?.alert === true,
    task: (rule.advice.task && news) || told?.task === true,
    rule: { id: rule.id, version: rule.version },
  };
}

/** Told already by this version: what it looked at moves every day, and is no news. */
function isSame(told: Advice, rule: Rule): boolean {
  return told.code === rule.advice.code && told.rule?.version === rule.version;
}
