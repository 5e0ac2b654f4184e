// The order in which records are written.
import type { SubjectKind } from '#sense/signal.ts';
import type { Action } from './action.ts';
import type { CrmActNeeds } from './worked.ts';

type Write = Extract<Action, { kind: 'crm.write' }>;

/** Records of one company go together: Salesforce locks the company while one of them is written. */
export async function byCompany(
  { ports, connection }: CrmActNeeds,
  objectType: SubjectKind,
  actions: readonly Write[],
): Promise<Write[]> {
  const ids = actions.map(({ payload }) => payload.externalId);
  const companies = await ports.store.asTenant(connection.tenant, ({ records }) =>
    records.companies(connection.id, objectType, ids),
  );
  const place = ({ payload }: Write) => `${companies.get(payload.externalId) ?? ''} ${payload.externalId}`;
  return [...actions].sort((a, b) => (place(a) < place(b) ? -1 : 1));
}
