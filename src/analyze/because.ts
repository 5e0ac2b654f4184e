// Why a score moved: the weights are others, or these reasons weigh more or less than before.
import type { Because, Finding } from './finding.ts';

const shown = 3;
/** Below half a point a reason is not worth naming. */
const leastPoints = 0.5;

/** The finding with what moved it since it was kept; what moved it last stays while it stands still. */
export function withBecause(found: Finding, kept: Finding | null): Finding {
  const { because: _, ...plain } = found;
  const because = kept === null ? undefined : becauseOf(found, kept);
  return because === undefined ? plain : { ...plain, because };
}

function becauseOf(found: Finding, kept: Finding): Because | undefined {
  if (found.score === kept.score && found.band === kept.band) return kept.because;
  if (found.weightsVersion !== kept.weightsVersion) return { cause: 'weights', by: [] };
  const before = new Map(kept.reasons.map((one) => [`${one.code} ${one.feature}`, one]));
  const after = new Map(found.reasons.map((one) => [`${one.code} ${one.feature}`, one]));
  const by = [...new Set([...before.keys(), ...after.keys()])].flatMap((name) => {
    const [was, is] = [before.get(name), after.get(name)];
    const one = is ?? was;
    const points = Math.round(((is?.points ?? 0) - (was?.points ?? 0)) * 10) / 10;
    if (one === undefined || Math.abs(points) < leastPoints) return [];
    return [{ code: one.code, feature: one.feature, label: one.label, points }];
  });
  return { cause: 'record', by: by.sort((a, b) => Math.abs(b.points) - Math.abs(a.points)).slice(0, shown) };
}
