// What an error of a CRM means for whoever made the call: wait, stop, or go on without.
import { isRevloopError } from '#errors.ts';

/**
 * wait: the account takes no requests now, or nobody but an operator can help; try again after `waitMs`. stop: the
 * customer took the permission back. scope: this one thing is not allowed, the rest is.
 */
export type CrmTrouble =
  | { readonly what: 'wait'; readonly waitMs: number; readonly code: string }
  | { readonly what: 'stop'; readonly code: string }
  | { readonly what: 'scope'; readonly scope: string; readonly problem: string };

/** An operator has to act first; meanwhile it is tried now and then. */
const misconfiguredWaitMs = 15 * 60_000;
const shortestWaitMs = 1_000;

/** Null for every error that is not of the CRM's account as a whole. */
export function crmTrouble(error: unknown): CrmTrouble | null {
  if (!isRevloopError(error)) return null;
  const waitMs = Math.max(shortestWaitMs, Number(error.params['waitMs'] ?? 0) || shortestWaitMs);
  switch (error.code) {
    case 'CRM_LIMIT':
    case 'CRM_BUDGET':
    case 'CRM_BUSY':
      return { what: 'wait', waitMs, code: error.code };
    case 'CRM_MISCONFIGURED':
      return { what: 'wait', waitMs: misconfiguredWaitMs, code: error.code };
    case 'CRM_REVOKED':
      return { what: 'stop', code: error.code };
    case 'CRM_SCOPE':
      return { what: 'scope', scope: String(error.params['scope'] ?? ''), problem: error.message };
    default:
      return null;
  }
}
