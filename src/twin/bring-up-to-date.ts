// Brings the twins of dirty subjects up to date: merges, erasures, and the fold of what is new.
import type { TenantStore } from '#ports/store.ts';
import type { Claim, DirtySubject } from '#ports/store-subjects.ts';
import { notFolded, type Signal } from '#sense/signal.ts';
import type { IdentitySettings } from '#sense/tenant.ts';
import { fold, replay } from './fold.ts';
import { emptyTwin, type Twin } from './twin.ts';

type Needs = Pick<TenantStore, 'signals' | 'usage' | 'subjects' | 'twins' | 'identities'>;

export type UpToDate = {
  /** The subjects of the batch that are still there, with their twins. */
  readonly twins: ReadonlyMap<string, Twin>;
  /** Those of which something new was folded. */
  readonly changed: readonly string[];
  /** Neighbours gained or lost. */
  readonly relinked: readonly string[];
  /** What people answered to advice in a CRM since the last turn, oldest first. */
  readonly answers: readonly Extract<Signal, { kind: 'advice.answered' }>[];
  /** How customers stand, as people said there, oldest first. */
  readonly words: readonly Extract<Signal, { kind: 'health.said' }>[];
};

export async function bringUpToDate(
  rows: Needs,
  dirty: readonly DirtySubject[],
  identity: IdentitySettings,
): Promise<UpToDate> {
  const { gone, unfolded } = await mergeAndErase(rows, dirty, identity);
  const left = dirty.map(({ subject }) => subject).filter((subject) => !gone.has(subject));
  // A lead that was joined with a contact is one from now on.
  const kinds = await rows.subjects.kinds(left);
  const fresh = Map.groupBy(unfolded, ({ subject }) => subject);
  const known = await rows.twins.load([...kinds.keys()]);
  // Folded anew from what was said of it and from the rollups: never from every event that it ever had.
  const anew = [...known.values()].flatMap(({ subject, refold }) => (refold ? [subject] : []));
  const told = Map.groupBy(await rows.signals.told(anew), ({ subject }) => subject);
  const usage = await rows.usage.take(anew);
  const twins = new Map<string, Twin>();
  const folded = new Map<string, Twin>();
  const taken: string[] = [];
  for (const [subject, kind] of kinds) {
    const row = known.get(subject);
    const signals = ((row?.refold ? told : fresh).get(subject) ?? []).filter(isFolded);
    const twin = row?.refold
      ? replay(kind, signals, usage.get(subject))
      : fold(row?.twin ?? emptyTwin(kind), signals);
    if (row?.refold || signals.length > 0) folded.set(subject, twin);
    // A subject that only stands as somebody's neighbour so far has no twin worth keeping.
    if (row !== undefined || signals.length > 0) twins.set(subject, twin);
    // Exactly what this twin has in it: signals are kept by others all the while.
    for (const { id } of signals) taken.push(id);
  }
  await rows.twins.save(folded);
  await rows.signals.markFolded(taken);
  const relinked = await rows.twins.saveLinks([...folded.keys()]);
  const answers = unfolded.filter((signal) => signal.kind === 'advice.answered');
  const words = unfolded.filter((signal) => signal.kind === 'health.said');
  return { twins, changed: [...folded.keys()], relinked, answers, words };
}

function claimOf(signal: Signal): Claim[] {
  if (signal.kind !== 'product.identified') return [];
  const { subject, objectType: kind, origin, externalId: name, data } = signal;
  const common = { subject, kind, origin, name };
  const value = kind === 'company' ? data.domain : data.email;
  return [
    ...(value === null ? [] : [{ ...common, value, isUser: false }]),
    ...(data.user === undefined ? [] : [{ ...common, value: data.user, isUser: true }]),
  ];
}

/** Hints are kept for the record only: what they point at is read and comes as a signal of its own. */
function isFolded(signal: Signal): boolean {
  return !notFolded.includes(signal.kind);
}

/** Signals that say who somebody is, or that somebody is no more. */
function isAboutIdentity({ kind }: Signal): boolean {
  return ['crm.merged', 'crm.converted', 'crm.erased', 'product.identified'].includes(kind);
}

