// The messages of Segment's HTTP shape, as SDKs send them; what we do not use is let through unread.
import { z } from 'zod';

const text = z.string().trim().min(1).max(512);
const id = z.union([text, z.number().transform(String)]);
const time = z.coerce.date();
const traits = z.record(z.string(), z.unknown());

const common = {
  messageId: text.optional(),
  timestamp: time.optional(),
  originalTimestamp: time.optional(),
  sentAt: time.optional(),
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

/** A batch as `/v1/batch` takes it; every other path is a batch of one, with the type of its path. */
export const batch = z.looseObject({ batch: z.array(z.unknown()).max(5000), sentAt: time.optional() });

/** What stands in the place of a message that was not taken at the door, and why. */
export const refusal = z.strictObject({ refused: z.string() });
