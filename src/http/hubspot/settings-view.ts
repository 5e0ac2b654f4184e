// What Revloop's settings page inside HubSpot shows: is this portal connected, and where the console is.
import { z } from 'zod';

/** The query of `GET /hubspot/settings`: added and signed by HubSpot, except `locale`. */
export const SettingsQuery = z.object({
  portalId: z.string().regex(/^\d{1,19}$/),
  userId: z.string().regex(/^\d{1,19}$/),
  userEmail: z.string().max(320).optional(),
  appId: z.string().regex(/^\d{1,19}$/),
  locale: z.string().max(35).optional(),
});
export type SettingsQuery = z.infer<typeof SettingsQuery>;

/**
 * The answer of `GET /hubspot/settings`, in the person's language. `connection.state`: `connected`; `paused` (revoked
 * or misconfigured, `notice` says what to do); `unknown` (this portal never finished installing). `facts` are label and
 * value pairs such as records read, last sync, model in use.
 */
export const SettingsView = z.strictObject({
  connection: z.strictObject({
    state: z.enum(['connected', 'paused', 'unknown']),
    label: z.string(),
    tone: z.enum(['success', 'warning', 'danger', 'info', 'default']),
  }),
  notice: z.strictObject({ title: z.string(), text: z.string() }).nullable(),
  facts: z.array(z.strictObject({ label: z.string(), value: z.string() })).max(20),
  links: z.array(z.strictObject({ label: z.string(), url: z.url() })).max(5),
});
export type SettingsView = z.infer<typeof SettingsView>;
