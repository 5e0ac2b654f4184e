// Brings the twins of dirty subjects up to date: merges, erasures, and the fold of what is new.
import type { DirtySubject, TenantStore } from '#ports/store.ts';
import type { Signal, SubjectKind } from '#sense/signal.ts';
import { fold, replay } from './fold.ts';
import { emptyTwin, type Twin } from './twin.ts';

type Needs = Pick<TenantStore, 'signals' | 'subjects' | 'twins' | 'identities'>;

export type UpToDate = {
  /** The subjects of the batch that are still there, with their twins. */
  readonly twins: ReadonlyMap<string, Twin>;
  /** Those of which something new was folded. */
  readonly changed: readonly string[];
  /** Neighbours gained or lost. */
  readonly relinked: readonly string[];
};

export async function bringUpToDate(rows: Needs, dirty: readonly DirtySubject[]): Promise<UpToDate> {
  const gone = await mergeAndErase(rows, dirty);
  const kinds = new Map(
    dirty.filter(({ subject }) => !gone.has(subject)).map(({ subject, kind }) => [subject, kind]),
  );
  const subjects = [...kinds.keys()];
  const fresh = Map.groupBy(await rows.signals.unfolded(subjects), ({ subject }) => subject);
  const known = await rows.twins.load(subjects);
  const twins = new Map<string, Twin>();
  const folded = new Map<string, Twin>();
  for (const [subject, kind] of kinds) {
    const row = known.get(subject);
    const signals = fresh.get(subject) ?? [];
    const twin = row?.refold
      ? replay(kind, (await rows.signals.of(subject)).filter(isFolded))
      : fold(row?.twin ?? emptyTwin(kind), signals);
    if (row?.refold || signals.length > 0) folded.set(subject, twin);
    // A subject that only stands as somebody's neighbour so far has no twin worth keeping.
    if (row !== undefined || signals.length > 0) twins.set(subject, twin);
  }
  await rows.twins.save(folded);
  await rows.signals.markFolded([...fresh.values()].flat().map(({ id }) => id));
  const relinked = await rows.twins.saveLinks([...folded.keys()]);
  return { twins, changed: [...folded.keys()], relinked };
}

function claimOf(signal: Signal): { subject: string; kind: SubjectKind; value: string }[] {
  if (signal.kind !== 'product.identified') return [];
  const value = signal.objectType === 'company' ? signal.data.domain : signal.data.email;
  return value === null ? [] : [{ subject: signal.subject, kind: signal.objectType, value }];
}

/** Hints are kept for the record only: what they point at is read and comes as a signal of its own. */
function isFolded(signal: Signal): boolean {
  return signal.kind !== 'crm.changed';
}

/**
 * Merged-away ids join their winner, product users join the record with their address, erased subjects lose
 * everything. Returns the subjects that are no more.
 */
async function mergeAndErase(rows: Needs, dirty: readonly DirtySubject[]): Promise<ReadonlySet<string>> {
  const gone = new Set<string>();
  const subjects = dirty.map(({ subject }) => subject);
  const signals = await rows.signals.unfolded(subjects);
  await rows.identities.claim(signals.flatMap(claimOf));
  for (const { winner, loser, value } of await rows.identities.matches(subjects)) {
    await rows.subjects.merge(winner, [loser], `same address: ${value}`, false);
    gone.add(loser);
  }
  for (const signal of signals) {
    if (signal.kind === 'crm.merged') {
      const losers = await rows.subjects.find(signal.origin, signal.objectType, signal.data.from);
      await rows.subjects.merge(
        signal.subject,
        [...losers.values()],
        `merged in the CRM (${signal.key})`,
        true,
      );
      for (const loser of losers.values()) if (loser !== signal.subject) gone.add(loser);
    }
    if (signal.kind === 'crm.erased') {
      await rows.subjects.erase(signal.subject);
      gone.add(signal.subject);
    }
  }
  return gone;
}
