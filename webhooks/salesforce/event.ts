// One event of Salesforce's change data capture, as our feed keeps it: JSON with names in the place of bitmaps.
import { z } from 'zod';

/** Of 64 bits they come as text. */
const whole = z.union([z.number().int().transform(String), z.string().regex(/^-?\d{1,19}$/)]);
const latestMs = 8.64e15;

const header = z.object({
  entityName: z.string().min(1),
  /** A wildcard such as `001*` means all records of the object; an overflow names none. */
  recordIds: z.array(z.string()).default([]),
  changeType: z.string().min(1),
  changeOrigin: z.string().default(''),
  transactionKey: z.string().default(''),
  sequenceNumber: whole.default('0'),
  commitTimestamp: whole.transform(Number).pipe(z.number().int().min(0).max(latestMs)),
  commitNumber: whole.default('0'),
  changedFields: z.array(z.string()).default([]),
  nulledFields: z.array(z.string()).default([]),
  diffFields: z.array(z.string()).default([]),
});
export type ChangeHeader = z.infer<typeof header>;

export type ChangeEvent = {
  readonly header: ChangeHeader;
  readonly values: Readonly<Record<string, unknown>>;
};

const readable = z
  .object({ payload: z.object({ ChangeEventHeader: header }).catchall(z.unknown()) })
  .transform(
    ({ payload: { ChangeEventHeader, ...values } }): ChangeEvent => ({ header: ChangeEventHeader, values }),
  );
/** What the feed could not read: why, and its bytes. */
const unreadable = z.object({ raw: z.string(), problem: z.string() });

/** The event of an entry; as text why there is none. */
export function changeEvent(entry: unknown): ChangeEvent | string {
  const raw = unreadable.safeParse(entry);
  if (raw.success) return `bytes of an event, ${raw.data.problem}`;
  const parsed = readable.safeParse(entry);
  if (parsed.success) return parsed.data;
  return `field ${String(parsed.error.issues[0]?.path.join('.') || 'of an event')}`;
}
