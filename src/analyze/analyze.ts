// Analysis of a batch: the circles around its subjects, and what the weights and the index say of them.
import type { TenantStore } from '#ports/store.ts';
import type { TwinRows } from '#ports/store-twins.ts';
import type { FieldGate } from '#sense/field-permission.ts';
import type { OutcomeRules, TenantSettings } from '#sense/tenant.ts';
import type { Twin } from '#twin/twin.ts';
import type { Analyzed, Standing } from './analyzed.ts';
import { type SharesUnder, withBecause } from './because.ts';
import { openChurnLook } from './churn-look.ts';
import { withForetold } from './churn-score.ts';
import { type Circle, isGone, toCircles } from './circle.ts';
import { openDealLook } from './deal-look.ts';
import type { Value } from './feature.ts';
import { type Finding, isBeside, type KeptFinding } from './finding.ts';
import { type Heard, health } from './health.ts';
import { withWeighed } from './health-because.ts';
import { openWeights, type WeightsLook, wordsOf } from './health-look.ts';
import { withMoved } from './health-moved.ts';
import { type HealthOverride, withOverride } from './health-override.ts';
import { leadFacts } from './lead-facts.ts';
import { leadScorer } from './lead-score.ts';
import { derivedFacts } from './lead-sources.ts';
import { mayScore, withDerivedCodes } from './named-features.ts';
import { homeOf, isScoredAsLead, type Origins, toOrigins } from './places.ts';
import { compileWeights } from './score-row.ts';
import { mayAsk } from './sentiment-facts.ts';
import { type Shares, sharesOf } from './shares.ts';
import { openStagnation } from './stagnation/open-stagnation.ts';
import { dealStanding, personStanding } from './standing.ts';
import { rowOf } from './table.ts';
import { toldFinding } from './told-reasons.ts';
import { toWeights, type Weights, weights as weightsShape } from './weights.ts';

type Needs = Pick<
  TenantStore,
  | 'twins'
  | 'findings'
  | 'weights'
  | 'connections'
  | 'syncs'
  | 'fields'
  | 'signals'
  | 'history'
  | 'health'
  | 'decisions'
  | 'segments'
>;

/** Findings on the subjects whose twins are given; changed ones are kept. */
export async function analyze(
  rows: Needs,
  twins: ReadonlyMap<string, Twin>,
  settings: TenantSettings,
  now: Date,
): Promise<Analyzed[]> {
  const subjects = [...twins.keys()];
  const circles = await circlesOf(rows, twins);
  const current = await rows.findings.current(subjects);
  const kept = new Map(
    current.flatMap((one) => (isBeside(one.finding) ? [] : [[one.subject, one] as const])),
  );
  const stalled = await openStagnation(rows, circles, settings, now);
  const gate = await rows.fields.gate();
  const companies = circles.filter(({ twin }) => twin.kind === 'company');
  const said = [...kept.values()].map(({ finding }) => finding).filter(({ kind }) => kind === 'health');
  const weighed = await openWeights(rows, companies, said);
  const look = await openLook(rows, circles, { settings, gate, now, weighed, kept });
  const words = await wordsOf(rows, circles, now);
  const before = await lookBack(rows, [...kept.values()], { live: look.version, gate, now });
  const analyzed = circles.map((circle): Analyzed => {
    const standing = standingOf(circle, settings.outcomes);
    const found = isGone(circle.twin) ? null : look.at(circle);
    const closed = standing === null || standing.is === 'open' ? {} : { standing: standing.is };
    const last = kept.get(circle.subject) ?? null;
    const finding =
      found === null
        ? null
        : withWeights(
            withBecause(
              { ...withWord(found, last, words.get(circle.subject)), ...closed },
              last?.finding ?? null,
              before(circle),
              look.labelOf,
            ),
            last?.finding ?? null,
            weighed,
          );
    const told = finding === null ? null : toldFinding(gate, 'show', circle.twin.kind, finding);
    return { circle, finding: told, kept: last, standing };
  });
  const found = analyzed.flatMap(({ circle, finding }) =>
    [finding, stalled(circle)].flatMap((one) =>
      one === null ? [] : [{ subject: circle.subject, finding: one }],
    ),
  );
  await rows.findings.save(found, now);
  await rows.findings.end(overOf(current, found), now);
  return analyzed;
}

type Named = { readonly subject: string; readonly finding: Finding };

/** Who is no customer any more, or whose record is gone, is not shown, weighed or walked by what was said of it once. */
function overOf(current: readonly Named[], found: readonly Named[]) {
  const keyOf = ({ subject, finding }: Named) => `${subject} ${finding.kind}`;
  const still = new Set(found.map(keyOf));
  return current.flatMap((one) =>
    still.has(keyOf(one)) ? [] : [{ subject: one.subject, kind: one.finding.kind }],
  );
}

function withWeights(found: Finding, last: Finding | null, weighed: WeightsLook): Finding {
  if (found.kind !== 'health' || last === null) return found;
  return withWeighed(found, last, weighed.before(last));
}

/** What moved the index is told of the index, whatever a person says of the customer. */
function withWord(found: Finding, kept: KeptFinding | null, word: HealthOverride | undefined): Finding {
  return found.kind === 'health' ? withOverride(withMoved(found, kept?.finding ?? null), word) : found;
}

function standingOf(circle: Circle, rules: OutcomeRules): Standing | null {
  if (circle.twin.kind === 'contact' || circle.twin.kind === 'lead') return personStanding(circle, rules);
  return circle.twin.kind === 'deal' ? dealStanding(circle.twin, rules) : null;
}

