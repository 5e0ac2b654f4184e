// A leak: a feature that gives the outcome away, and by what one can tell.
import { z } from 'zod';

/**
 * `tells_outcome`: alone it ranks the outcome with this area. `filled_with_outcome`: it is filled in for one outcome, by
 * this odds ratio. `filled_late`: this share of its values came with the outcome or after it. `rare_while_open`: nobody says
 * when this share of its values came, and open records hardly have any. `names_outcome`: `value` is as good as the
 * outcome, by this odds ratio. `judged`: somebody's or something's verdict, there for only some;
 * `written_after`, `rewritten`: what its name says, and this area. `dated_after`: this share of its dates is later than
 * the outcome. `doubtful`: worth a look, by this area; it is used.
 */
export const leakWhys = [
  'tells_outcome',
  'filled_with_outcome',
  'filled_late',
  'rare_while_open',
  'names_outcome',
  'judged',
  'written_after',
  'rewritten',
  'dated_after',
  'doubtful',
] as const;

export const leak = z.strictObject({
  name: z.string(),
  label: z.string().optional(),
  why: z.enum(leakWhys),
  measure: z.number(),
  value: z.string().optional(),
});
export type Leak = Readonly<z.infer<typeof leak>>;
