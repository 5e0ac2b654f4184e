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
  const { gone, unfolded } = await mergeAndErase(rows, dirty);
  const kinds = new Map(
    dirty.filter(({ subject }) => !gone.has(subject)).map(({ subject, kind }) => [subject, kind]),
  );
  const fresh = Map.groupBy(unfolded, ({ subject }) => subject);
  const known = await rows.twins.load([...kinds.keys()]);
  const twins = new Map<string, Twin>();
  const folded = new Map<string, Twin>();
  const taken: string[] = [];
  for (const [subject, kind] of kinds) {
    const row = known.get(subject);
    const signals = row?.refold ? await rows.signals.of(subject) : (fresh.get(subject) ?? []);
    const told = signals.filter(isFolded);
    const twin = row?.refold ? replay(kind, told) : fold(row?.twin ?? emptyTwin(kind), told);
    if (row?.refold || told.length > 0) folded.set(subject, twin);
    // A subject that only stands as somebody's neighbour so far has no twin worth keeping.
    if (row !== undefined || told.length > 0) twins.set(subject, twin);
    // Exactly what this twin has in it: signals are kept by others all the while.
    for (const { id } of told) taken.push(id);
  }
  await rows.twins.save(folded);
  await rows.signals.markFolded(taken);
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

/** Signals that say who somebody is, or that somebody is no more. */
function isAboutIdentity({ kind }: Signal): boolean {
  return kind === 'crm.merged' || kind === 'crm.erased' || kind === 'product.identified';
}

type Joined = { readonly gone: ReadonlySet<string>; readonly unfolded: readonly Signal[] };

/**
 * Merged-away ids join their winner, product users join the record with their address, erased subjects lose
 * everything. `gone`: the subjects that are no more; `unfolded`: what is new about the others, in which nothing stands
 * of identity that was not carried out. It is read again after each change, because a change brings signals along, and
 * others keep new ones meanwhile.
 */
async function mergeAndErase(rows: Needs, dirty: readonly DirtySubject[]): Promise<Joined> {
  const gone = new Set<string>();
  const heard = new Set<string>();
  const subjects = dirty.map(({ subject }) => subject);
  for (let first = true; ; first = false) {
    const unfolded = await rows.signals.unfolded(subjects);
    const news = unfolded.filter((signal) => isAboutIdentity(signal) && !heard.has(signal.id));
    if (!first && news.length === 0) return { gone, unfolded };
    await rows.identities.claim(news.flatMap(claimOf));
    for (const { winner, loser, value } of await rows.identities.matches(subjects)) {
      await rows.subjects.merge(winner, [loser], `same address: ${value}`, false);
      gone.add(loser);
    }
    for (const signal of news) {
      heard.add(signal.id);
      for (const one of await carryOut(rows, signal)) gone.add(one);
    }
  }
}

/** Names are looked up anew for each: the winner of one merge may be the loser of another in the same batch. */
async function carryOut(rows: Needs, signal: Signal): Promise<string[]> {
  if (signal.kind !== 'crm.merged' && signal.kind !== 'crm.erased') return [];
  const { origin, objectType, externalId } = signal;
  const others = signal.kind === 'crm.merged' ? signal.data.from : [];
  const found = await rows.subjects.find(origin, objectType, [externalId, ...others]);
  const winner = found.get(externalId);
  if (winner === undefined) return [];
  if (signal.kind === 'crm.erased') {
    await rows.subjects.erase(winner);
    return [winner];
  }
  const losers = [...new Set(found.values())].filter((one) => one !== winner);
  await rows.subjects.merge(winner, losers, `merged in the CRM (${signal.key})`, true);
  return losers;
}