/** The circles around the subjects of a batch; their own twins are given, the others are loaded. */
export async function circlesOf(
  rows: { readonly twins: Pick<TwinRows, 'around' | 'load' | 'unread'> },
  twins: ReadonlyMap<string, Twin>,
): Promise<Circle[]> {
  const pairs = await rows.twins.around([...twins.keys()]);
  const others = [...new Set(pairs.map(({ linked }) => linked))].filter((subject) => !twins.has(subject));
  const loaded = await rows.twins.load(others);
  const all = new Map([
    ...twins,
    ...[...loaded].map(([subject, { twin }]): [string, Twin] => [subject, twin]),
  ]);
  return toCircles([...twins.keys()], pairs, all, await rows.twins.unread());
}

type Look = {
  readonly at: (circle: Circle) => Finding | null;
  /** Of the weights of leads. */
  readonly version: number | null;
  readonly labelOf: (feature: string) => string;
};

type Choices = {
  readonly settings: TenantSettings;
  readonly gate: FieldGate;
  readonly now: Date;
  readonly weighed: WeightsLook;
  readonly kept: ReadonlyMap<string, KeptFinding>;
};

async function openLook(
  rows: Needs,
  circles: readonly Circle[],
  { settings, gate, now, weighed, kept }: Choices,
): Promise<Look> {
  const row = await rows.weights.live('lead');
  const weights = row === null ? null : toWeights(row.body);
  const { origins, heard } = await hearing(rows);
  const score = weights === null ? null : leadScorer(weights, row?.version ?? null, now.getTime());
  const labels = new Map(weights?.features.map(({ name, label = name }) => [name, label]));
  const sources = mayScore(gate, 'contact', weights?.features ?? []);
  const lookAtDeal = await openDealLook(
    rows,
    circles.filter(({ twin }) => twin.kind === 'deal'),
    { rules: settings.outcomes, origins, heard, gate, now: now.getTime() },
    (subjects) => circlesBy(rows, subjects),
  );
  const companies = circles.filter(({ twin }) => twin.kind === 'company');
  const around = { settings, origins, heard, gate, now: now.getTime(), kept };
  const foretell = await openChurnLook(rows, companies, around);
  const choices = { ...settings, sentiment: mayAsk(gate, settings.sentiment) };
  const at = (circle: Circle) => {
    const { twin } = circle;
    if (twin.kind === 'deal') return lookAtDeal?.(circle) ?? null;
    if (twin.kind === 'company') {
      const found = health(
        circle,
        settings.outcomes,
        now.getTime(),
        homeOf(twin, origins),
        heard,
        choices,
        weighed.of(circle.subject),
      );
      return found === null ? null : withForetold(found, foretell?.(circle) ?? null);
    }
    if (weights === null || score === null || !isScoredAsLead(twin, origins)) return null;
    const facts = leadFacts(circle, now.getTime(), sources, origins);
    return withDerivedCodes(score({ known: Object.fromEntries(facts), heard }), derivedNames);
  };
  return { at, version: row?.version ?? null, labelOf: (feature) => labels.get(feature) ?? feature };
}

/** What the weights that scored a subject before would say of it now: so that a change of weights is told from one of the record. */
async function lookBack(
  rows: Needs,
  kept: readonly KeptFinding[],
  { live, gate, now }: { live: number | null; gate: FieldGate; now: Date },
): Promise<(circle: Circle) => SharesUnder> {
  const others = new Set(
    kept.flatMap(({ finding: { kind, weightsVersion: version } }) =>
      kind === 'lead_score' && version !== null && version !== live ? [version] : [],
    ),
  );
  const looks = new Map<number, (circle: Circle) => Shares>();
  if (others.size === 0) return () => () => null;
  const { origins } = await hearing(rows);
  for (const version of others) {
    const row = await rows.weights.version('lead', version);
    const read = weightsShape.safeParse(row?.body);
    if (read.success) looks.set(version, sharesBy(read.data, { origins, gate, now }));
  }
  return (circle) => (version) => looks.get(version)?.(circle) ?? null;
}

type Around = { readonly origins: Origins; readonly gate: FieldGate; readonly now: Date };

function sharesBy(weights: Weights, { origins, gate, now: date }: Around): (circle: Circle) => Shares {
  const now = date.getTime();
  const score = compileWeights(weights);
  const sources = mayScore(gate, 'contact', weights.features);
  return (circle) => {
    const values: Record<string, Value> = {};
    for (const [name, { value }] of leadFacts(circle, now, sources, origins)) values[name] = value;
    return sharesOf(weights, score(rowOf(weights.features, values), now));
  };
}

async function circlesBy(rows: Needs, subjects: readonly string[]): Promise<Circle[]> {
  const twins = [...(await rows.twins.load(subjects))].map(([subject, { twin }]) => [subject, twin] as const);
  return circlesOf(rows, new Map(twins));
}

const derivedNames = new Set<string>(derivedFacts.map(({ name }) => name));

/** The tenant's CRMs, and when each platform was last read. */
async function hearing(rows: Needs): Promise<{ origins: Origins; heard: Heard }> {
  const crms = (await rows.connections.all()).filter(({ platform }) => platform !== 'slack');
  const heard: Record<string, number> = {};
  for (const { id, platform } of crms)
    for (const { movedAt } of await rows.syncs.all(id))
      if (movedAt !== null) heard[platform] = Math.max(heard[platform] ?? 0, movedAt.getTime());
  return { origins: toOrigins(crms), heard };
}
