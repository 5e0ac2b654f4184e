// A call to the controls of a running sandbox.
import { z } from 'zod';
import { fail } from '#errors.ts';

export type ControlAnswer = { readonly status: number; readonly body: unknown };

/** Errors: SANDBOX_UNREACHABLE. */
export async function control(url: string, body?: object): Promise<ControlAnswer> {
  const init = body && {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
  try {
    const response = await fetch(url, init);
    const answer: unknown = await response.json();
    return { status: response.status, body: answer };
  } catch (cause) {
    return fail('SANDBOX_UNREACHABLE', { url }, { cause });
  }
}

const refusal = z.object({ message: z.string() });

/** What a refusal says, in HubSpot's shape or Salesforce's. */
export function refusalIn(body: unknown): string {
  const parsed = refusal.safeParse(Array.isArray(body) ? body[0] : body);
  return parsed.data?.message ?? JSON.stringify(body);
}
