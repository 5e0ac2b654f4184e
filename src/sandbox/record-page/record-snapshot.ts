// What the sandbox's record page needs to know of one CRM record to draw it.
import { z } from 'zod';

/** A property as the page shows it; `value` is HubSpot's string, empty when not set. Dates are HubSpot's strings too. */
export const RecordField = z.strictObject({
  name: z.string(),
  label: z.string(),
  group: z.string(),
  type: z.string(),
  value: z.string(),
  options: z.array(z.strictObject({ label: z.string(), value: z.string() })),
  readOnly: z.boolean(),
});
export type RecordField = z.infer<typeof RecordField>;

export const RecordSnapshot = z.strictObject({
  portalId: z.string(),
  timeZone: z.string(),
  typeId: z.string(),
  id: z.string(),
  name: z.string(),
  /** The line under the name, such as job title and company. */
  about: z.string(),
  fields: z.array(RecordField),
  groups: z.array(z.strictObject({ name: z.string(), label: z.string() })),
  associations: z.array(
    z.strictObject({
      typeId: z.string(),
      label: z.string(),
      records: z.array(z.strictObject({ id: z.string(), name: z.string(), about: z.string() })),
    }),
  ),
  /** Newest first; `at` in ISO 8601. */
  activity: z.array(
    z.strictObject({ id: z.string(), kind: z.string(), title: z.string(), body: z.string(), at: z.string() }),
  ),
});
export type RecordSnapshot = z.infer<typeof RecordSnapshot>;
