// Turns what went wrong into an answer: the catalogue's code and sentence, what to do now, and the id in the log.
import { z } from 'zod';
import { isRevloopError, RevloopError } from '#errors.ts';
import { inWords } from '#texts/in-words.ts';
import { refusalWords } from './refusal-words.ts';
import { json, type Reply } from './reply.ts';

const said = z.object({ says: z.string(), now: z.string() });

export const problem = z.object({
  code: z.string(),
  message: z.string(),
  now: z.string(),
  id: z.string(),
  /** The same in the languages of people. */
  words: z.object({ en: said, 'zh-CN': said }),
});

/** Anything that is not an error of ours becomes INTERNAL, without a word of what it was. */
export function toRevloopError(error: unknown, id: string): RevloopError {
  if (isRevloopError(error)) return error;
  const status = z.object({ status: z.number().int(), type: z.string() }).safeParse(error);
  if (status.success && status.data.type === 'entity.too.large') {
    return new RevloopError('BODY_TOO_LARGE', {}, { cause: error });
  }
  if (status.success && status.data.status >= 400 && status.data.status < 500) {
    return new RevloopError('INPUT_INVALID', { problem: inWords('refusal.problem.body') }, { cause: error });
  }
  return new RevloopError('INTERNAL', { id }, { cause: error });
}

export function problemReply(error: RevloopError, id: string): Reply {
  const { code, message, now, status, params } = error;
  const waitMs = params['waitMs'];
  const headers =
    typeof waitMs === 'number' ? { 'retry-after': String(Math.max(1, Math.ceil(waitMs / 1000))) } : {};
  const words = { en: refusalWords('en', error), 'zh-CN': refusalWords('zh-CN', error) };
  return json({ code, message, now, id, words }, { status, headers });
}
