// What analysis hands on of one subject: its circle, what was found now and before, and how it stands.
import type { Circle } from './circle.ts';
import type { Finding, KeptFinding } from './finding.ts';

/** Whether a subject counts as won, lost or open; since when, as ISO time, as far as known. */
export type Standing = { readonly is: 'won' | 'lost' | 'open'; readonly since: string | null };

export type Analyzed = {
  readonly circle: Circle;
  /** null: nothing can be said, and nothing is. */
  readonly finding: Finding | null;
  readonly kept: KeptFinding | null;
  /** Of contacts, leads and deals; others have none. */
  readonly standing: Standing | null;
};
