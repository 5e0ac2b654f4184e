// A person wants to say how a customer stands: the press of the button below an alert, and what they entered then.
import { z } from 'zod';
import { blockActions } from './press.ts';

export type HealthPress = {
  readonly advice: string;
  readonly user: string;
  /** Slack lets a window be opened with it for three seconds. */
  readonly trigger: string;
};

const adviceId = z.string().regex(/^[0-9a-f-]{36}$/);

/** Null where the press is another one. */
export function toHealthPress(body: unknown): HealthPress | null {
  const { data } = blockActions.safeParse(body);
  const action = data?.actions[0];
  const advice = adviceId.safeParse(action?.value);
  if (data === undefined || action?.action_id !== 'revloop-health:say' || !advice.success) return null;
  return { advice: advice.data, user: data.user.id, trigger: data.trigger_id };
}

/** Names of blocks and inputs in the window; each input stands alone in its block. */
export const healthInputs = { band: 'band', reason: 'reason', days: 'days' } as const;

const text = (name: string) => z.object({ [name]: z.object({ value: z.string().nullish() }) });
const submitted = z.object({
  user: z.object({ id: z.string(), username: z.string().optional(), name: z.string().optional() }),
  view: z.object({
    private_metadata: z.string(),
    state: z.object({
      values: z.object({
        band: z.object({ band: z.object({ selected_option: z.object({ value: z.string() }).nullish() }) }),
        reason: text('reason'),
        days: text('days'),
      }),
    }),
  }),
});
/** What the window carries along unseen. */
const carried = z.object({ advice: adviceId, replaces: z.string().nullable() });
/** `computed`: what was said before is taken back. */
const band = z.enum(['healthy', 'watch', 'at_risk', 'computed']);

export type HealthEntry = z.infer<typeof carried> & {
  readonly band: z.infer<typeof band> | null;
  readonly reason: string;
  /** Null where it is no whole number of 1 to 180. */
  readonly days: number | null;
  readonly user: string;
  readonly handle: string;
};

/** What was entered, in the body of a `view_submission`; null where it is no window of ours. */
export function toHealthEntry(body: unknown): HealthEntry | null {
  const { data } = submitted.safeParse(body);
  if (data === undefined) return null;
  const { user, view } = data;
  const { values } = view.state;
  const about = carried.safeParse(jsonOf(view.private_metadata));
  if (!about.success) return null;
  const days = Number(values.days['days']?.value ?? Number.NaN);
  return {
    ...about.data,
    band: band.safeParse(values.band.band.selected_option?.value).data ?? null,
    reason: values.reason['reason']?.value?.trim() ?? '',
    days: Number.isInteger(days) && days >= 1 && days <= 180 ? days : null,
    user: user.id,
    handle: user.username ?? user.name ?? user.id,
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
