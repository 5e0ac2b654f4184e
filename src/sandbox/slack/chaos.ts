// Disturbance on demand: how often the simulated Slack is slow, busy, broken or repeats itself.
import { z } from 'zod';
import { column } from './database.ts';
import type { Slack } from './slack.ts';

const share = z.number().min(0).max(1);
export const chaosShape = z.strictObject({
  /** Share of events and interactions that are sent a second time. */
  duplicate: share.default(0),
  /** Events are held back up to so many milliseconds, so they overtake each other. */
  delayMs: z.number().int().min(0).max(600_000).default(0),
  /** Share of API calls answered with 429. */
  tooMany: share.default(0),
  /** Share of API calls answered with 503. */
  serverError: share.default(0),
  /** Waits before the first, second and third retry of an event. */
  retryDelaysMs: z.array(z.number().int().min(0)).max(3).default([1000, 60_000, 300_000]),
});
export type Chaos = z.infer<typeof chaosShape>;

/** The chaos in force; it survives a restart. */
export function chaosOf(slack: Slack): Chaos {
  const shape = z.object({ json: column(chaosShape) });
  return slack.db.one(shape, "select json from settings where key = 'chaos'")?.json ?? chaosShape.parse({});
}

export function setChaos(slack: Slack, chaos: Chaos): void {
  slack.db.run(
    "insert into settings values ('chaos', ?) on conflict (key) do update set json = excluded.json",
    JSON.stringify(chaos),
  );
}
