// A look at stagnation: what the tenant has learned of it, and how far its product events have come.
import { dayMs } from '#analyze/field/day-counter.ts';
import type { TenantStore } from '#ports/store.ts';
import { firstSince, type PeopleByDay, quietSince } from './quiet-days.ts';
import { presetStagnation, type StagnationWeights, toStagnationWeights } from './stagnation-weights.ts';

export type StagnationLook = {
  readonly weights: StagnationWeights;
  readonly version: number | null;
  /** The newest product event of anybody (ms): silence of the feed is not silence of the customer. */
  readonly heard: number | null;
};

export function stagnationLook(
  row: { readonly body: unknown; readonly version: number } | null,
  heard: Date | null,
  seen: PeopleByDay,
): StagnationLook {
  const kept = toStagnationWeights(row?.body);
  const { usual } = kept;
  const since =
    usual === null || heard === null ? {} : quietSince(usual, seen, Math.floor(heard.getTime() / dayMs));
  const weights = { ...kept, quiet: { ...kept.quiet, ...since } };
  return { weights, version: row?.version ?? null, heard: heard?.getTime() ?? null };
}

type Needs = Pick<TenantStore, 'weights' | 'signals'>;
const looks = new WeakMap<Needs['signals'], Promise<StagnationLook>>();

/** As things stand; the steps of one transaction have the same look, which is read once. */
export function readStagnationLook(rows: Needs): Promise<StagnationLook> {
  const known = looks.get(rows.signals);
  if (known !== undefined) return known;
  const look = readLook(rows);
  looks.set(rows.signals, look);
  return look;
}

async function readLook({ weights, signals }: Needs): Promise<StagnationLook> {
  const [row, heard] = [await weights.live('stagnation'), await signals.heardOfProduct()];
  const { usual } = toStagnationWeights(row?.body);
  if (usual === null || heard === null) return stagnationLook(row, heard, new Map());
  const from = firstSince(usual, Math.floor(heard.getTime() / dayMs));
  return stagnationLook(row, heard, await signals.seenInProduct(new Date(from * dayMs)));
}

/** What was not told yet cannot be missed: the customer is looked at as of the newest event of anybody. */
export function heardBy({ heard }: Pick<StagnationLook, 'heard'>, at: number): number {
  return heard === null ? at : Math.min(at, heard);
}

/** Where nothing was learned, and every event is in. */
export const presetLook: StagnationLook = { weights: presetStagnation, version: null, heard: null };