type Settled = { readonly gone: ReadonlySet<string>; readonly unfolded: readonly Signal[] };

/**
 * Merged-away ids join their winner, converted leads their contact, product users and records of other CRMs whoever they
 * are, erased subjects lose everything. `gone`: the subjects that are no more; `unfolded`: what is new about the others, in
 * which nothing stands of identity that was not carried out. It is read again after each change, because a change brings
 * signals along, and others keep new ones meanwhile.
 */
async function mergeAndErase(
  rows: Needs,
  dirty: readonly DirtySubject[],
  identity: IdentitySettings,
): Promise<Settled> {
  const gone = new Set<string>();
  const heard = new Set<string>();
  const subjects = dirty.map(({ subject }) => subject);
  await rows.identities.claimIds(identity.ids, subjects);
  for (let first = true; ; first = false) {
    const unfolded = await rows.signals.unfolded(subjects);
    const news = unfolded.filter((signal) => isAboutIdentity(signal) && !heard.has(signal.id));
    const same = await rows.identities.same(subjects, identity);
    if (!first && news.length === 0 && same.length === 0) return { gone, unfolded };
    await rows.subjects.merge(same);
    for (const { loser } of same) gone.add(loser);
    await rows.identities.claim(news.flatMap(claimOf));
    for (const { winner, loser, joined } of await rows.identities.matches(subjects)) {
      const why = `same ${joined.by}: ${joined.value}`;
      await rows.subjects.merge([{ winner, loser, why, inCrm: false, joined }]);
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
  switch (signal.kind) {
    case 'crm.merged':
      return mergeIn(rows, signal);
    case 'crm.converted':
      return convert(rows, signal);
    case 'crm.erased': {
      const { origin, objectType, externalId } = signal;
      const subject = (await rows.subjects.find(origin, objectType, [externalId])).get(externalId);
      if (subject === undefined) return [];
      await rows.subjects.erase(subject, { who: 'crm' });
      return [subject];
    }
    default:
      return [];
  }
}

async function mergeIn(rows: Needs, signal: Extract<Signal, { kind: 'crm.merged' }>): Promise<string[]> {
  const { origin, objectType, externalId, key } = signal;
  const found = await rows.subjects.find(origin, objectType, [externalId, ...signal.data.from]);
  const winner = found.get(externalId);
  if (winner === undefined) return [];
  const losers = [...new Set(found.values())].filter((one) => one !== winner);
  const why = `merged in the CRM (${key})`;
  const gone: string[] = [];
  for (const loser of losers) {
    // What another CRM says of the merged-away one stays a subject of its own, and finds its match anew.
    const own = (await rows.subjects.split(loser, { origin })) ?? loser;
    await rows.subjects.merge([{ winner, loser: own, why, inCrm: true }]);
    if (own === loser) gone.push(loser);
  }
  return gone;
}

/** The older subject goes on as the contact's. */
async function convert(rows: Needs, signal: Extract<Signal, { kind: 'crm.converted' }>): Promise<string[]> {
  const { origin, externalId } = signal;
  const { lead } = signal.data;
  await rows.subjects.close({ origin, objectType: 'lead', externalId: lead });
  const asLead = (await rows.subjects.find(origin, 'lead', [lead])).get(lead);
  const asContact = (await rows.subjects.find(origin, 'contact', [externalId])).get(externalId);
  if (asLead === undefined || asContact === undefined || asLead === asContact) return [];
  // Where both are known to another CRM already, as two, that CRM's own records are not for us to join.
  const own = (await rows.subjects.shareCrm(asLead, asContact, origin))
    ? ((await rows.subjects.split(asLead, { origin })) ?? asLead)
    : asLead;
  const [winner, loser] = BigInt(own) < BigInt(asContact) ? [own, asContact] : [asContact, own];
  await rows.subjects.merge([{ winner, loser, why: `converted in the CRM (${signal.key})`, inCrm: false }]);
  return [loser];
}
