// The desk of health: what console and API ask of the index and may do with it.
import { healthBandOf } from '#analyze/health.ts';
import { indexUnder, inShares, type PartWeights, presetWeights, weightsIn } from '#analyze/health-weights.ts';
import { fail } from '#errors.ts';
import type { HealthDesk, WeighInput, WeighPreview } from '#ports/health-desk.ts';
import type { TenantStore } from '#ports/store.ts';
import type { Ports } from '#ports.ts';
import { inWords } from '#texts/in-words.ts';
import { checkHealth } from './check-health.ts';

type Rows = Pick<TenantStore, 'health' | 'segments' | 'findings'>;

export function openHealthDesk(needs: Pick<Ports, 'store' | 'clock' | 'queue'>): HealthDesk {
  const { store, clock, queue } = needs;
  return {
    lastCheck: (tenant) => store.asTenant(tenant, ({ health }) => health.lastCheck()),
    checkNow: (tenant) => checkHealth(needs, tenant),
    weights: (tenant) =>
      store.asTenant(tenant, async (rows) => {
        const choices = await rows.health.weights();
        return [null, ...(await segmentIds(rows))].map((segment) => ({
          segment,
          choice: choices.find((one) => one.segment === segment) ?? null,
          parts: weightsIn(choices, segment).parts,
        }));
      }),
    preview: (tenant, input) => store.asTenant(tenant, (rows) => previewOf(rows, input)),
    async weigh(tenant, { who, why, ...input }) {
      const now = clock.now();
      const version = await store.asTenant(tenant, async (rows) => {
        const parts = await partsOf(rows, input);
        const { segment, basis } = input;
        const before = (await rows.health.weights()).find((one) => one.segment === segment);
        const made = await rows.health.weigh({ segment, basis, parts, who, why }, now);
        const from = {
          basis: before?.basis ?? (segment === null ? 'preset' : 'all'),
          parts: before?.parts ?? null,
        };
        const about = segment === null ? 'healthWeights' : `healthWeights ${segment}`;
        await rows.decisions.note(
          [{ who, kind: 'settings', about, why, body: { from, to: { basis, parts } } }],
          now,
        );
        await rows.subjects.markKindDirty('company', 'health weights');
        return made;
      });
      await queue.wake({ kind: 'turn', tenant });
      return version;
    },
  };
}

async function segmentIds(rows: Pick<Rows, 'segments'>): Promise<string[]> {
  return ((await rows.segments.live())?.found?.segments ?? []).map(({ id }) => id);
}

/** Null where a segment goes by everybody's. */
async function partsOf(rows: Rows, { segment, basis, parts }: WeighInput): Promise<PartWeights | null> {
  if (segment !== null && !(await segmentIds(rows)).includes(segment))
    return fail('NOT_FOUND', { what: 'such segment' });
  if (basis === 'all') return segment === null ? presetWeights : null;
  if (basis === 'preset') return presetWeights;
  if (basis === 'hand')
    return parts === null
      ? fail('INPUT_INVALID', { problem: inWords('refusal.problem.parts') })
      : inShares(parts);
  const last = await rows.health.lastCheck();
  const learned = last?.check.segments?.find((one) => one.segment === segment)?.weights.parts ?? null;
  return learned ?? fail('HEALTH_WEIGHTS_EARLY');
}

/** More customers than this are not counted one by one. */
const mostCustomers = 50_000;
const leastMove = 5;

async function previewOf(rows: Rows, input: WeighInput): Promise<WeighPreview> {
  const own = await partsOf(rows, input);
  const choices = await rows.health.weights();
  const parts = own ?? weightsIn(choices, null).parts;
  const segments = new Map((await rows.segments.all()).map((one) => [one.subject, one.segment]));
  const chosen = new Set(
    choices.flatMap((one) => (one.segment === null || one.parts === null ? [] : [one.segment])),
  );
  const concerned = (subject: string) => {
    const segment = segments.get(subject) ?? null;
    // Everybody's weights do not reach those whose segment has its own.
    return input.segment === null ? segment === null || !chosen.has(segment) : segment === input.segment;
  };
  const found = (await rows.findings.extreme('health', 'lowest', mostCustomers)).filter((one) =>
    concerned(one.subject),
  );
  const bands = new Map<string, { from: string; to: string; count: number }>();
  let moved = 0;
  for (const { finding } of found) {
    const before = finding.override?.computed ?? finding;
    const index = indexUnder(parts, finding.parts);
    if (index === null || before.score === null || before.band === null) continue;
    if (Math.abs(Math.round(index) - before.score) >= leastMove) moved += 1;
    const to = healthBandOf(Math.round(index));
    if (to === before.band) continue;
    const key = `${before.band} ${to}`;
    bands.set(key, { from: before.band, to, count: (bands.get(key)?.count ?? 0) + 1 });
  }
  return { parts, customers: found.length, moved, bands: [...bands.values()] };
}
