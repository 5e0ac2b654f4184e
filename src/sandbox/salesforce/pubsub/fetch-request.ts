// What a subscriber asks for, read from its request.
import { z } from 'zod';

export const fetchRequest = z.object({
  topicName: z.string(),
  replayPreset: z.enum(['LATEST', 'EARLIEST', 'CUSTOM']),
  replayId: z.instanceof(Uint8Array),
  numRequested: z.number().int(),
});
export type FetchRequest = z.infer<typeof fetchRequest>;

export const topicRequest = z.object({ topicName: z.string() });
export const schemaRequest = z.object({ schemaId: z.string() });
