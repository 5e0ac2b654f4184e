// An answer of Salesforce, parsed; what is not understood is refused instead of taken for nothing.
import { z } from 'zod';
import { fail } from '#errors.ts';
import { toJson } from './error-body.ts';
import type { Reply } from './request.ts';

/** Errors: CRM_REFUSED when the answer has another shape. */
export function understood<T extends z.ZodType>(
  shape: T,
  { status, text }: Pick<Reply, 'status' | 'text'>,
): z.output<T> {
  const parsed = shape.safeParse(toJson(text));
  if (parsed.success) return parsed.data;
  const problem = `its answer was not understood: ${z.prettifyError(parsed.error)}`.slice(0, 500);
  return fail('CRM_REFUSED', { status, category: 'UNREADABLE_ANSWER', problem });
}
