// How a round of actions on a CRM ended.
import type { Crm } from '#ports/crm.ts';
import { type CrmTrouble, crmTrouble } from '#ports/crm-trouble.ts';
import type { Ports } from '#ports.ts';
import type { Connection } from '#sense/connection.ts';
import type { Action, ActionEnd } from './action.ts';

export type CrmActNeeds = {
  readonly ports: Pick<Ports, 'store' | 'clock' | 'log'>;
  readonly connection: Connection;
  readonly crm: Crm;
};
export type Worked = {
  readonly ends: readonly ActionEnd[];
  /** As many were due as one round takes. */
  readonly full: boolean;
  /** The CRM as a whole refused; the rest waits. */
  readonly trouble: CrmTrouble | null;
};

/** After so many tries for a reason that ought to pass, a person has to look. */
export const mostTries = 10;
const firstWaitMs = 5_000;
const longestWaitMs = 60 * 60_000;

/** Doubles from 5 s to an hour. */
export function backoffMs(attempts: number): number {
  return Math.min(longestWaitMs, firstWaitMs * 2 ** Math.max(0, attempts - 1));
}

/** What an error of a call means for the actions that it was made for. Errors of another kind are thrown on. */
export function endsOfTrouble(error: unknown, actions: readonly Action[], free: boolean) {
  const trouble = crmTrouble(error);
  if (trouble === null) throw error;
  const ends = actions.map(({ id, mark }): ActionEnd => {
    if (trouble.what === 'scope')
      return { id, mark, end: 'parked', code: 'CRM_SCOPE', problem: trouble.problem };
    const waitMs = trouble.what === 'wait' ? trouble.waitMs : 0;
    return { id, mark, end: 'again', waitMs, problem: trouble.code, free };
  });
  return { ends, trouble: trouble.what === 'scope' ? null : trouble };
}
