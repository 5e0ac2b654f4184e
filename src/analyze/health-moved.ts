// What moved a health index: the parts that moved it most, and of each the signal that changed most, from and to.
import type { Finding, HealthMove, Part, Reason } from './finding.ts';

const most = 3;
/** More reasons than these a finding does not keep. */
export const mostReasons = 10;
/** Below half a point of the index a part is not worth naming. */
const leastPoints = 0.5;

/** The finding with what moved it since it was kept; what moved it last stays while it stands still. */
export function withMoved(found: Finding, kept: Finding | null): Finding {
  const { moved: _, ...plain } = found;
  if (kept === null || kept.kind !== found.kind) return plain;
  const still = computed(kept) === found.score;
  const moved = still ? kept.moved : movesBetween(kept, found);
  return moved === undefined ? plain : { ...plain, moved };
}

/** What the index said before a person's word. */
const computed = ({ score, override }: Finding): number | null =>
  override === undefined ? score : override.computed.score;

function movesBetween(kept: Finding, found: Finding): HealthMove[] {
  const moves = found.parts.flatMap((now) => {
    const before = kept.parts.find(({ code }) => code === now.code);
    if (before === undefined || before.value === now.value) return [];
    const points = Math.abs(pointsOf(now) - pointsOf(before));
    return points < leastPoints ? [] : [{ now, before, points }];
  });
  return moves
    .sort((one, other) => other.points - one.points)
    .slice(0, most)
    .map(({ now, before }) => ({
      ...{ part: now.code, from: before.value, to: now.value },
      signal: signalOf(now.code, kept.reasons, found.reasons),
    }));
}

/** How far the part moves the index away from the middle, so that one that was not known counts as neither. */
const pointsOf = ({ value, weight }: Part): number => (value === null ? 0 : (value - 50) * weight);

type Change = { readonly signal: NonNullable<HealthMove['signal']>; readonly size: number };

/** Of the part's own facts the one that changed most, against what it was. */
function signalOf(
  part: Part['code'],
  before: readonly Reason[],
  after: readonly Reason[],
): HealthMove['signal'] {
  const [was, is] = [toldBy(before, part), toldBy(after, part)];
  const codes = [...new Set([...was.keys(), ...is.keys()])].filter((code) => code.startsWith(`${part}_`));
  const changes = codes.flatMap((code): Change[] => {
    const [from = null, to = null] = [was.get(code), is.get(code)];
    if (from === to) return [];
    return [{ signal: { code, from, to }, size: sizeOf(from, to) }];
  });
  return changes.sort((one, other) => other.size - one.size)[0]?.signal ?? null;
}

/** Told of only where there is one: where the part is known and nothing was left out, there was none. */
const counted = ['support_open', 'commercial_won', 'commercial_lost', 'commercial_open', 'sentiment_unhappy'];

function toldBy(reasons: readonly Reason[], part: Part['code']): Map<string, Reason['value']> {
  const told = new Map(reasons.map((one) => [one.code, one.value]));
  const whole = reasons.length < mostReasons && [...told.keys()].some((code) => code.startsWith(`${part}_`));
  if (whole)
    for (const code of counted) if (code.startsWith(`${part}_`) && !told.has(code)) told.set(code, 0);
  return told;
}

function sizeOf(from: Reason['value'], to: Reason['value']): number {
  // What was not told before, or is not any more, says less than a number that changed.
  if (typeof from !== 'number' || typeof to !== 'number') return 0;
  return Math.abs(to - from) / Math.max(1, Math.abs(from), Math.abs(to));
}
