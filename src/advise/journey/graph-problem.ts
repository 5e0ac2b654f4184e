// What is wrong with a graph: which step, and why it cannot be walked.
import { z } from 'zod';
import { words } from './words.ts';

export const graphProblem = z.strictObject({
  code: z.enum(['no_start', 'leads_nowhere', 'not_reached', 'no_end', 'spins', 'no_alert', 'rule']),
  /** The step; `enter`, `leave` or `goal` for the journey's own rules. */
  node: z.string(),
  detail: z.string(),
  /** Of a rule: what is wrong with it, in the reader's language. */
  said: words.optional(),
});
export type GraphProblem = z.infer<typeof graphProblem>;
