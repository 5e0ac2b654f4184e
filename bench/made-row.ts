// A made row: what stands in it, and the log-odds of its outcome.
import type { Random } from '#learn/random.ts';

/** `plain`: the values that stand there in an odd way, as a learner wants them. */
export type Made = {
  readonly values: Readonly<Record<string, string>>;
  readonly plain?: Readonly<Record<string, string>>;
  readonly logOdds: number;
};
export type Maker = (random: Random) => (row: number) => Made;

export const day = 86_400_000;

/** Standard normal, by two uniforms (Box and Muller). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

export function pick<T>(random: Random, from: readonly T[], none: T): T {
  return from[Math.floor(random() * from.length)] ?? none;
}
