// The messages of Segment's HTTP shape, as SDKs send them; what we do not use is let through unread.
import { z } from 'zod';

const text = z.string().trim().min(1).max(512);
/** Two names stand in one index when a visitor becomes a user. */
const id = z.union([z.string().trim().min(1).max(255), z.number().transform(String)]);
/** A clock that was never set says 1970: what it dates would be the first thing that somebody ever did. */
const earliest = new Date('2000-01-01T00:00:00.000Z');
const time = z
  .union([z.string(), z.number()])
  .pipe(z.coerce.date())
  .refine((at) => at >= earliest, 'its time is before the year 2000');
const traits = z.record(z.string(), z.unknown());

const common = {
  messageId: text.optional(),
  timestamp: time.nullish(),
  originalTimestamp: time.nullish(),
  // By a clock that says nonsense nothing is moved.
  sentAt: time.nullish().catch(null),
  userId: id.nullish(),
  anonymousId: id.nullish(),
  context: z
    .looseObject({ groupId: id.nullish(), traits: traits.optional(), domain: z.string().optional() })
    .nullish(),
};

const properties = traits.nullish();

export const message = z
  .discriminatedUnion('type', [
    z.looseObject({ ...common, type: z.literal('track'), event: text, properties }),
    z.looseObject({
      ...common,
      type: z.literal('page'),
      name: text.nullish(),
      category: text.nullish(),
      properties,
    }),
    z.looseObject({
      ...common,
      type: z.literal('screen'),
      name: text.nullish(),
      category: text.nullish(),
      properties,
    }),
    z.looseObject({ ...common, type: z.literal('identify'), traits: properties }),
    z.looseObject({ ...common, type: z.literal('group'), groupId: id, traits: properties }),
    z.looseObject({ ...common, type: z.literal('alias'), previousId: id }),
  ])
  .refine((one) => Boolean(one.userId ?? one.anonymousId), 'either userId or anonymousId is needed');
export type Message = z.infer<typeof message>;

/** Messages of a batch. */
export const mostMessages = 5_000;

/** A batch as `/v1/batch` takes it; every other path is a batch of one, with the type of its path. */
export const batch = z.looseObject({
  batch: z.array(z.unknown()).max(mostMessages),
  sentAt: common.sentAt,
});

/** What stands in the place of a message that was not taken at the door, and why. */
export const refusal = z.strictObject({ refused: z.string() });
