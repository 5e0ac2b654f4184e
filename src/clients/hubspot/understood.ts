// An answer of HubSpot, parsed; what is not understood is refused instead of taken for nothing.
import { z } from 'zod';
import { fail } from '#errors.ts';
import { codeOf, passing, problemOf, scopesOf, toErrorEntry } from './error-body.ts';
import type { Reply } from './request.ts';

/** Errors: CRM_REFUSED when the answer has another shape. */
export function understood<T extends z.ZodType>(shape: T, { status, body }: Reply): z.output<T> {
  const parsed = shape.safeParse(body);
  if (parsed.success) return parsed.data;
  const problem = `its answer was not understood: ${z.prettifyError(parsed.error)}`.slice(0, 500);
  return fail('CRM_REFUSED', { status, category: 'UNREADABLE_ANSWER', problem });
}

export const faults = z.array(z.unknown()).default([]);

/**
 * In a batch that only reads, a record that is not there is an answer; any other fault leaves us not knowing, and
 * not knowing must never look like a record that was deleted. Errors: CRM_BUSY (waitMs), CRM_SCOPE, CRM_REFUSED.
 */
export function refuseFaults(errors: z.output<typeof faults>): void {
  const entry = errors.map(toErrorEntry).find((one) => one.category !== 'OBJECT_NOT_FOUND');
  if (entry === undefined) return;
  const problem = problemOf(entry);
  if (passing.has(entry.category ?? '')) fail('CRM_BUSY', { problem, waitMs: 10_000 });
  if (entry.category === 'MISSING_SCOPES') fail('CRM_SCOPE', { scope: scopesOf(entry).join(' ') || problem });
  fail('CRM_REFUSED', { status: 207, category: codeOf(entry), problem });
}
