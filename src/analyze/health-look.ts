// Looks at customers for health: which weights count for each, which counted before, and what people say of them.
import type { TenantStore } from '#ports/store.ts';
import type { Circle } from './circle.ts';
import type { Finding } from './finding.ts';
import type { HealthOverride } from './health-override.ts';
import { type HealthWeights, type PartWeights, preset, presetWeights, weightsIn } from './health-weights.ts';

export type WeightsLook = {
  readonly of: (subject: string) => HealthWeights;
  /** The weights that a finding was made with; null where nobody knows them any more. */
  readonly before: (finding: Finding) => PartWeights | null;
};

/** For a whole batch at once; where nobody chose anything, nothing is asked. */
export async function openWeights(
  rows: Pick<TenantStore, 'health' | 'segments'>,
  companies: readonly Circle[],
  kept: readonly Finding[],
): Promise<WeightsLook> {
  const none = { of: () => preset, before: () => presetWeights };
  if (companies.length === 0) return none;
  const choices = await rows.health.weights();
  if (choices.length === 0) return none;
  const members = choices.some(({ segment }) => segment !== null)
    ? await rows.segments.of(companies.map(({ subject }) => subject))
    : [];
  const segments = new Map(members.map(({ subject, segment }) => [subject, segment]));
  const of = (subject: string) => weightsIn(choices, segments.get(subject) ?? null);
  const versions = new Set(
    kept.flatMap(({ weightsVersion: version }) => (version === null ? [] : [version])),
  );
  const old = new Map(
    (await rows.health.weightsOf([...versions])).map((one) => [one.version, one.parts] as const),
  );
  return {
    of,
    before: ({ weightsVersion: version }) => (version === null ? presetWeights : (old.get(version) ?? null)),
  };
}

/** Words of people that count now; those whose time is over end here, and the register says so. */
export async function wordsOf(
  rows: Pick<TenantStore, 'health' | 'decisions'>,
  circles: readonly Circle[],
  now: Date,
): Promise<ReadonlyMap<string, HealthOverride>> {
  const companies = circles.filter(({ twin }) => twin.kind === 'company').map(({ subject }) => subject);
  if (companies.length === 0) return new Map();
  const over = await rows.health.expire(companies, now);
  await rows.decisions.note(
    over.map(({ subject, band, who, reason }) => ({
      ...{ who: 'revloop', kind: 'override' as const, about: `subject ${subject}`, why: null },
      body: { health: { from: band, to: 'computed' }, ended: 'expired', said: { who, reason } },
    })),
    now,
  );
  return new Map((await rows.health.overrides(companies)).map((one) => [one.subject, one]));
}
