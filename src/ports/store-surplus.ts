// What stages need of the store about surplus: what was kept of product use beyond what the dial allows now.
import { z } from 'zod';
import type { Collection } from '#sense/collection.ts';

/**
 * `people`: names of users and visitors. `events`: what they did, or everything where nothing is collected. `users`: those
 * who were counted at companies under a name that is not kept any more. `properties`: events that keep others.
 */
export const surplusCount = z.strictObject({
  people: z.number().int(),
  events: z.number().int(),
  users: z.number().int(),
  properties: z.number().int(),
});
export type SurplusCount = Readonly<z.infer<typeof surplusCount>>;
export const noSurplus: SurplusCount = { people: 0, events: 0, users: 0, properties: 0 };

export type Dial = Pick<Collection, 'level' | 'properties'>;

/** Somebody asked for its removal; `removed` grows until it is done. */
export type SurplusRemoval = {
  readonly askedAt: Date;
  readonly askedBy: string;
  readonly removed: SurplusCount;
  readonly doneAt: Date | null;
};

export type SurplusRows = {
  /** What stands beyond this dial. */
  count(dial: Dial): Promise<SurplusCount>;
  /** The newest removal that was asked for. */
  removal(): Promise<SurplusRemoval | null>;
  /** Asks for it; one that is under way goes on. */
  ask(who: string, now: Date): Promise<void>;
  /** Removes a portion of what stands beyond this dial; true while more may be left. */
  removeSome(dial: Dial): Promise<boolean>;
  /** Nothing is left: twins are folded anew of what stayed. */
  finish(now: Date): Promise<void>;
};
