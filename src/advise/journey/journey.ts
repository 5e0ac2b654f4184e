// A journey: what a tenant wants done with its customers step by step; its versions never change.
import { hash } from 'node:crypto';
import type { JourneyGraph, JourneyKind } from './journey-graph.ts';
import type { Words } from './words.ts';

/** draft: nobody is on it. live: takes in and goes on. paused: everybody stays where they are. killed: ended for all. */
export const journeyStates = ['draft', 'live', 'paused', 'killed'] as const;
export type JourneyState = (typeof journeyStates)[number];

export type Journey = {
  readonly id: string;
  readonly name: Words;
  readonly kind: JourneyKind;
  readonly state: JourneyState;
  /** The version that takes in new customers; null before the first was published. */
  readonly liveVersion: number | null;
  /** Goes through its steps and does nothing outside. */
  readonly dryRun: boolean;
  /** The template that it was made from. */
  readonly template: string | null;
  readonly madeAt: Date;
  readonly madeBy: string;
};

export type JourneyVersion = {
  readonly journey: string;
  readonly version: number;
  readonly graph: JourneyGraph;
  readonly hash: string;
  readonly madeAt: Date;
  readonly madeBy: string;
};

/** The same for the same graph, however its parts are ordered. */
export function graphHash(graph: JourneyGraph): string {
  return hash('sha256', JSON.stringify(sorted(graph)), 'hex').slice(0, 32);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, one]) => [key, sorted(one)]),
  );
}
