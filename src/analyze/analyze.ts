// Analysis of a batch: the circles around its subjects, and what the weights and the index say of them.
import type { TenantStore } from '#ports/store.ts';
import type { TwinRows } from '#ports/store-twins.ts';
import type { OutcomeRules, TenantSettings } from '#sense/tenant.ts';
import type { Twin } from '#twin/twin.ts';
import type { Analyzed, Standing } from './analyzed.ts';
import { withBecause } from './because.ts';
import { type Circle, isGone, toCircles } from './circle.ts';
import type { Finding } from './finding.ts';
import { type Heard, health } from './health.ts';
import { leadFacts } from './lead-facts.ts';
import { leadScorer } from './lead-score.ts';
import { derivedFacts } from './lead-sources.ts';
import { homeOf, isScoredAsLead, type Origins, toOrigins } from './places.ts';
import { dealStanding, personStanding } from './standing.ts';
import { toWeights } from './weights.ts';

type Needs = Pick<TenantStore, 'twins' | 'findings' | 'weights' | 'connections' | 'syncs'>;

/** Findings on the subjects whose twins are given; changed ones are kept. */
export async function analyze(
  rows: Needs,
  twins: ReadonlyMap<string, Twin>,
  settings: TenantSettings,
  now: Date,
): Promise<Analyzed[]> {
  const subjects = [...twins.keys()];
  const circles = await circlesOf(rows, twins);
  const kept = new Map((await rows.findings.current(subjects)).map((one) => [one.subject, one]));
  const look = await openLook(rows, settings, now);
  const analyzed = circles.map((circle): Analyzed => {
    const standing = standingOf(circle, settings.outcomes);
    const found = isGone(circle.twin) ? null : look(circle);
    const closed = standing === null || standing.is === 'open' ? {} : { standing: standing.is };
    const before = kept.get(circle.subject) ?? null;
    const finding = found === null ? null : withBecause({ ...found, ...closed }, before?.finding ?? null);
    return { circle, finding, kept: before, standing };
  });
  const found = analyzed.flatMap(({ circle, finding }) =>
    finding === null ? [] : [{ subject: circle.subject, finding }],
  );
  await rows.findings.save(found, now);
  return analyzed;
}

function standingOf(circle: Circle, rules: OutcomeRules): Standing | null {
  if (circle.twin.kind === 'contact' || circle.twin.kind === 'lead') return personStanding(circle, rules);
  return circle.twin.kind === 'deal' ? dealStanding(circle.twin, rules) : null;
}

/** The circles around the subjects of a batch; their own twins are given, the others are loaded. */
export async function circlesOf(
  rows: { readonly twins: Pick<TwinRows, 'around' | 'load'> },
  twins: ReadonlyMap<string, Twin>,
): Promise<Circle[]> {
  const pairs = await rows.twins.around([...twins.keys()]);
  const others = [...new Set(pairs.map(({ linked }) => linked))].filter((subject) => !twins.has(subject));
  const loaded = await rows.twins.load(others);
  const all = new Map([
    ...twins,
    ...[...loaded].map(([subject, { twin }]): [string, Twin] => [subject, twin]),
  ]);
  return toCircles([...twins.keys()], pairs, all);
}

type LookAt = (circle: Circle) => Finding | null;

async function openLook(rows: Needs, settings: TenantSettings, now: Date): Promise<LookAt> {
  const row = await rows.weights.live('lead');
  const weights = row === null ? null : toWeights(row.body);
  const { origins, heard } = await hearing(rows);
  const score = weights === null ? null : leadScorer(weights, row?.version ?? null, now.getTime());
  return (circle) => {
    const { twin } = circle;
    if (twin.kind === 'company')
      return health(circle, settings.outcomes, now.getTime(), homeOf(twin, origins), heard);
    if (weights === null || score === null || !isScoredAsLead(twin, origins)) return null;
    const facts = leadFacts(circle, now.getTime(), featuresAsSources(weights.features), origins);
    return withDerivedCodes(score({ known: Object.fromEntries(facts), heard }));
  };
}

type Named = { readonly name: string; readonly label?: string | undefined };
function featuresAsSources(features: readonly Named[]) {
  return features.map(({ name, label }) => ({
    name,
    type: 'other' as const,
    ...(label === undefined ? {} : { label }),
  }));
}

const derivedNames = new Set<string>(derivedFacts.map(({ name }) => name));

/** Derived facts have names of their own in the catalogue of texts. */
function withDerivedCodes(finding: Finding): Finding {
  return {
    ...finding,
    reasons: finding.reasons.map((one) =>
      derivedNames.has(one.feature) ? { ...one, code: one.feature, changeable: false } : one,
    ),
  };
}

/** The tenant's CRMs, and when each platform was last read. */
async function hearing(rows: Needs): Promise<{ origins: Origins; heard: Heard }> {
  const crms = (await rows.connections.all()).filter(({ platform }) => platform !== 'slack');
  const heard: Record<string, number> = {};
  for (const { id, platform } of crms)
    for (const { movedAt } of await rows.syncs.all(id))
      if (movedAt !== null) heard[platform] = Math.max(heard[platform] ?? 0, movedAt.getTime());
  return { origins: toOrigins(crms), heard };
}
