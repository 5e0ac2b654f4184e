// The frame of a lesson: what a tenant's choices and CRMs say before anything is learned, and weights made within it.
import { hash } from 'node:crypto';
import { toOrigins } from '#analyze/places.ts';
import { type Target, targets } from '#analyze/target.ts';
import type { Weights } from '#analyze/weights.ts';
import { isRevloopError } from '#errors.ts';
import type { TenantStore } from '#ports/store.ts';
import type { Sync } from '#ports/store-sense.ts';
import type { Ports } from '#ports.ts';
import type { Platform } from '#sense/connection.ts';
import { definitionsOf } from '#sense/portal.ts';
import type { PropertyDefinition } from '#sense/record.ts';
import type { SubjectKind } from '#sense/signal.ts';
import type { TenantId, TenantSettings } from '#sense/tenant.ts';
import { areHistoriesRead } from './await-histories.ts';
import { type ClosedRecord, newestRecords } from './closed-records.ts';
import { distinctLabels } from './distinct-labels.ts';
import { type Permitted, permitted } from './forbidden.ts';
import type { Monotone } from './frame.ts';
import type { Lesson, Told } from './lesson.ts';
import { withStages } from './stage-options.ts';
import type { Trainer } from './train-in-worker.ts';

/** The same records give the same weights; another seed would only shuffle the folds. */
const seed = 20_261_122;

/**
 * `choices`: of what learning hangs on, as a hash: with other choices other weights are learned. `reading`: how far each
 * CRM is read.
 */
export type Framed = Told &
  Pick<Permitted, 'forbidden'> & { readonly choices: string; readonly reading: readonly (readonly Sync[])[] };

export async function frameLesson(rows: TenantStore, lesson: Lesson): Promise<Framed> {
  const { settings } = await rows.settings.read();
  const connections = await rows.connections.all();
  const definitions = async (platform: Platform, kind: SubjectKind) => {
    const found = new Map<string, PropertyDefinition>();
    for (const { id } of connections.filter((one) => one.platform === platform))
      for (const one of await withStages(rows, id, await definitionsOf(rows, id, kind)))
        if (!found.has(one.name)) found.set(one.name, one);
    return [...found.values()];
  };
  const allowed = await permitted(lesson, definitions, settings, await rows.fields.gate());
  const named = distinctLabels([...allowed.sources, ...allowed.forbidden], settings.locale);
  const labels = new Map(named.map(({ name, label }) => [name, label]));
  const relabelled = <T extends { readonly name: string }>(one: T): T => {
    const label = labels.get(one.name);
    return label === undefined ? one : { ...one, label };
  };
  // Connections of which everything is known that their CRM tells of the time before it was read.
  const past: string[] = [];
  const all: Sync[][] = [];
  for (const { id, state } of connections) {
    const syncs = await rows.syncs.all(id);
    const pasts = syncs.filter(({ phase }) => phase === 'past');
    if (pasts.length > 0 && pasts.every(({ state: at }) => at === 'done')) past.push(id);
    if (state === 'active') all.push(syncs);
  }
  const choices = choicesOf(settings, past.sort());
  const [sources, forbidden] = [allowed.sources.map(relabelled), allowed.forbidden.map(relabelled)];
  return { settings, sources, forbidden, origins: toOrigins(connections), choices, reading: all };
}

/** Between what the tenant chose and what was read; a hash holds no such sign. */
const readSign = '+';

/** What counts as won and lost, what may be used, is left out and kept; behind the sign, whose past was read. */
function choicesOf(
  { outcomes, leftOutFeatures, keptFeatures, directions, fields, slices }: TenantSettings,
  past: readonly string[],
): string {
  const kept = keptFeatures.length === 0 ? [] : [keptFeatures];
  const scored = Object.entries(fields).map(([name, { score, keep }]) => [name, score ?? null, keep ?? null]);
  const decided = scored.length === 0 ? [] : [scored.sort()];
  const demanded = Object.keys(directions).length === 0 ? [] : [Object.entries(directions).sort()];
  const all = [outcomes, leftOutFeatures, slices, ...kept, ...decided, ...demanded];
  const chosen = hash('sha256', JSON.stringify(all));
  return past.length === 0 ? chosen : `${chosen}${readSign}${hash('sha256', JSON.stringify(past))}`;
}

/** Whether the tenant chose the same both times, so that only what was read of its past tells them apart. */
export function sameChosen(one: string | undefined, other: string): boolean {
  return one?.split(readSign)[0] === other.split(readSign)[0];
}

/** A name for one target alone, such as `churn:company.annualrevenue`, goes before the same name for all. */
function monotoneOf({ directions }: TenantSettings, target: Target): Monotone {
  const all = Object.entries(directions);
  const own = `${target}:`;
  const others = targets.filter((one) => one !== target).map((one) => `${one}:`);
  const ways = [
    ...all.filter(([name]) => ![own, ...others].some((mark) => name.startsWith(mark))),
    ...all.flatMap(([name, way]) => (name.startsWith(own) ? [[name.slice(own.length), way] as const] : [])),
  ];
  return Object.fromEntries(ways.map(([name, way]): [string, 1 | -1] => [name, way === 'rising' ? 1 : -1]));
}

/** With fewer records than this it is not their number that takes so long. */
const leastToHalve = 2_000;

function isBeyondLimits(error: unknown): boolean {
  return isRevloopError(error) && (error.code === 'TRAINING_TOO_LONG' || error.code === 'TRAINING_TOO_BIG');
}

/** Weights of closed records; errors are those of the trainer, which is asked once more with half of them where they were too many. */
export type Learn = (records: readonly ClosedRecord[]) => Promise<Weights>;

export function learnWithin(
  ports: Pick<Ports, 'store' | 'clock'>,
  tenant: TenantId,
  lesson: Lesson,
  { told, train, now }: { readonly told: Framed; readonly train: Trainer; readonly now: Date },
): Learn {
  const { target } = lesson;
  const { sources, forbidden, choices, settings } = told;
  const prior = lesson.prior === undefined ? {} : { prior: lesson.prior };
  let more: Promise<Pick<Weights, 'pace'> | undefined> | undefined;
  return async (records) => {
    const request = { target, sources, records, now: now.getTime(), seed, keep: settings.keptFeatures };
    const asked = { ...request, ...prior, monotone: monotoneOf(settings, target) };
    const trained = await train(asked).catch((error: unknown) => {
      if (!isBeyondLimits(error) || records.length < leastToHalve) throw error;
      // Weights of the newer half are better than none.
      return train({ ...asked, records: newestRecords([...records], Math.ceil(records.length / 2)) });
    });
    more ??= lesson.more?.(ports, tenant, told) ?? Promise.resolve(undefined);
    const early = told.reading.every(areHistoriesRead) ? {} : { early: true };
    return { ...trained, ...(await more), ...early, leftOut: [...trained.leftOut, ...forbidden], choices };
  };
}
