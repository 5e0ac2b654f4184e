// What a platform says instead of giving a code, where it has no more to say than whether it is about scopes.
import { fail } from '#errors.ts';

/** The platform says `access_denied` when the person declined; anything else is about the app or its scopes. */
export function refuseByWords(error: string, description: string): never {
  const problem = description || error || 'no code came back';
  return /scope/i.test(`${error} ${problem}`)
    ? fail('INSTALL_SCOPES', { problem })
    : fail('INSTALL_DENIED', { problem });
}
