// Why a score moved: the weights are others, or the record is, and which features weigh more or less than before.
import type { Because, Finding } from './finding.ts';
import { type Moved, movedBy, type Shares } from './shares.ts';

/** What has a score, or what stands for one, and says what it is made of. */
export type Moving = Pick<Finding, 'score' | 'band' | 'reasons' | 'shares' | 'because' | 'weightsVersion'>;

const shown = 3;
/** Below half a point a reason is not worth naming. */
const leastPoints = 0.5;

/** What other weights say of the record as it is now; null where those weights, or what they said, are gone. */
export type SharesUnder = (version: number) => Shares | null;

/** The finding with what moved it since it was kept; what moved it last stays while it stands still. */
export function withBecause(
  found: Finding,
  kept: Finding | null,
  under: SharesUnder = () => null,
  labelOf: (feature: string) => string = (feature) => feature,
): Finding {
  const { because: _, ...plain } = found;
  const because = kept === null ? undefined : becauseOf(found, kept, under, labelOf);
  return because === undefined ? plain : { ...plain, because };
}

/** What moved it since; what moved it last while it stands still. */
export function becauseOf(
  found: Moving,
  kept: Moving,
  under: SharesUnder,
  labelOf: (feature: string) => string,
): Because | undefined {
  if (found.score === kept.score && found.band === kept.band) return kept.because;
  const { shares: is } = found;
  const { shares: was } = kept;
  if (is === undefined || was === undefined) return byReasons(found, kept);
  const named = (moved: readonly Moved[]) =>
    moved.map((one) => ({ ...one, ...nameOf(one, found, kept, labelOf) }));
  const other = found.weightsVersion !== kept.weightsVersion;
  const between = other && kept.weightsVersion !== null ? under(kept.weightsVersion) : null;
  if (other && between === null) return { cause: 'weights', by: strongest(named(movedBy(was, is))) };
  const ofRecord = movedBy(was, between ?? is);
  const ofWeights = between === null ? [] : movedBy(between, is);
  const points = { record: sumOf(ofRecord), weights: sumOf(ofWeights) };
  const cause = Math.abs(points.weights) > Math.abs(points.record) ? 'weights' : 'record';
  return {
    cause,
    by: strongest(named(cause === 'weights' ? ofWeights : ofRecord)),
    points: { record: tenths(points.record), weights: tenths(points.weights) },
  };
}

/** Of an index: its reasons are all there is. */
function byReasons(found: Moving, kept: Moving): Because {
  if (found.weightsVersion !== kept.weightsVersion) return { cause: 'weights', by: [] };
  const before = new Map(kept.reasons.map((one) => [`${one.code} ${one.feature}`, one]));
  const after = new Map(found.reasons.map((one) => [`${one.code} ${one.feature}`, one]));
  const by = [...new Set([...before.keys(), ...after.keys()])].flatMap((name) => {
    const [was, is] = [before.get(name), after.get(name)];
    const one = is ?? was;
    if (one === undefined) return [];
    const { code, feature, label } = one;
    return [{ code, feature, label, points: (is?.points ?? 0) - (was?.points ?? 0) }];
  });
  return { cause: 'record', by: strongest(by) };
}

/** As the reasons call it where it is one of them. */
function nameOf({ feature }: Moved, found: Moving, kept: Moving, labelOf: (feature: string) => string) {
  const one = [...found.reasons, ...kept.reasons].find((reason) => reason.feature === feature);
  if (one !== undefined) return { code: one.code, label: one.label };
  const parts = feature.split(' + ');
  return { code: parts.length > 1 ? 'together' : 'property', label: parts.map(labelOf).join(' + ') };
}

function strongest(by: Because['by']): Because['by'] {
  return by
    .map(({ code, feature, label, points }) => ({ code, feature, label, points: tenths(points) }))
    .filter(({ points }) => Math.abs(points) >= leastPoints)
    .sort((a, b) => Math.abs(b.points) - Math.abs(a.points))
    .slice(0, shown);
}

const sumOf = (moved: readonly Moved[]) => moved.reduce((sum, { points }) => sum + points, 0);
const tenths = (value: number) => Math.round(value * 10) / 10 + 0;
