// What the code of a refused record means: its own fault, a crowd, something that passes, or a record that is gone.
import type { WriteResult } from '#ports/crm.ts';

/** Codes that whoever writes to a CRM knows, whichever CRM it is. */
const absentField = 'PROPERTY_DOESNT_EXIST';
const absentRecord = 'OBJECT_NOT_FOUND';

const gone = new Set(['ENTITY_IS_DELETED', 'INVALID_CROSS_REFERENCE_KEY', 'NOT_FOUND', 'MALFORMED_ID']);
const fieldGone = new Set(['INVALID_FIELD', 'INVALID_FIELD_FOR_INSERT_UPDATE']);
const crowding = new Set(['UNABLE_TO_LOCK_ROW', 'APEX_LIMIT']);
const passing = new Set([
  ...crowding,
  'SERVER_UNAVAILABLE',
  'REQUEST_RUNNING_TOO_LONG',
  'REQUEST_LIMIT_EXCEEDED',
  'QUERY_TIMEOUT',
  'PROCESSING_HALTED',
  'TXN_SECURITY_NO_ACCESS_RETRY',
  'UNKNOWN_EXCEPTION',
]);
/** The customer's own triggers have limits of their own, which fewer records at once stay under. */
const ofAutomation = /Apex CPU time limit|Too many (SOQL|DML|query)|Apex heap size/i;

export const codeForPort = {
  absentField,
  absentRecord,
  isFieldGone: (code: string): boolean => fieldGone.has(code),
  /** A code that is not known is the record's own: it is parked with its words and never tried for ever. */
  of(code: string, problem: string): { portCode: string; again: boolean } {
    if (gone.has(code)) return { portCode: absentRecord, again: false };
    if (fieldGone.has(code)) return { portCode: absentField, again: false };
    if (ofAutomation.test(problem)) return { portCode: 'APEX_LIMIT', again: true };
    return { portCode: code, again: passing.has(code) };
  },
} as const;

export function isCrowding(end: WriteResult | undefined): boolean {
  return end !== undefined && !end.ok && crowding.has(end.code);
}
